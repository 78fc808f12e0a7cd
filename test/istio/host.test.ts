import { assert, constantFrom, property, stringMatching } from 'fast-check';
import { authority, destinationHost, fqdn, hostsOverlap, ipAddress, resolveHost, wildcardHost } from '../../src/istio/host';

const a63 = 'a'.repeat(63);
/** 255 characters, the most a host may have. */
const longest = [a63, a63, a63, a63].join('.');
const names = ['a', 'reviews', 'Reviews', 'a.b', 'reviews.shop.svc.cluster.local', 'istio.io.', '1.a', '10.0.0.1.nip.io', longest];
const notNames = ['', '.', '..', '.a', 'a..b', 'foo..bar', 'a.b..', '-a.b', 'a-.b', 'a_b.c', 'a.*', 'foo.*.com', 'a.b*', '**', '**.a',
  '*.*.a', 'svc.123', '10.0.0.1', '::1', 'a b', 'a/b', 'a:80', 'a\n', `${a63}a.b`, `a.${a63}a`, `${longest}.`];
const wildcards = ['*', '*.com', '*.example.com', '*foo', '*-foo', '*foo.com', '*-foo.com', '*.local', '*.', '*a.'];

describe('a host name', () => {
  test.each(names)('may be %s', (value) => {
    expect(fqdn.accepts(value)).toBe(true);
  });

  test.each([...notNames, ...wildcards, '123'])('cannot be %j', (value) => {
    expect(fqdn.accepts(value)).toBe(false);
  });
});

describe('a host that may be a wildcard', () => {
  // The webhook looks for a number at the end only behind a first dot.
  test.each([...names, ...wildcards, '123'])('may be %s', (value) => {
    expect(wildcardHost.accepts(value)).toBe(true);
  });

  test.each([...notNames, '*.123', '*-', '*-.a', '*--a', `*${a63}`])('cannot be %j', (value) => {
    expect(wildcardHost.accepts(value)).toBe(false);
  });
});

describe('the host of a destination', () => {
  test.each([...names, ...wildcards.slice(1), '123'])('may be %s', (value) => {
    expect(destinationHost.accepts(value)).toBe(true);
  });

  test.each([...notNames, '*'])('cannot be %j', (value) => {
    expect(destinationHost.accepts(value)).toBe(false);
  });
});

describe('an IP address', () => {
  test.each(['10.0.0.1', '0.0.0.0', '255.255.255.255', '::', '::1', '2001:db8::1', '::ffff:10.0.0.1'])('may be %s', (value) => {
    expect(ipAddress.accepts(value)).toBe(true);
  });

  test.each(['', '10.0.0', '10.0.0.256', '010.0.0.1', '10.0.0.0/8', '[::1]', ':::', 'a'])('cannot be %j', (value) => {
    expect(ipAddress.accepts(value)).toBe(false);
  });
});

describe('the host that Istio means', () => {
  test('by a short name is that of the Service in the namespace of the object', () => {
    expect(resolveHost('reviews', 'shop', 'cluster.local')).toBe('reviews.shop.svc.cluster.local');
    expect(resolveHost('reviews', 'shop', 'corp.example')).toBe('reviews.shop.svc.corp.example');
  });

  test('by a short name stays open while the namespace is unknown', () => {
    expect(resolveHost('reviews', undefined, 'cluster.local')).toBe('reviews');
  });

  test.each(['reviews.shop', 'reviews.', '*.com', '*', '10.0.0.1', '::1', ''])('by %j is literal', (host) => {
    expect(resolveHost(host, 'shop', 'cluster.local')).toBe(host);
  });

  test('does not change when it is resolved again, wherever that is', () => {
    const short = stringMatching(/^[a-z][a-z0-9]{0,9}$/);
    assert(property(short, short, short, constantFrom('cluster.local', 'corp.example'), (host, namespace, other, domain) => {
      const resolved = resolveHost(host, namespace, domain);
      expect(fqdn.accepts(resolved)).toBe(true);
      expect(resolveHost(resolved, other, domain)).toBe(resolved);
    }));
  });
});

describe('two hosts of one VirtualService', () => {
  test.each([
    ['a.example.com', 'a.example.com'],
    ['*.example.com', 'a.example.com'],
    ['*.com', '*.example.com'],
    ['*', 'a.example.com'],
    ['*', '*.example.com'],
    ['*.example.com', 'a.b.example.com'],
  ])('overlap, whichever comes first: %s and %s', (a, b) => {
    expect([hostsOverlap(a, b), hostsOverlap(b, a)]).toEqual([true, true]);
  });

  test.each([
    ['a.example.com', 'b.example.com'],
    ['*.example.com', 'example.com'],
    ['*.example.com', '*.example.org'],
    ['reviews', 'reviews.bookinfo.svc.cluster.local'],
  ])('do not overlap: %s and %s', (a, b) => {
    expect([hostsOverlap(a, b), hostsOverlap(b, a)]).toEqual([false, false]);
  });
});

describe('a host that is written into requests', () => {
  test.each(['reviews', 'www.example.com', 'www.example.com:8443', '10.0.0.1', '10.0.0.1:80', '[::1]:80', 'my_service'])('may be %s', (value) => {
    expect(authority.accepts(value)).toBe(true);
  });

  test.each(['', ' ', 'https://www.example.com', 'www.example.com/', 'www.example.com/reports', 'user@example.com', 'a?b', 'a#b', 'a b', 'a\n', 'a\0'])(
    'cannot be %j', (value) => {
      expect(authority.accepts(value)).toBe(false);
    });
});
