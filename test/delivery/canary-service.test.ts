import { Duration } from 'cdk8s';
import {
  CanaryService, CanaryServiceProps, CanaryTraffic, FaultAbort, HeaderMatch, HttpMatch, RetryPolicy, ServicePort, ServiceVersion,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { Manifest, named, only } from '../support/manifests';
import { ask } from '../support/requests';

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1');
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2');
const v3 = ServiceVersion.image('v3', 'myregistry.io/reviews:v3');

function reviews(props: Partial<CanaryServiceProps> = {}): Manifest[] {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], stable: v1, ...props });
  return synthesised(chart);
}

function shares(props: Partial<CanaryServiceProps>, headers: { [name: string]: string } = {}) {
  return ask(only(reviews(props), 'VirtualService'), { headers })?.shares;
}

describe('traffic', () => {
  test('goes to stable alone while there is no canary', () => {
    expect(shares({})).toEqual({ v1: 100 });
  });

  test('goes to stable alone while the canary has no weight', () => {
    expect(shares({ canary: v2 })).toEqual({ v1: 100 });
  });

  test('is split between canary and stable', () => {
    expect(shares({ canary: v2, traffic: CanaryTraffic.weight(10) })).toEqual({ v1: 90, v2: 10 });
  });

  test('goes to the canary alone at 100', () => {
    expect(shares({ canary: v2, traffic: CanaryTraffic.weight(100) })).toEqual({ v2: 100 });
  });

  test.each([
    [undefined, { v1: 100 }],
    [0, { v1: 100 }],
    [25, { v1: 75, v2: 25 }],
    [100, { v2: 100 }],
  ])('follows the current step (%s) of those listed', (at, expected) => {
    expect(shares({ canary: v2, traffic: CanaryTraffic.steps([10, 25, 50, 100], { at }) })).toEqual(expected);
  });

  test('moves by two numbers and nothing else', () => {
    const at = (weight: number) => JSON.stringify(reviews({ canary: v2, traffic: CanaryTraffic.weight(weight) }));
    expect(at(10).replace('"weight":90', '"weight":75').replace('"weight":10', '"weight":25')).toBe(at(25));
  });
});

describe('testers', () => {
  const testers = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true')), HttpMatch.header(HeaderMatch.cookie('beta_user', 'true'))];

  test.each([0, 10, 100])('reach the canary alone at weight %i, by any of the matches', (weight) => {
    const props = { canary: v2, testers, traffic: CanaryTraffic.weight(weight) };
    expect(shares(props, { 'x-canary': 'true' })).toEqual({ v2: 100 });
    expect(shares(props, { cookie: 'theme=dark; beta_user=true' })).toEqual({ v2: 100 });
  });

  test.each([
    [{ 'x-canary': 'false' }],
    [{ cookie: 'beta_user=trueish' }],
    [{ cookie: 'not_beta_user=true' }],
  ])('are told from others: %j gets the split', (headers) => {
    expect(shares({ canary: v2, testers, traffic: CanaryTraffic.weight(10) }, headers)).toEqual({ v1: 90, v2: 10 });
  });

  test('that are an empty list are no testers', () => {
    expect(reviews({ testers: [] })).toEqual(reviews());
  });
});

describe('the way', () => {
  test('has the same timeout, retries and faults for testers and for all others', () => {
    const manners = { timeout: Duration.seconds(3), retries: RetryPolicy.none(), fault: { abort: FaultAbort.httpStatus(503, 1) } };
    const virtualService = only(reviews({ canary: v2, testers: [HttpMatch.header(HeaderMatch.present('x-canary'))], ...manners }), 'VirtualService');
    const expected = { timeout: '3s', retries: { attempts: 0 }, fault: { abort: { httpStatus: 503, percentage: { value: 1 } } } };
    expect(ask(virtualService, { headers: { 'x-canary': '' } })?.rule).toMatchObject(expected);
    expect(ask(virtualService)?.rule).toMatchObject(expected);
  });

  test('has nothing that was not asked for', () => {
    const rule = ask(only(reviews(), 'VirtualService'))?.rule;
    expect(Object.keys(rule).sort()).toEqual(['name', 'route']);
  });
});

describe('versions', () => {
  test('all have a subset, retiring ones included', () => {
    const { subsets } = only(reviews({ canary: v2, retiring: [v3] }), 'DestinationRule').spec;
    expect(subsets).toEqual(['v1', 'v2', 'v3'].map((version) => ({ name: version, labels: { version } })));
  });

  test('that are retiring keep their pods and get no requests', () => {
    const manifests = reviews({ stable: v2, retiring: [v1] });
    expect(named(manifests, 'Deployment', 'reviews-v1').spec).toEqual(named(reviews(), 'Deployment', 'reviews-v1').spec);
    expect(ask(only(manifests, 'VirtualService'))?.shares).toEqual({ v2: 100 });
  });

  test('change roles without a change of any object but the VirtualService', () => {
    const others = (manifests: Manifest[]) => manifests.filter(({ kind }) => kind !== 'VirtualService');
    const before = reviews({ stable: v1, canary: v2, traffic: CanaryTraffic.weight(100) });
    expect(others(reviews({ stable: v2, retiring: [v1] }))).toEqual(others(before));
    expect(others(reviews({ stable: v2, canary: v1 }))).toEqual(others(before));
  });

  test('can have their workloads patched, whatever their role', () => {
    const chart = bookinfo();
    const service = new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], stable: v2, retiring: [v1] });
    service.workload(v1).metadata.addAnnotation('team', 'reviews');
    expect(named(synthesised(chart), 'Deployment', 'reviews-v1').metadata).toMatchObject({ annotations: { team: 'reviews' } });
  });
});

describe('names', () => {
  test('of Service, DestinationRule and VirtualService are the construct\'s id', () => {
    const names = reviews().filter(({ kind }) => kind !== 'Deployment').map(({ kind, metadata }) => [kind, metadata.name]);
    expect(names).toEqual([['Service', 'reviews'], ['DestinationRule', 'reviews'], ['VirtualService', 'reviews']]);
  });

  test('can be given', () => {
    const manifests = reviews({ name: 'ratings', virtualServiceName: 'ratings-canary', destinationRuleName: 'ratings-destination' });
    expect(named(manifests, 'Service', 'ratings').spec.selector).toEqual({ app: 'ratings' });
    expect(named(manifests, 'DestinationRule', 'ratings-destination').spec.host).toBe('ratings.bookinfo.svc.cluster.local');
    expect(named(manifests, 'VirtualService', 'ratings-canary').spec.hosts).toEqual(['ratings.bookinfo.svc.cluster.local']);
    expect(named(manifests, 'Deployment', 'ratings-v1').spec.template.spec.containers).toMatchObject([{ name: 'ratings' }]);
  });

  test('do not depend on where the construct stands', () => {
    const chart = bookinfo({ namespace: 'bookinfo', disableResourceNameHashes: true });
    new CanaryService(chart, 'some-other-id', { name: 'reviews', ports: [ServicePort.http(8080)], stable: v1 });
    expect(synthesised(chart)).toEqual(reviews());
  });
});

describe('the construct', () => {
  test('hands out its host and its objects', () => {
    const service = new CanaryService(bookinfo(), 'reviews', { ports: [ServicePort.http(8080)], stable: v1 });
    expect(service.host).toBe('reviews.bookinfo.svc.cluster.local');
    expect([service.service?.kind, service.destinationRule.apiObject.kind, service.virtualService.apiObject.kind])
      .toEqual(['Service', 'DestinationRule', 'VirtualService']);
  });
});
