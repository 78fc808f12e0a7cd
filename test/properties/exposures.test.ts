import * as fc from 'fast-check';
import {
  CanaryService, CanaryTraffic, Exposure, Gateway, HeaderMatch, HttpMatch, PathMatch, ServicePort, ServiceRule, ServiceVersion,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { Manifest, named } from '../support/manifests';
import '../support/random-objects';
import { ask } from '../support/requests';

const v1 = ServiceVersion.labels('v1', { version: 'v1' });
const v2 = ServiceVersion.labels('v2', { version: 'v2' });

const path = fc.constantFrom('/', '/a', '/a/', '/a/b', '/ab', '/b', '/reviews', '/reviews/a', '/reviewsx', '/reviews/');

const pathMatch = fc.oneof(
  path.map((text) => PathMatch.exact(text)),
  path.filter((text) => text !== '/').map((text) => PathMatch.prefix(text)),
  fc.constantFrom('/a|/b', '/a(/.*)?', '/.', '/').map((regex) => PathMatch.regex(regex)),
);

const rule: fc.Arbitrary<ServiceRule> = fc.array(pathMatch, { minLength: 1, maxLength: 2 })
  .map((paths) => ({ match: paths.map((one) => HttpMatch.of({ path: one })) }));

/** The VirtualServices of the mesh and of the gateway; nothing for rules that are refused. */
function exposed(rules: ServiceRule[], pathPrefix: string, strip: boolean): [Manifest, Manifest] | undefined {
  const chart = bookinfo();
  try {
    new CanaryService(chart, 'reviews', {
      ports: [ServicePort.http(8080)],
      stable: v1,
      canary: v2,
      traffic: CanaryTraffic.weight(10),
      rules,
      testers: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))],
      exposures: [Exposure.mesh(), Exposure.gateway(Gateway.fromName('public'), { hosts: ['shop.example.com'], pathPrefix, strip })],
    });
  } catch {
    return undefined;
  }
  const manifests = synthesised(chart);
  return [named(manifests, 'VirtualService', 'reviews'), named(manifests, 'VirtualService', 'reviews-public')];
}

const headers = fc.constantFrom<{ [name: string]: string }>({}, { 'x-canary': 'true' });

test('behind a prefix that is stripped, every request gets what it gets in the mesh, and the service sees the same path', () => {
  fc.assert(fc.property(fc.array(rule, { maxLength: 3 }), path, headers, (rules, called, given) => {
    const both = exposed(rules, '/reviews', true);
    fc.pre(both !== undefined);
    const [mesh, gateway] = both!;
    const inside = ask(mesh, { path: called, headers: given })!;
    const outside = ask(gateway, { path: `/reviews${called}`, headers: given })!;
    expect([outside.rule.name, outside.shares, outside.path]).toEqual([inside.rule.name, inside.shares, called]);
  }), { numRuns: 500 });
});

test('behind a prefix that stays, every request below it gets what it gets in the mesh, and no other gets anything', () => {
  fc.assert(fc.property(fc.array(rule, { maxLength: 3 }), path, headers, (rules, called, given) => {
    const both = exposed(rules, '/reviews', false);
    fc.pre(both !== undefined);
    const [mesh, gateway] = both!;
    const inside = ask(mesh, { path: called, headers: given })!;
    const outside = ask(gateway, { path: called, headers: given });
    const isBelow = called === '/reviews' || called.startsWith('/reviews/');
    const expected = isBelow ? { name: inside.rule.name, shares: inside.shares, path: called } : undefined;
    expect(outside && { name: outside.rule.name, shares: outside.shares, path: outside.path }).toEqual(expected);
  }), { numRuns: 500 });
});

test('the bare prefix is the service\'s root, and what only begins like it belongs to somebody else', () => {
  const [, gateway] = exposed([], '/reviews', true)!;
  expect(ask(gateway, { path: '/reviews' })?.path).toBe('/');
  expect(ask(gateway, { path: '/reviewsx' })).toBeUndefined();
});
