import {
  CanaryService, CanaryServiceProps, Exposure, Gateway, HeaderMatch, HttpMatch, PathMatch, ServicePort, ServiceRule, TextMatch,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { V1, V2 } from '../support/chart';
import { Manifest, named } from '../support/manifests';
import { codeOf } from '../support/messages';
import { ask, Request } from '../support/requests';

const PUBLIC = Gateway.fromName('public');
const BOTH = [Exposure.mesh(), Exposure.gateway(PUBLIC, { hosts: ['shop.example.com'] })];

/** Who answers testers and others in the mesh and behind the gateway. */
function service(props: Partial<CanaryServiceProps>) {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], stable: V1, canary: V2, exposures: BOTH, ...props });
  const manifests = synthesised(chart);
  const answerOf = (name: string) => (request: Request) => ask(named(manifests, 'VirtualService', name), request)!.shares;
  const virtualService = (name: string) => named(manifests, 'VirtualService', name);
  return { inMesh: answerOf('reviews'), outside: answerOf('reviews-public'), virtualService, rulesOf: (name: string) => virtualService(name).spec.http };
}

const CANARY = { v2: 100 };

test('testers known by their namespace or labels are so in the mesh, and nobody is behind a gateway', () => {
  const { inMesh, outside, rulesOf } = service({ testers: [HttpMatch.sourceNamespace('qa'), HttpMatch.sourceLabels({ role: 'tester' })] });
  expect(inMesh({ namespace: 'qa' })).toEqual(CANARY);
  expect(inMesh({ labels: { role: 'tester' } })).toEqual(CANARY);
  expect(inMesh({ namespace: 'shop' })).toMatchObject({ v1: 100 });
  expect(outside({ namespace: 'qa', labels: { role: 'tester' } })).toMatchObject({ v1: 100 });
  expect(rulesOf('reviews-public').map(({ name }: any) => name)).toEqual(['default']);
});

test('testers known by a claim of their token are so behind gateways, and not in the mesh, which knows no tokens', () => {
  const { inMesh, outside, rulesOf } = service({ testers: [HttpMatch.header(HeaderMatch.jwtClaim(['group'], TextMatch.exact('testers')))] });
  const claims = { group: ['staff', 'testers'] };
  expect(outside({ claims })).toEqual(CANARY);
  expect(outside({ claims: { group: ['staff'] } })).toMatchObject({ v1: 100 });
  expect(inMesh({ claims })).toMatchObject({ v1: 100 });
  expect(rulesOf('reviews').map(({ name }: any) => name)).toEqual(['default']);
});

test('a match that names places acts at these exposures alone, which it need not name again', () => {
  const on = (gateway: typeof PUBLIC, path: string) => HttpMatch.of({ gateways: [gateway], path: PathMatch.prefix(path) });
  const { inMesh, outside, rulesOf } = service({ testers: [on(PUBLIC, '/new'), on(Gateway.mesh(), '/next')] });
  expect([inMesh({ path: '/new' }), outside({ path: '/new' })]).toEqual([expect.objectContaining({ v1: 100 }), CANARY]);
  expect([inMesh({ path: '/next' }), outside({ path: '/next' })]).toEqual([CANARY, expect.objectContaining({ v1: 100 })]);
  expect(JSON.stringify([rulesOf('reviews'), rulesOf('reviews-public')])).not.toContain('gateways');
});

test('testers on one port are so on that port alone, although each port has rules of its own', () => {
  const { inMesh, rulesOf } = service({
    ports: [ServicePort.http(8080), ServicePort.grpc(9090)], testers: [HttpMatch.of({ port: 9090 })], exposures: [Exposure.mesh()],
  });
  expect(inMesh({ port: 9090 })).toEqual(CANARY);
  expect(inMesh({ port: 8080 })).toMatchObject({ v1: 100 });
  expect(rulesOf('reviews').map(({ name }: any) => name)).toEqual(['testers-grpc', 'default-http', 'default-grpc']);
});

test('a port behind a gateway is that of the gateway, where callers have called no other', () => {
  const { inMesh, outside } = service({ testers: [HttpMatch.of({ port: 8443 })] });
  expect([inMesh({ port: 8080 }), outside({ port: 8443 }), outside({ port: 443 })]).toEqual([
    expect.objectContaining({ v1: 100 }), CANARY, expect.objectContaining({ v1: 100 }),
  ]);
});

test.each<[string, HttpMatch, Exposure[]]>([
  ['a namespace, where all callers are outside', HttpMatch.sourceNamespace('qa'), [BOTH[1]]],
  ['a claim, where no caller has been at a gateway', HttpMatch.header(HeaderMatch.jwtClaim(['group'], TextMatch.exact('testers'))), [Exposure.mesh()]],
  ['a gateway at which the service is not exposed', HttpMatch.of({ gateways: [Gateway.fromName('internal')] }), BOTH],
  ['a port that the service does not have', HttpMatch.of({ port: 9090 }), [Exposure.mesh()]],
])('refuses testers who are nowhere: known by %s', (_what, match, exposures) => {
  expect(codeOf(() => service({ testers: [match], exposures }))).toBe('RouteHidden');
});

test('testers keep their conditions within a rule, and both names', () => {
  const { rulesOf, virtualService } = service({
    testers: [HttpMatch.of({ name: 'qa', sourceNamespace: 'qa', statPrefix: 'qa_' })],
    rules: [{ name: 'slow', match: [HttpMatch.of({ name: 'reports', path: PathMatch.prefix('/Reports', { ignoreCase: true }) })] }],
    exposures: [Exposure.mesh()],
  });
  expect(rulesOf('reviews')[0]).toMatchObject({
    name: 'slow-testers',
    match: [{ name: 'reports-qa', statPrefix: 'qa_', sourceNamespace: 'qa', uri: { prefix: '/Reports' }, ignoreUriCase: true }],
  });
  expect(ask(virtualService('reviews'), { path: '/REPORTS/1', namespace: 'qa' })?.rule.name).toBe('slow-testers');
});

describe('a path that ignores case, behind a prefix', () => {
  const behind = (strip: boolean, path: PathMatch, rest: Partial<ServiceRule> = {}) => service({
    rules: [{ name: 'slow', match: [HttpMatch.of({ path })], ...rest }],
    exposures: [Exposure.mesh(), Exposure.gateway(PUBLIC, { hosts: ['shop.example.com'], pathPrefix: '/reviews', strip })],
  });
  const taken = (virtualService: Manifest, path: string) => ask(virtualService, { path });

  test.each([
    ['a beginning', PathMatch.prefix('/Reports', { ignoreCase: true }), ['/reviews/rePORTs', '/reviews/reports/1'], ['/reviews/report', '/Reviews/reports']],
    ['a path', PathMatch.exact('/Reports', { ignoreCase: true }), ['/reviews/rePORTs'], ['/reviews/reports/1', '/Reviews/reports']],
  ])('is stripped off with regard to case, and below it %s is compared without', (_kind, path, inside, others) => {
    const rules = behind(true, path).virtualService('reviews-public');
    inside.forEach((one) => expect(taken(rules, one)).toMatchObject({ rule: { name: 'slow' }, path: one.slice('/reviews'.length) }));
    others.forEach((one) => expect(taken(rules, one)?.rule.name).not.toBe('slow'));
  });

  test('stays with regard to case', () => {
    const rules = behind(false, PathMatch.prefix('/REVIEWS/reports', { ignoreCase: true })).virtualService('reviews-public');
    expect(taken(rules, '/reviews/Reports/1')?.rule.name).toBe('slow');
    expect(taken(rules, '/REVIEWS/reports')).toBeUndefined();
  });

  test('cannot be replaced, since a pattern has no prefix to replace', () => {
    const path = PathMatch.prefix('/reports', { ignoreCase: true });
    expect(codeOf(() => behind(true, path, { rewrite: { uri: '/' } }))).toBe('RewriteConflict');
    expect(codeOf(() => behind(false, PathMatch.prefix('/reviews/reports', { ignoreCase: true }), { rewrite: { uri: '/' } }))).toBe('RewriteConflict');
  });
});
