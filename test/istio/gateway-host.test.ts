import { dnsHostOf, gatewayHost } from '../../src/istio/gateway-host';
import { standsFor } from '../../src/istio/host';

describe('a host of a gateway', () => {
  test.each(['*', 'shop.example.com', '*.example.com', '*.com', 'Shop.example.com', 'shop.example.com.', '10.0.0.1', '::ffff:10.0.0.1',
    '*/*', './shop.example.com', '*/shop.example.com', 'shop/*', 'shop/*.example.com'])('may be %s', (value) => {
    expect(gatewayHost.accepts(value)).toBe(true);
  });

  test.each(['', 'shop', 'a/shop', '*shop.example.com', '*-shop.example.com', 'shop.*.com', 'shop.*', '**', '/', '/shop.example.com', 'shop/',
    'a.b/shop.example.com', '~/shop.example.com', 'a/b/shop.example.com', 'https://shop.example.com', 'shop.example.com:443', '::1', 'shop.123',
    'a b.com', 'a..b'])('cannot be %j', (value) => {
    expect(gatewayHost.accepts(value)).toBe(false);
  });

  test.each([undefined, 1, ['a.b']])('cannot be %j, which is no text', (value) => {
    expect(gatewayHost.accepts(value as unknown as string)).toBe(false);
  });

  test.each([
    ['shop.example.com', 'shop.example.com'],
    ['*', '*'],
    ['shop/*.example.com', '*.example.com'],
    ['*/*', '*'],
  ])('%s is called as %s', (host, called) => {
    expect(dnsHostOf(host)).toBe(called);
  });
});

describe('a host stands for', () => {
  test.each([['a.com', 'a.com'], ['*', 'a.com'], ['*', '*'], ['*', '*.com'], ['*.com', 'a.com'], ['*.com', '*.a.com'], ['*.com', '*.com']])(
    '%s: %s', (host, other) => {
      expect(standsFor(host, other)).toBe(true);
    });

  test.each([['a.com', 'b.com'], ['a.com', '*.com'], ['a.com', '*'], ['*.a.com', 'a.com'], ['*.a.com', '*.com'], ['*.com', '*']])(
    '%s: not for %s', (host, other) => {
      expect(standsFor(host, other)).toBe(false);
    });
});
