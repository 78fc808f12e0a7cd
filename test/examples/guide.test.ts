import { readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Manifest, named, only } from '../support/manifests';

const GUIDE = join(__dirname, '..', '..', 'examples', 'guide');

function read(...path: string[]): Manifest[] {
  const text = readFileSync(join(GUIDE, ...path, 'reviews.k8s.yaml'), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS());
}

/** A VirtualService's spec without what the library adds to the guide's: explicit ports, names of rules, the weight of a single destination. */
function withoutAdditions(spec: any): any {
  return {
    ...spec,
    http: spec.http.map(({ name, route, ...rule }: any) => ({
      ...rule,
      route: route.map(({ destination: { port, ...destination }, weight }: any) => (
        route.length === 1 ? { destination } : { destination, weight }
      )),
    })),
  };
}

function expectVirtualService(manifests: Manifest[], name: string, spec: unknown): void {
  const virtualService = named(manifests, 'VirtualService', name);
  expect(virtualService.apiVersion).toBe('networking.istio.io/v1beta1');
  expect(virtualService.metadata).toEqual({ name });
  expect(withoutAdditions(virtualService.spec)).toEqual(spec);
}

/** The guide's split between the two versions of reviews. */
function splitBetween(v1: number, v2: number) {
  return {
    hosts: ['reviews'],
    http: [{
      route: [
        { destination: { host: 'reviews', subset: 'v1' }, weight: v1 },
        { destination: { host: 'reviews', subset: 'v2' }, weight: v2 },
      ],
    }],
  };
}

/** The guide's Deployment of a version of reviews. */
function deploymentOf(version: string, image: string, replicas: number) {
  const labels = { app: 'reviews', version };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `reviews-${version}` },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'reviews', image, ports: [{ containerPort: 8080 }] }] },
      },
    },
  };
}

describe('the guide', () => {
  test('01: the DestinationRule with connection pool, outlier detection and three subsets', () => {
    const rule = only(read('01-destination-rule'), 'DestinationRule');
    expect(rule.apiVersion).toBe('networking.istio.io/v1beta1');
    expect(rule.metadata).toEqual({ name: 'reviews-destination' });
    expect(rule.spec).toEqual({
      host: 'reviews',
      trafficPolicy: {
        connectionPool: {
          tcp: { maxConnections: 100 },
          http: { h2UpgradePolicy: 'DEFAULT', http1MaxPendingRequests: 100, http2MaxRequests: 1000 },
        },
        outlierDetection: { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 50 },
      },
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
        { name: 'v3', labels: { version: 'v3' } },
      ],
    });
  });

  test('02: the Deployments of both versions', () => {
    const manifests = read('02-deployments');
    expect(named(manifests, 'Deployment', 'reviews-v1')).toMatchObject(deploymentOf('v1', 'myregistry.io/reviews:v1.0.0', 3));
    expect(named(manifests, 'Deployment', 'reviews-v2')).toMatchObject(deploymentOf('v2', 'myregistry.io/reviews:v2.0.0', 1));
  });

  test('03: a canary that gets 10 %', () => {
    expectVirtualService(read('03-canary-10'), 'reviews-canary', splitBetween(90, 10));
  });

  test('04: a canary that gets 25 %', () => {
    expectVirtualService(read('04-canary-25'), 'reviews-canary', splitBetween(75, 25));
  });

  test.each([
    ['step-1-blue', 'v1'],
    ['step-2-green', 'v2'],
  ])('05: a switch from blue to green, %s: all requests to %s', (step, version) => {
    const manifests = read('05-blue-green', step);
    expectVirtualService(manifests, 'reviews-blue-green', {
      hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews', subset: version } }] }],
    });
    expect(only(manifests, 'DestinationRule').spec.subsets.map(({ name }: any) => name)).toEqual(['v1', 'v2']);
  });

  test('06: v2 for a header or a cookie, and v1 for all others', () => {
    const to = (subset: string) => [{ destination: { host: 'reviews', subset } }];
    expectVirtualService(read('06-header-routing'), 'reviews-header-routing', {
      hosts: ['reviews'],
      http: [
        { match: [{ headers: { 'x-canary': { exact: 'true' } } }], route: to('v2') },
        { match: [{ headers: { cookie: { regex: '.*beta_user=true.*' } } }], route: to('v2') },
        { route: to('v1') },
      ],
    });
  });

  test('07: a delay and an abort', () => {
    expectVirtualService(read('07-fault-injection'), 'reviews-fault-injection', {
      hosts: ['reviews'],
      http: [{
        fault: {
          delay: { percentage: { value: 10 }, fixedDelay: '500ms' },
          abort: { percentage: { value: 5 }, httpStatus: 500 },
        },
        route: [{ destination: { host: 'reviews', subset: 'v1' } }],
      }],
    });
  });

  test('08: a timeout and retries', () => {
    expectVirtualService(read('08-timeouts-and-retries'), 'reviews-resilience', {
      hosts: ['reviews'],
      http: [{
        route: [{ destination: { host: 'reviews', subset: 'v1' } }],
        timeout: '3s',
        retries: { attempts: 3, perTryTimeout: '1s', retryOn: '5xx,reset,connect-failure,retriable-4xx' },
      }],
    });
  });

  describe('09: the Canary of Flagger', () => {
    /** The guide's spec without what a choice is to be made of: it has iterations and weights, which the CRD refuses together, and no threshold, which it asks for. */
    const GUIDE_SPEC = {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'reviews' },
      service: { port: 8080 },
      analysis: {
        interval: '1m',
        metrics: [
          { name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '1m' },
          { name: 'request-duration', thresholdRange: { max: 500 }, interval: '1m' },
        ],
      },
    };

    test.each([
      ['canary', { threshold: 5, stepWeight: 10, maxWeight: 50 }],
      ['blue-green', {
        threshold: 5,
        iterations: 10,
        webhooks: [{ name: 'load-test', type: 'rollout', url: 'http://loadtester.test/', metadata: { cmd: 'hey -z 1m -q 10 http://reviews-canary:8080/' } }],
      }],
    ])('read as a %s', (reading, chosen) => {
      const canary = only(read('09-flagger', reading), 'Canary');
      expect(canary.apiVersion).toBe('flagger.app/v1beta1');
      expect(canary.metadata).toEqual({ name: 'reviews' });
      expect(canary.spec).toEqual({ ...GUIDE_SPEC, analysis: { ...GUIDE_SPEC.analysis, ...chosen } });
    });
  });

  test.each([
    ['step-1-weight-0', 0],
    ['step-2-weight-10', 10],
    ['step-3-weight-25', 25],
    ['step-4-weight-50', 50],
    ['step-5-weight-100', 100],
    ['step-6-weight-0', 0],
  ])('the progression, %s: a canary that gets %i %%', (step, weight) => {
    expectVirtualService(read('progression', step), 'reviews-canary', splitBetween(100 - weight, weight));
  });

  test('10: the queries by version and code, and for the errors of version 2', () => {
    const [group] = only(read('10-monitoring'), 'PrometheusRule').spec.groups;
    expect(group.rules.map(({ expr }: any) => expr)).toEqual([
      'sum(rate(istio_requests_total{destination_service="reviews.default.svc.cluster.local"}[5m])) by (destination_version, response_code)',
      'sum(rate(istio_requests_total{destination_service="reviews.default.svc.cluster.local",destination_version="v2",response_code=~"5.."}[5m]))',
    ]);
  });
});
