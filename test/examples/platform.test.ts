import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, ChartProps, Duration } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { CompanyService, CompanyServiceProps } from '../../examples/platform/company-service';
import { BlueGreenService, BlueGreenSlot, ServicePort, ServiceVersion } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { Manifest, named, only } from '../support/manifests';
import { messageOf } from '../support/messages';
import { ROOT } from '../support/public-api';

function service(props: Partial<CompanyServiceProps> = {}, chart: Chart = bookinfo()): Manifest[] {
  new CompanyService(chart, 'reviews', { team: 'catalogue', stable: { tag: 'v1.4.0' }, ...props });
  return synthesised(chart);
}

function example(file: string): Manifest[] {
  return parseAllDocuments(readFileSync(join(ROOT, 'examples/platform', file), 'utf8')).map((document) => document.toJS());
}

describe('the construct of a company', () => {
  test('calls everything after the team and the service', () => {
    expect(service({ canary: { tag: 'v1.5.0' } }).map(({ kind, metadata: { name } }) => `${kind} ${name}`)).toEqual([
      'Service catalogue-reviews', 'DestinationRule catalogue-reviews',
      'Deployment catalogue-reviews-v1-4-0', 'HorizontalPodAutoscaler catalogue-reviews-v1-4-0', 'PodDisruptionBudget catalogue-reviews-v1-4-0',
      'Deployment catalogue-reviews-v1-5-0', 'HorizontalPodAutoscaler catalogue-reviews-v1-5-0', 'PodDisruptionBudget catalogue-reviews-v1-5-0',
      'VirtualService catalogue-reviews',
    ]);
  });

  test('has timeouts, retries and outlier detection whether the team says so or not', () => {
    const manifests = service();
    expect(only(manifests, 'VirtualService').spec.http).toEqual([expect.objectContaining({
      timeout: '3s', retries: { attempts: 2, retryOn: 'connect-failure,refused-stream,503' },
    })]);
    expect(only(manifests, 'DestinationRule').spec.trafficPolicy.outlierDetection).toEqual({
      consecutive5xxErrors: 5, baseEjectionTime: '30s', maxEjectionPercent: 50,
    });
    expect(only(service({ timeout: Duration.seconds(30) }), 'VirtualService').spec.http[0].timeout).toBe('30s');
  });

  test('labels every object with its owner and no pod, so that another owner restarts nothing', () => {
    const labels = (manifests: Manifest[]) => manifests.map(({ metadata }: any) => metadata.labels);
    const manifests = service();
    expect(labels(manifests)).toEqual(manifests.map(() => ({ 'acme.example/team': 'catalogue' })));
    expect(only(manifests, 'Deployment').spec.template.metadata.labels).toEqual({ app: 'catalogue-reviews', version: 'v1-4-0' });
  });

  test('lives through a release as the construct below does', () => {
    const stages: Partial<CompanyServiceProps>[] = [
      { canary: { tag: 'v1.5.0' } },
      { canary: { tag: 'v1.5.0' }, canaryPercent: 100 },
      { stable: { tag: 'v1.5.0' }, retiring: [{ tag: 'v1.4.0' }] },
      { stable: { tag: 'v1.5.0' } },
    ];
    const specs = stages.map((stage) => named(service(stage), 'Deployment', 'catalogue-reviews-v1-5-0').spec);
    expect(specs).toEqual(specs.map(() => specs[0]));
    expect(stages.map((stage) => only(service(stage), 'VirtualService').spec.http[0].route.map(({ destination, weight }: any) => [destination.subset, weight])))
      .toEqual([[['v1-4-0', 100], ['v1-5-0', 0]], [['v1-4-0', 0], ['v1-5-0', 100]], [['v1-5-0', undefined]], [['v1-5-0', undefined]]]);
  });

  test.each<[string, Partial<CompanyServiceProps>, string]>([
    ['a team that nobody knows', { team: 'heroes' }, 'team must be one of catalogue, checkout, search, got heroes'],
    ['a timeout that is too long', { timeout: Duration.minutes(1) }, 'timeout must be at most 30 seconds, got 1 minute'],
    ['a tag that moves', { stable: { tag: 'latest' } }, 'tag must be that of a release, such as v1.4.0, got latest'],
    ['the same of a canary', { canary: { tag: 'v2' } }, 'tag must be that of a release, such as v1.4.0, got v2'],
    ['a single pod', { stable: { tag: 'v1.4.0', minReplicas: 1 } }, 'minReplicas must be at least 2, got 1: one pod is none while its node is replaced'],
  ])('refuses %s, with a link to what the company says of it', (_mistake, props, message) => {
    expect(messageOf(() => service(props))).toBe(`[bookinfo/reviews] ${message} (https://wiki.acme.example/services)`);
  });

  test('refuses a chart without a namespace', () => {
    const props: ChartProps = {};
    expect(messageOf(() => service({}, bookinfo(props)))).toContain('the chart must have a namespace');
  });

  test('leaves to the library what it says best, with the path of the construct', () => {
    expect(messageOf(() => service({ canary: { tag: 'v1.5.0' }, canaryPercent: 101 }))).toMatch(
      /^\[bookinfo\/reviews\/Service\] CanaryWeightOutOfRange: traffic\.weight must be a whole number from 0 to 100, got 101/,
    );
  });

  test('gives what any function for services takes', () => {
    const chart = bookinfo();
    const ours = new CompanyService(chart, 'reviews', { team: 'catalogue', stable: { tag: 'v1.4.0' } });
    const theirs = new BlueGreenService(chart, 'ratings', {
      ports: [ServicePort.http(8080)], blue: ServiceVersion.labels('v1', { version: 'v1' }), active: BlueGreenSlot.BLUE,
    });
    expect([ours.service, theirs].map(({ host }) => host)).toEqual([
      'catalogue-reviews.bookinfo.svc.cluster.local', 'ratings.bookinfo.svc.cluster.local',
    ]);
  });
});

describe('the program of the example', () => {
  test('has what is set for the app in both charts, and in one of them what is set for it', () => {
    const [catalogue, checkout] = ['catalogue.k8s.yaml', 'checkout.k8s.yaml'].map(example);
    expect([catalogue, checkout].map((manifests) => only(manifests, 'VirtualService').spec.exportTo)).toEqual([
      ['.', 'istio-ingress'], ['.', 'istio-ingress', 'catalogue'],
    ]);
    for (const manifests of [catalogue, checkout]) {
      expect((only(manifests, 'VirtualService').metadata as any).annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '2' });
    }
  });
});

test('an app of one team and one service is a few lines', () => {
  const chart = new Chart(new App(), 'search', { namespace: 'search' });
  new CompanyService(chart, 'index', { team: 'search', stable: { tag: 'v3.0.0' } });
  expect(only(synthesised(chart), 'Service').metadata.name).toBe('search-index');
});
