import { Duration } from 'cdk8s';
import { Handler, Probe } from 'cdk8s-plus-28';
import { parse } from 'yaml';
import { ReadinessCheck, ServicePort, ServiceVersion, ZeroDowntime } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews } from '../support/chart';
import { only } from '../support/manifests';
import { codeOf } from '../support/messages';
import { run, runContainers } from '../support/run';

const readiness = ReadinessCheck.http('/healthz');

function deployed(zeroDowntime: ZeroDowntime) {
  return only(run({ zeroDowntime }), 'Deployment').spec;
}

/** What the pod's proxy is told. */
function proxyOf({ template }: any) {
  return parse(template.metadata.annotations['proxy.istio.io/config']);
}

test('removes no pod before another is ready', () => {
  const { strategy, minReadySeconds, template } = deployed({ readiness });
  expect(strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } });
  expect(minReadySeconds).toBe(10);
  expect(template.spec.containers[0].readinessProbe).toEqual({ httpGet: { path: '/healthz', port: 8080 } });
});

test('lets a pod that has to go answer on, and its proxy stay until the application has finished', () => {
  const spec = deployed({ readiness });
  expect(spec.template.spec.containers[0].lifecycle).toEqual({ preStop: { sleep: { seconds: 15 } } });
  expect(proxyOf(spec)).toEqual({ holdApplicationUntilProxyStarts: true, terminationDrainDuration: '30s' });
  expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(30);
});

test.each([[1, 1], [15, 300], [60, 60], [45, 75]])('with %i s to drain and %i s to shut down: the proxy outlives both, and the kubelet the proxy', (drain, shutdown) => {
  const spec = deployed({ readiness, drain: Duration.seconds(drain), shutdown: Duration.seconds(shutdown), minReady: Duration.minutes(1) });
  const [, amount, unit] = /^(\d+)([sm])$/.exec(proxyOf(spec).terminationDrainDuration)!;
  const proxyStays = Number(amount) * (unit === 'm' ? 60 : 1);
  const { lifecycle } = spec.template.spec.containers[0];
  expect(lifecycle.preStop.sleep.seconds).toBe(drain);
  expect(proxyStays).toBe(drain + shutdown);
  expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(proxyStays);
  expect(spec.minReadySeconds).toBe(60);
});

test.each([
  [ReadinessCheck.http('/ready?full', { port: 9090 }), { httpGet: { path: '/ready?full', port: 9090 } }],
  [ReadinessCheck.grpc(), { grpc: { port: 8080 } }],
  [ReadinessCheck.grpc({ port: 1 }), { grpc: { port: 1 } }],
  [ReadinessCheck.tcp(), { tcpSocket: { port: 8080 } }],
  [ReadinessCheck.tcp({ port: 65_535 }), { tcpSocket: { port: 65_535 } }],
])('asks the pod whether it is ready', (check, expected) => {
  expect(deployed({ readiness: check }).template.spec.containers[0].readinessProbe).toEqual(expected);
});

test('asks at the port that the Service targets first', () => {
  const chart = bookinfo();
  const version = ServiceVersion.image('v1', 'reviews:1', { zeroDowntime: { readiness } });
  reviews({ versions: [version], ports: [ServicePort.http(80, { targetPort: 9080 }), ServicePort.grpc(81)] }, chart);
  expect(only(synthesised(chart), 'Deployment').spec.template.spec.containers[0].readinessProbe.httpGet.port).toBe(9080);
});

describe('of containers', () => {
  test('lets each of them answer on, and asks the first whether it is ready', () => {
    const { strategy, template } = only(runContainers({ zeroDowntime: { readiness } }, { name: 'app' }, { name: 'helper', portNumber: 81 }), 'Deployment').spec;
    expect(strategy.rollingUpdate.maxUnavailable).toBe(0);
    const [app, helper] = template.spec.containers;
    expect(app.readinessProbe.httpGet.path).toBe('/healthz');
    expect(helper).not.toHaveProperty('readinessProbe');
    expect([app, helper].map(({ lifecycle }) => lifecycle.preStop)).toEqual([{ sleep: { seconds: 15 } }, { sleep: { seconds: 15 } }]);
  });

  test('keeps what they say themselves', () => {
    const container = { readiness: Probe.fromHttpGet('/own'), lifecycle: { preStop: Handler.fromCommand(['flush']), postStart: Handler.fromCommand(['warm']) } };
    const [app] = only(runContainers({ zeroDowntime: {} }, container), 'Deployment').spec.template.spec.containers;
    expect(app.readinessProbe.httpGet.path).toBe('/own');
    expect(app.lifecycle).toEqual({ preStop: { exec: { command: ['flush'] } }, postStart: { exec: { command: ['warm'] } } });
  });
});

test.each<[string, ZeroDowntime, string]>([
  ['pods that do not say when they are ready', {}, 'ReadinessMissing'],
  ['a path without a slash', { readiness: ReadinessCheck.http('healthz') }, 'InvalidPath'],
  ['a port that is none', { readiness: ReadinessCheck.grpc({ port: 0 }) }, 'InvalidPort'],
  ['no time to drain', { readiness, drain: Duration.seconds(0) }, 'InvalidDuration'],
  ['half a second to shut down', { readiness, shutdown: Duration.millis(500) }, 'InvalidDuration'],
  ['no time to be ready', { readiness, minReady: Duration.seconds(0) }, 'InvalidDuration'],
])('refuses %s', (_mistake, zeroDowntime, code) => {
  expect(codeOf(() => run({ zeroDowntime }))).toBe(code);
});
