import { App, Chart, Duration, JsonPatch } from 'cdk8s';
import { FlaggerCanaryProps, FlaggerMetric, FlaggerStrategy, FlaggerTarget, FlaggerWebhook, MeshSettings, RetryPolicy, ServicePort } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { canarySpec, flaggerCanary, LINEAR } from '../support/flagger';
import { only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';

const TRAFFIC = [FlaggerMetric.requestSuccessRate({ min: 99 }), FlaggerMetric.requestDuration({ max: Duration.millis(500) })];

describe('a Canary', () => {
  test('says what is released, how it is called and how it is checked, and nothing else', () => {
    const chart = bookinfo();
    flaggerCanary({}, chart);
    expect(only(synthesised(chart), 'Canary')).toEqual({
      apiVersion: 'flagger.app/v1beta1',
      kind: 'Canary',
      metadata: { name: 'reviews', namespace: 'bookinfo' },
      spec: {
        targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'reviews' },
        service: { port: 8080 },
        analysis: { interval: '1m', threshold: 5, stepWeight: 10, maxWeight: 50 },
      },
    });
  });

  test('can have a name of its own', () => {
    const chart = bookinfo();
    flaggerCanary({ name: 'reviews.release' }, chart);
    expect(only(synthesised(chart), 'Canary').metadata.name).toBe('reviews.release');
    expect(codeOf(() => flaggerCanary({ name: 'Reviews' }))).toBe('InvalidObjectName');
  });

  test('has the options that are given', () => {
    expect(canarySpec({ progressDeadline: Duration.minutes(2), skipAnalysis: true, revertOnDeletion: true, suspend: true }))
      .toMatchObject({ progressDeadlineSeconds: 120, skipAnalysis: true, revertOnDeletion: true, suspend: true });
  });

  test('knows the host that clients call', () => {
    expect(flaggerCanary().host).toBe('reviews.bookinfo.svc.cluster.local');
    expect(flaggerCanary({ service: { name: 'web', port: ServicePort.http(80) } }).host).toBe('web.bookinfo.svc.cluster.local');
    expect(flaggerCanary({}, bookinfo({})).host).toBe('reviews');
  });

  test('takes the retries of the mesh, unless it has its own', () => {
    const chart = bookinfo();
    MeshSettings.of(chart, { defaultRetries: RetryPolicy.none() });
    expect(canarySpec({}, chart).service.retries).toEqual({ attempts: 0 });
  });

  test('is refused where callers of other namespaces are kept out, because Flagger cannot do so', () => {
    const within = (exportTo: string[]) => {
      const chart = bookinfo();
      MeshSettings.of(chart, { exportTo });
      return canarySpec({}, chart);
    };
    expect(codeOf(() => within(['.']))).toBe('FlaggerDropsSetting');
    expect(within(['*']).service).toEqual({ port: 8080 });
  });

  test('can be patched with what the library does not know', () => {
    const chart = bookinfo();
    flaggerCanary({}, chart).apiObject.addJsonPatch(JsonPatch.add('/spec/service/headless', true));
    expect(only(synthesised(chart), 'Canary').spec.service.headless).toBe(true);
  });
});

describe('the analysis', () => {
  test.each([
    [Duration.seconds(10), '10s'], [Duration.seconds(90), '90s'], [Duration.seconds(120), '2m'], [Duration.hours(1), '60m'], [Duration.millis(15_000), '15s'],
  ])('has an interval that Flagger reads as it was meant', (interval, text) => {
    expect(canarySpec({ interval }).analysis.interval).toBe(text);
  });

  test.each([
    [Duration.seconds(9)], [Duration.millis(10_500)], [Duration.millis(500)], ['1m'], [undefined], [60],
  ])('is refused with an interval of %p', (interval) => {
    expect(codeOf(() => flaggerCanary({ interval: interval as Duration }))).toBe('InvalidFlaggerDuration');
  });

  test('says what is wrong if there is no interval at all', () => {
    expect(messageOf(() => flaggerCanary({ interval: undefined }))).toContain('interval must be a Duration of whole seconds, at least 10, got nothing;');
  });

  test.each([[0], [-1], [1.5], [undefined], ['5']])('is refused with a threshold of %p', (threshold) => {
    expect(codeOf(() => flaggerCanary({ threshold: threshold as number }))).toBe('InvalidCount');
  });

  test('says which strategies there are to somebody who writes it as in YAML', () => {
    const strategy = { iterations: 10, stepWeight: 10, maxWeight: 50 } as unknown as FlaggerStrategy;
    expect(messageOf(() => flaggerCanary({ strategy }))).toBe(
      '[bookinfo/reviews] FlaggerStrategyMixed: strategy must be a FlaggerStrategy, got {"iterations":10,"stepWeight":10,"maxWeight":50}; '
      + 'choose one: FlaggerStrategy.linear() or steps() shifts traffic by weight, blueGreen() and abTesting() count iterations');
    expect(codeOf(() => flaggerCanary({ strategy: undefined }))).toBe('FlaggerStrategyMixed');
  });

  test('leaves empty lists out', () => {
    expect(canarySpec({ metrics: [], webhooks: [], alerts: [] }).analysis).toEqual({ interval: '1m', threshold: 5, stepWeight: 10, maxWeight: 50 });
  });
});

describe('a version without user requests', () => {
  const strategy = FlaggerStrategy.blueGreen({ iterations: 10 });
  const checked = (props: Partial<FlaggerCanaryProps>) => () => flaggerCanary({ strategy, metrics: TRAFFIC, ...props });

  test('cannot be measured by requests', () => {
    expect(messageOf(checked({}))).toContain('of which request-success-rate and request-duration are checked, got blueGreen() without mirrorWeight, and no rollout webhook;');
    expect(codeOf(checked({ webhooks: [FlaggerWebhook.preRollout('smoke-test', 'http://loadtester.test/')] }))).toBe('FlaggerTrafficMissing');
  });

  test.each<[string, Partial<FlaggerCanaryProps>]>([
    ['copies of requests', { strategy: FlaggerStrategy.blueGreen({ iterations: 10, mirrorWeight: 100 }) }],
    ['a load test', { webhooks: [FlaggerWebhook.rollout('load-test', 'http://loadtester.test/')] }],
    ['metrics of its own', { metrics: [FlaggerMetric.template('cpu', { max: 80 })] }],
    ['no checks', { skipAnalysis: true }],
    ['users that are chosen by weight', { strategy: LINEAR }],
  ])('can be released with %s', (_, props) => {
    expect(checked(props)).not.toThrow();
  });
});

describe('one workload', () => {
  const both = (first: Partial<FlaggerCanaryProps>, second: Partial<FlaggerCanaryProps>, namespace = 'bookinfo') => () => {
    const app = new App();
    flaggerCanary(first, new Chart(app, 'bookinfo', { namespace: 'bookinfo' }));
    flaggerCanary(second, new Chart(app, 'other', { namespace }));
  };

  test('is released by one Canary', () => {
    expect(codeOf(both({}, { name: 'again', service: { name: 'other', port: ServicePort.http(80) } }))).toBe('FlaggerTargetTwice');
  });

  test('has a service of its own', () => {
    const messages = messageOf(both({}, { target: FlaggerTarget.deployment('ratings'), service: { name: 'reviews', port: ServicePort.http(80) } }));
    expect(messages).toContain('FlaggerTargetTwice: service.name must be of no other FlaggerCanary of the app, got Service reviews, which bookinfo/reviews has;');
  });

  test('is another one in another namespace, or of another kind and name', () => {
    expect(both({}, {}, 'staging')).not.toThrow();
    expect(both({}, { target: FlaggerTarget.daemonSet('reviews'), service: { name: 'agents', port: ServicePort.http(80) } })).not.toThrow();
  });
});
