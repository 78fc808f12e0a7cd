import { CanaryService, CanaryServiceProps, CanaryTraffic, HeaderMatch, HttpMatch, LongLivedVersion, ServicePort, ServiceVersion } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { V1, V2 } from '../support/chart';
import { only } from '../support/manifests';
import { messageOf } from '../support/messages';
import { ask } from '../support/requests';

const LTS = ServiceVersion.image('lts', 'myregistry.io/reviews:lts');
const PARTNERS = [HttpMatch.header(HeaderMatch.exact('x-partner', 'true'))];

function service(props: Partial<CanaryServiceProps>) {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], stable: V1, ...props });
  return synthesised(chart);
}

function shares(props: Partial<CanaryServiceProps>, headers: { [name: string]: string } = {}) {
  return ask(only(service(props), 'VirtualService'), { headers })?.shares;
}

const canaryAt = (percent: number, ...longLived: LongLivedVersion[]) => ({ canary: V2, traffic: CanaryTraffic.weight(percent), longLived });

describe('a long-lived version', () => {
  test.each([
    [0, { v1: 80, lts: 20 }],
    [10, { v1: 70, v2: 10, lts: 20 }],
    [80, { v2: 80, lts: 20 }],
  ])('keeps its share of all requests while the canary has %i of them', (percent, expected) => {
    expect(shares(canaryAt(percent, { version: LTS, weight: 20 }))).toEqual(expected);
  });

  test('has its share without a canary too', () => {
    expect(shares({ longLived: [{ version: LTS, weight: 20 }] })).toEqual({ v1: 80, lts: 20 });
  });

  test('gets requests of its own at any weight of the canary, and no others', () => {
    for (const percent of [0, 100]) {
      const props = canaryAt(percent, { version: LTS, match: PARTNERS });
      expect(shares(props, { 'x-partner': 'true' })).toEqual({ lts: 100 });
      expect(shares(props)).toEqual(percent === 0 ? { v1: 100 } : { v2: 100 });
    }
  });

  test('gets requests of its own and a share, and may have a weight of 0 beside them', () => {
    expect(shares(canaryAt(10, { version: LTS, weight: 5, match: PARTNERS }), { 'x-partner': 'true' })).toEqual({ lts: 100 });
    expect(shares(canaryAt(10, { version: LTS, weight: 5, match: PARTNERS }))).toEqual({ v1: 85, v2: 10, lts: 5 });
    expect(shares(canaryAt(10, { version: LTS, weight: 0, match: PARTNERS }))).toEqual({ v1: 90, v2: 10 });
  });

  test('comes behind testers', () => {
    const testers = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];
    const props = { ...canaryAt(10, { version: LTS, match: PARTNERS }), testers };
    expect(shares(props, { 'x-canary': 'true', 'x-partner': 'true' })).toEqual({ v2: 100 });
  });

  test('gets what rules take as well', () => {
    const props = { ...canaryAt(10, { version: LTS, match: PARTNERS }), rules: [{ name: 'reports', match: [HttpMatch.pathPrefix('/reports')] }] };
    const answer = ask(only(service(props), 'VirtualService'), { path: '/reports', headers: { 'x-partner': 'true' } });
    expect(answer).toMatchObject({ rule: { name: 'reports-long-lived-lts' }, shares: { lts: 100 } });
  });

  test('is left alone by a whole release: promotion and rollback move other shares', () => {
    const longLived = [{ version: LTS, weight: 20, match: PARTNERS }];
    const steps: Partial<CanaryServiceProps>[] = [
      { stable: V1 },
      { stable: V1, canary: V2, traffic: CanaryTraffic.weight(0) },
      { stable: V1, canary: V2, traffic: CanaryTraffic.weight(80) },
      { stable: V2, retiring: [V1] },
      { stable: V1, retiring: [V2] },
    ];
    for (const step of steps) {
      expect(shares({ ...step, longLived })).toMatchObject({ lts: 20 });
      expect(shares({ ...step, longLived }, { 'x-partner': 'true' })).toEqual({ lts: 100 });
      expect(only(service({ ...step, longLived }), 'DestinationRule').spec.subsets).toContainEqual({ name: 'lts', labels: { version: 'lts' } });
    }
  });

  test.each<[string, Partial<CanaryServiceProps>, string]>([
    ['that has neither weight nor match', { longLived: [{ version: LTS }] }, 'LongLivedUnreached: longLived[0] must'],
    ['that has a weight of 0 and no match', { longLived: [{ version: LTS, weight: 0, match: [] }] }, 'LongLivedUnreached: longLived[0] must'],
    ['whose weight is no share', { longLived: [{ version: LTS, weight: -1 }] }, 'WeightOutOfRange: longLived[0].weight must'],
    ['with too much beside the canary', canaryAt(90, { version: LTS, weight: 20 }), 'got 90 for canary v2 + 20 for long-lived lts = 110;'],
    ['with too much beside another', { longLived: [{ version: LTS, weight: 60 }, { version: V2, weight: 50 }] },
      'WeightsOverHundred: longLived must make at most 100 with the shares of the other versions, got 60 for long-lived lts + 50 for long-lived v2 = 110;'],
    ['with too much beside a step that is planned', { canary: V2, traffic: CanaryTraffic.steps([10, 100], { at: 10 }), longLived: [{ version: LTS, weight: 1 }] },
      'got 100 for canary v2 + 1 for long-lived lts = 101;'],
    ['that is stable', { longLived: [{ version: V1, weight: 10 }] }, 'DuplicateVersion: longLived[0].version.name must'],
    ['that is retiring', { longLived: [{ version: LTS, weight: 10 }], retiring: [LTS] }, 'VersionRetiring: retiring[0] must'],
    ['whose requests testers take', { ...canaryAt(10, { version: LTS, match: PARTNERS }), testers: PARTNERS },
      'RouteHidden: longLived[0].match must take some request that no earlier one takes, got only requests that testers takes already'],
  ])('%s is refused', (_mistake, props, message) => {
    expect(messageOf(() => service(props))).toContain(message);
  });
});
