import { Destination, Gateway, HttpRoute, TcpMatch, TcpMatchOptions, TcpRoute, TlsMatch, TlsMatchOptions, TlsRoute, VirtualService } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { specOf } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

const TO = [Destination.host('db')];
const A = Gateway.fromName('a', { namespace: 'edge' });
const B = Gateway.fromName('b', { namespace: 'edge' });
const EVERYWHERE = [Gateway.mesh(), A, B];

function tcp(...matches: (TcpMatchOptions | undefined)[]): VirtualService {
  return new VirtualService(bookinfo(), 'db', {
    hosts: ['db'], gateways: EVERYWHERE, tcp: matches.map((match) => TcpRoute.forward({ match: match && [TcpMatch.of(match)], to: TO })),
  });
}

function tls(...matches: TlsMatchOptions[]): VirtualService {
  return new VirtualService(bookinfo(), 'db', {
    hosts: ['db', '*.example.com'], gateways: EVERYWHERE, tls: matches.map((match) => TlsRoute.forward({ match: [TlsMatch.of(match)], to: TO })),
  });
}

test('rules of all kinds stand in one VirtualService, added ones behind', () => {
  const chart = bookinfo();
  const service = new VirtualService(chart, 'db', {
    hosts: ['db'],
    http: [HttpRoute.forward({ to: TO })],
    tls: [TlsRoute.forward({ match: [TlsMatch.of({ sniHosts: ['db'], port: 443 })], to: TO })],
    tcp: [TcpRoute.forward({ match: [TcpMatch.port(5432)], to: TO })],
  });
  service.addTlsRoute(TlsRoute.forward({ match: [TlsMatch.of({ sniHosts: ['db'], port: 444 })], to: TO }));
  service.addTcpRoute(TcpRoute.forward({ to: TO }));
  const { http, tls: tlsRules, tcp: tcpRules } = specOf(chart, 'VirtualService');
  expect(http).toHaveLength(1);
  expect(tlsRules.map(({ match }: { match: unknown }) => match)).toEqual([[{ sniHosts: ['db'], port: 443 }], [{ sniHosts: ['db'], port: 444 }]]);
  expect(tcpRules.map(({ match }: { match: unknown }) => match)).toEqual([[{ port: 5432 }], undefined]);
});

describe('a match on a gateway on which the rule does not act is refused', () => {
  const edge = Gateway.fromName('edge', { namespace: 'istio-ingress' });

  test.each([
    ['TCP', 'tcp', () => tcp({ port: 1, gateways: [A, edge] })], ['TLS', 'tls', () => tls({ sniHosts: ['db'], gateways: [A, edge] })],
  ])('in a %s rule', (_protocol, prop, program) => {
    expect(messageOf(program)).toBe(
      `[bookinfo/db] GatewayNotBound: ${prop}[0].match[0].gateways[1] must be one of those on which the rule acts (mesh, edge/a, edge/b), got `
      + '"istio-ingress/edge"; the match would hold nowhere: name it among the gateways of the VirtualService',
    );
  });

  test('but the sidecars may be named where the rule acts in the mesh', () => {
    expect(() => tcp({ port: 1, gateways: [Gateway.mesh()] })).not.toThrow();
  });
});

test('a rule behind a TCP rule without a match is refused', () => {
  expect(messageOf(() => tcp(undefined, { port: 1 }))).toBe(
    '[bookinfo/db] RouteAfterCatchAll: tcp[1] must stand before the rule without a match, got a rule behind it; that rule takes every connection: put it last',
  );
});

describe('a TCP rule to which earlier ones leave nothing is refused', () => {
  test.each<[string, TcpMatchOptions, TcpMatchOptions]>([
    ['the same port', { port: 1 }, { port: 1 }],
    ['a port of which other clients are asked', { port: 1 }, { port: 1, sourceNamespace: 'shop', sourceLabels: { app: 'a' }, gateways: [A] }],
    ['a part of the networks', { destinationSubnets: ['10.1.0.0/16', '10.2.0.0/16'] }, { destinationSubnets: ['10.2.0.0/16'], port: 1 }],
    ['more labels', { sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'a', version: 'v1' } }],
    ['one gateway of two', { gateways: [A, B] }, { gateways: [B] }],
  ])('%s', (_kind, earlier, later) => {
    expect(messageOf(() => tcp(earlier, later))).toContain(
      'RouteHidden: tcp[1] must take some connection that no earlier rule takes, got only connections that tcp[0] takes already',
    );
  });

  test.each<[string, TcpMatchOptions, TcpMatchOptions]>([
    ['another port', { port: 1 }, { port: 2 }],
    ['any port', { port: 1 }, { sourceNamespace: 'shop' }],
    ['any client', { port: 1, sourceNamespace: 'shop' }, { port: 1 }],
    ['other labels', { sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'b' } }],
    ['another gateway', { gateways: [A] }, { gateways: [B] }],
    ['any network', { port: 1, destinationSubnets: ['10.0.0.0/8'] }, { port: 1 }],
    ['another network', { destinationSubnets: ['10.0.0.0/8'] }, { destinationSubnets: ['10.1.0.0/16'] }],
  ])('but not one for %s', (_kind, earlier, later) => {
    expect(() => tcp(earlier, later)).not.toThrow();
  });
});

describe('a network that two TCP rules for one client name is refused, since Envoy would refuse the listener', () => {
  test('whatever else they name', () => {
    expect(messageOf(() => tcp({ destinationSubnets: ['10.1.0.0/16'] }, { destinationSubnets: ['10.1.0.0/16', '10.2.0.0/16'] }))).toBe(
      '[bookinfo/db] ConnectionMatchesOverlap: tcp[1].match must share no host or network with a match of an earlier rule that holds for the same clients, '
      + 'got "10.1.0.0/16"; Envoy refuses two lists that differ and have one in common: name it in one match only',
    );
  });

  test('also where the first holds for some clients only', () => {
    const destinationSubnets = ['10.1.0.0/16'];
    expect(codeOf(() => tcp({ destinationSubnets, sourceNamespace: 'shop' }, { destinationSubnets }))).toBe('ConnectionMatchesOverlap');
  });

  test('but not for clients that cannot be the same', () => {
    const destinationSubnets = ['10.1.0.0/16'];
    expect(() => tcp({ destinationSubnets, port: 1 }, { destinationSubnets, port: 2 })).not.toThrow();
    expect(() => tcp({ destinationSubnets, gateways: [A] }, { destinationSubnets, gateways: [B] })).not.toThrow();
    expect(() => tcp({ destinationSubnets, sourceLabels: { app: 'a' } }, { destinationSubnets, sourceLabels: { app: 'b' } })).not.toThrow();
  });
});

describe('TLS rules', () => {
  test('may name hosts that a wildcard of the VirtualService stands for', () => {
    expect(() => tls({ sniHosts: ['db', 'a.example.com'] }, { sniHosts: ['*.b.example.com'] })).not.toThrow();
  });

  test('cannot name other hosts, which Istio refuses', () => {
    expect(messageOf(() => tls({ sniHosts: ['db'] }, { sniHosts: ['a.example.com', 'example.com'] }))).toBe(
      '[bookinfo/db] SniHostUnknown: tls[1].match[0].sniHosts[1] must be one of the VirtualService\'s hosts, or one for which a wildcard among them stands '
      + '(db, *.example.com), got "example.com"; add it to hosts, in the form in which clients call it',
    );
    expect(codeOf(() => tls({ sniHosts: ['db.bookinfo.svc.cluster.local'] }))).toBe('SniHostUnknown');
  });

  test.each<[string, TlsMatchOptions, TlsMatchOptions]>([
    ['the same hosts', { sniHosts: ['db'] }, { sniHosts: ['db'] }],
    ['some of the hosts', { sniHosts: ['db', 'a.example.com'] }, { sniHosts: ['db'] }],
    ['a port of the same host', { sniHosts: ['db'] }, { sniHosts: ['db'], port: 443 }],
  ])('are refused if earlier ones leave nothing to them: %s', (_kind, earlier, later) => {
    expect(messageOf(() => tls(earlier, later))).toContain('RouteHidden: tls[1] must take some connection');
  });

  test.each<[string, TlsMatchOptions, TlsMatchOptions]>([
    ['a more exact host, which Envoy prefers in any order', { sniHosts: ['*.example.com'] }, { sniHosts: ['a.example.com'] }],
    ['the same host for other clients', { sniHosts: ['db'], sourceNamespace: 'shop' }, { sniHosts: ['db'] }],
    ['the same host on another port', { sniHosts: ['db'], port: 443 }, { sniHosts: ['db', 'a.example.com'], port: 444 }],
    ['the same host in another network', { sniHosts: ['db'], destinationSubnets: ['10.1.0.0/16'] }, { sniHosts: ['db'], destinationSubnets: ['10.2.0.0/16'] }],
  ])('may follow one with %s', (_kind, earlier, later) => {
    expect(() => tls(earlier, later)).not.toThrow();
  });

  test('are refused with a host that stands in two lists that differ, since Envoy would refuse the listener', () => {
    expect(codeOf(() => tls({ sniHosts: ['db'] }, { sniHosts: ['db', 'a.example.com'] }))).toBe('ConnectionMatchesOverlap');
    expect(codeOf(() => tls({ sniHosts: ['db'], sourceNamespace: 'shop' }, { sniHosts: ['a.example.com', 'db'] }))).toBe('ConnectionMatchesOverlap');
    // Istio gives the networks of a match to those behind it.
    expect(codeOf(() => tls({ sniHosts: ['db'], destinationSubnets: ['10.1.0.0/16'] }, { sniHosts: ['db'] }))).toBe('ConnectionMatchesOverlap');
    const twoMatches = [TlsMatch.sniHosts(['db', 'a.example.com']), TlsMatch.of({ sniHosts: ['db'], port: 443 })];
    expect(codeOf(() => new VirtualService(bookinfo(), 'db', { hosts: ['db', '*.example.com'], tls: [TlsRoute.forward({ match: twoMatches, to: TO })] })))
      .toBe('ConnectionMatchesOverlap');
  });
});
