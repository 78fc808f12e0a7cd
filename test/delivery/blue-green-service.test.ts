import { Duration } from 'cdk8s';
import {
  BlueGreenService, BlueGreenServiceProps, BlueGreenSlot, Exposure, Gateway, HeaderMatch, HttpMatch, Mirror, PathMatch, ServicePort, ServiceVersion,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { V1, V2 } from '../support/chart';
import { Manifest, named, only } from '../support/manifests';
import { messageOf } from '../support/messages';
import { ask, Request } from '../support/requests';

const { BLUE, GREEN } = BlueGreenSlot;
const BOTH = { blue: V1, green: V2 };
const PREVIEWERS = [HttpMatch.header(HeaderMatch.exact('x-preview', 'true')), HttpMatch.header(HeaderMatch.cookie('preview', '1'))];
const PREVIEWER = { headers: { 'x-preview': 'true' } };
const REPORTS = { name: 'reports', match: [HttpMatch.pathPrefix('/reports')], timeout: Duration.seconds(30) };

function reviews(props: Partial<BlueGreenServiceProps>): Manifest[] {
  const chart = bookinfo();
  new BlueGreenService(chart, 'reviews', { ports: [ServicePort.http(8080)], active: BLUE, ...props });
  return synthesised(chart);
}

function answer(props: Partial<BlueGreenServiceProps>, request: Request = {}) {
  return ask(only(reviews(props), 'VirtualService'), request);
}

describe('all requests', () => {
  test.each<[string, Partial<BlueGreenServiceProps>, string]>([
    ['blue, alone', { blue: V1 }, 'v1'],
    ['blue, with green standing by', { ...BOTH }, 'v1'],
    ['green, with blue standing by', { ...BOTH, active: GREEN }, 'v2'],
    ['green, alone', { green: V2, active: GREEN }, 'v2'],
    ['green, with the old version retiring', { green: V2, active: GREEN, retiring: [V1] }, 'v2'],
    ['an older version in the blue slot', { blue: V2, green: V1 }, 'v2'],
  ])('go to the version in the active slot: %s', (_slots, props, version) => {
    expect(reviews(props).filter(({ kind }) => kind === 'VirtualService')).toHaveLength(1);
    expect(answer(props)?.shares).toEqual({ [version]: 100 });
    expect(answer(props, PREVIEWER)?.shares).toEqual({ [version]: 100 });
  });

  test('move by one word', () => {
    const text = (active: BlueGreenSlot) => JSON.stringify(reviews({ ...BOTH, active }));
    const subset = (version: string) => `"subset":"${version}"`;
    expect(text(BLUE).split(subset('v1')).length).toBe(2);
    expect(text(BLUE).replace(subset('v1'), subset('v2'))).toBe(text(GREEN));
  });
});

describe('the standby', () => {
  test.each([BLUE, GREEN])('keeps its pods and its subset, and no rule leads to it (%s is active)', (active) => {
    const manifests = reviews({ ...BOTH, active });
    expect(only(manifests, 'DestinationRule').spec.subsets.map(({ name }: any) => name)).toEqual(['v1', 'v2']);
    expect(manifests.filter(({ kind }) => kind === 'Deployment').map(({ metadata: { name } }) => name)).toEqual(['reviews-v1', 'reviews-v2']);
    expect(JSON.stringify(only(manifests, 'VirtualService').spec)).not.toContain(active === BLUE ? 'v2' : 'v1');
  });

  test('may get copies of the requests while it stands by, of previewers\' none', () => {
    const props = { ...BOTH, previewers: PREVIEWERS, mirrors: [Mirror.version(V2, 10)] };
    expect(answer(props)?.rule.mirrors).toMatchObject([{ destination: { subset: 'v2' }, percentage: { value: 10 } }]);
    expect(answer(props, PREVIEWER)).toMatchObject({ shares: { v2: 100 } });
    expect(answer(props, PREVIEWER)?.rule).not.toHaveProperty('mirrors');
    expect(messageOf(() => reviews({ ...props, active: GREEN }))).toContain('MirrorAnswers: mirrors[0] must');
  });
});

describe('previewers', () => {
  test.each<[string, BlueGreenSlot, Request, string, string]>([
    ['reach the standby by one match', BLUE, PREVIEWER, 'previewers', 'v2'],
    ['reach the standby by another match', BLUE, { headers: { cookie: 'a=b; preview=1' } }, 'previewers', 'v2'],
    ['reach the standby for all paths', BLUE, { ...PREVIEWER, path: '/anything' }, 'previewers', 'v2'],
    ['reach the old version after the switch, which then stands by', GREEN, PREVIEWER, 'previewers', 'v1'],
    ['are told from others by the value', BLUE, { headers: { 'x-preview': 'false' } }, 'default', 'v1'],
    ['are told from others', GREEN, {}, 'default', 'v2'],
  ])('%s', (_behaviour, active, request, rule, version) => {
    expect(answer({ ...BOTH, active, previewers: PREVIEWERS }, request)).toMatchObject({ rule: { name: rule }, shares: { [version]: 100 } });
  });

  test('keep the manners of the rule that takes them', () => {
    const props = { ...BOTH, previewers: PREVIEWERS, rules: [REPORTS], timeout: Duration.seconds(3) };
    expect(answer(props, { ...PREVIEWER, path: '/reports/1' })).toMatchObject({ rule: { name: 'reports-previewers', timeout: '30s' }, shares: { v2: 100 } });
    expect(answer(props, { path: '/reports/1' })).toMatchObject({ rule: { name: 'reports', timeout: '30s' }, shares: { v1: 100 } });
    expect(answer(props, PREVIEWER)).toMatchObject({ rule: { name: 'previewers', timeout: '3s' }, shares: { v2: 100 } });
    expect(answer(props)).toMatchObject({ rule: { name: 'default', timeout: '3s' }, shares: { v1: 100 } });
  });

  test.each([[8080, 'http'], [9090, 'grpc']])('reach the standby on the port they call: %i', (port, suffix) => {
    const ports = [ServicePort.http(8080), ServicePort.grpc(9090)];
    const found = answer({ ...BOTH, previewers: PREVIEWERS, rules: [REPORTS], ports }, { ...PREVIEWER, port });
    expect(found).toMatchObject({ rule: { name: `previewers-${suffix}`, route: [{ destination: { port: { number: port } } }] }, shares: { v2: 100 } });
  });

  test('reach the standby behind a gateway that strips a prefix, by the path that the service sees', () => {
    const manifests = reviews({
      ...BOTH,
      rules: [REPORTS],
      previewers: [HttpMatch.of({ path: PathMatch.prefix('/reports/beta') }), ...PREVIEWERS],
      exposures: [Exposure.mesh(), Exposure.gateway(Gateway.fromName('public'), { hosts: ['a.example.com'], pathPrefix: '/reviews', strip: true })],
    });
    const outside = named(manifests, 'VirtualService', 'reviews-public');
    const seen = (path: string, request: Request = {}) => [ask(outside, { path, ...request })?.shares, ask(outside, { path, ...request })?.path];
    expect(seen('/reviews/reports/beta/1')).toEqual([{ v2: 100 }, '/reports/beta/1']);
    expect(seen('/reviews/reports/1')).toEqual([{ v1: 100 }, '/reports/1']);
    expect(seen('/reviews', PREVIEWER)).toEqual([{ v2: 100 }, '/']);
    expect(seen('/reviews')).toEqual([{ v1: 100 }, '/']);
    expect(ask(outside, { path: '/reviewsx', ...PREVIEWER })).toBeUndefined();
    expect(ask(named(manifests, 'VirtualService', 'reviews'), { path: '/reports/beta' })?.shares).toEqual({ v2: 100 });
  });

  test('that are an empty list are none', () => {
    expect(reviews({ ...BOTH, previewers: [] })).toEqual(reviews(BOTH));
    expect(reviews({ blue: V1, previewers: [] })).toEqual(reviews({ blue: V1 }));
  });
});

describe('the construct', () => {
  test('hands out its host, its objects and its workloads', () => {
    const service = new BlueGreenService(bookinfo(), 'reviews', { ports: [ServicePort.http(8080)], ...BOTH, active: GREEN });
    expect(service.host).toBe('reviews.bookinfo.svc.cluster.local');
    expect([service.service, service.destinationRule.apiObject, service.virtualService.apiObject, service.workload(V1)].map((one) => one?.kind))
      .toEqual(['Service', 'DestinationRule', 'VirtualService', 'Deployment']);
    expect(service.virtualServices).toEqual([service.virtualService]);
  });
});

describe('a mistake is named after the prop in which it was made', () => {
  const version = (name: string, image = 'reviews:1') => ServiceVersion.image(name, image);

  test.each<[string, Partial<BlueGreenServiceProps>, string]>([
    ['an active slot that is empty', { green: V1 }, 'SlotEmpty: active '],
    ['no version at all', {}, 'SlotEmpty: active '],
    ['a slot that is none', { ...BOTH, active: 'red' as BlueGreenSlot }, 'SlotEmpty: active '],
    ['previewers of an empty slot', { blue: V1, previewers: PREVIEWERS }, 'StandbyMissing: previewers '],
    ['the same version in both slots', { blue: V1, green: V1 }, 'DuplicateVersion: green.name '],
    ['the same version in both slots, green active', { blue: V1, green: V1, active: GREEN }, 'DuplicateVersion: green.name '],
    ['two versions of one name', { blue: V1, green: version('v1') }, 'DuplicateVersion: green.name '],
    ['a standby that is retiring', { ...BOTH, retiring: [V2] }, 'VersionRetiring: retiring[0] '],
    ['the version in blue', { blue: version('V1') }, 'InvalidVersionName: blue.name '],
    ['the version in green', { blue: V1, green: version('v2', '') }, 'InvalidImage: green.image '],
    ['the version in green alone', { green: version('v2', ''), active: GREEN }, 'InvalidImage: green.image '],
    ['a previewer that is everyone', { ...BOTH, previewers: [...PREVIEWERS, HttpMatch.pathPrefix('/')] }, 'RouteHidden: previewers[2] '],
    ['a previewer', { ...BOTH, previewers: [HttpMatch.pathExact('b')] }, 'InvalidPath: previewers[0].path '],
    ['a rule that is called like the previewers\'', { ...BOTH, previewers: PREVIEWERS, rules: [{ ...REPORTS, name: 'previewers' }] }, 'InvalidRuleName: rules[0].name '],
    ['previewers whom no exposure lets through', {
      ...BOTH,
      previewers: [HttpMatch.pathPrefix('/beta')],
      exposures: [Exposure.gateway(Gateway.fromName('public'), { hosts: ['a.example.com'], pathPrefix: '/reviews' })],
    }, 'RouteHidden: previewers '],
    ['previewers who cannot be told below a path', {
      ...BOTH,
      previewers: [HttpMatch.pathRegex('/b.*')],
      exposures: [Exposure.gateway(Gateway.fromName('public'), { hosts: ['a.example.com'], pathPrefix: '/reviews' })],
    }, 'MatchesIncompatible: previewers '],
  ])('%s', (_mistake, props, beginning) => {
    expect(messageOf(() => reviews(props))).toContain(`[bookinfo/reviews] ${beginning}must `);
  });
});
