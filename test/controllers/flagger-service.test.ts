import { Duration } from 'cdk8s';
import {
  CorsOrigin, FaultAbort, FlaggerExposure, FlaggerTarget, Gateway, HttpRouteMethod, Mirror, RetryOn, RetryPolicy, ServicePort, UnmatchedPreflights,
} from '../../src';
import { bookinfo } from '../support/bookinfo';
import { canarySpec, serviceSpec, workload } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';

describe('the port', () => {
  test.each([
    [ServicePort.http(8080), { port: 8080 }],
    [ServicePort.http(80, { targetPort: 8080 }), { port: 80, targetPort: 8080 }],
    [ServicePort.grpc(9090), { port: 9090, portName: 'grpc' }],
    [ServicePort.http2(80, { name: 'http2-web' }), { port: 80, portName: 'http2-web' }],
  ])('is written with what Flagger does not take for granted', (port, expected) => {
    expect(serviceSpec({ port })).toEqual(expected);
  });

  test.each([[ServicePort.tcp(5432)], [ServicePort.tls(443)]])('speaks HTTP', (port) => {
    expect(codeOf(() => serviceSpec({ port }))).toBe('HttpPortMissing');
  });

  test('is a ServicePort', () => {
    expect(messageOf(() => serviceSpec({ port: 8080 as unknown as ServicePort }))).toContain('PortsMissing: service.port must be a port, got 8080; write ServicePort.http(8080)');
    expect(codeOf(() => serviceSpec({ port: undefined }))).toBe('PortsMissing');
  });

  test('leads to one that the containers declare', () => {
    const released = (port: ServicePort) => {
      const chart = bookinfo();
      const template = { metadata: { labels: { app: 'reviews' } }, spec: { containers: [{ name: 'reviews', ports: [{ containerPort: 8080 }] }] } };
      return canarySpec({ target: FlaggerTarget.workload(workload(chart, { template })), service: { port } }, chart);
    };
    expect(codeOf(() => released(ServicePort.http(80)))).toBe('TargetPortUnknown');
    expect(released(ServicePort.http(80, { targetPort: 8080 })).service).toEqual({ port: 80, targetPort: 8080 });
  });

  test('is one of several only where Flagger sends each to itself', () => {
    const gateways = [Gateway.fromName('public')];
    expect(serviceSpec({ portDiscovery: true })).toEqual({ port: 8080, portDiscovery: true });
    expect(serviceSpec({ portDiscovery: true, exposure: FlaggerExposure.gateways(gateways, ['a.example.com']) }).portDiscovery).toBe(true);
    expect(codeOf(() => serviceSpec({ portDiscovery: true, exposure: FlaggerExposure.meshAndGateways(gateways, ['a.example.com']) }))).toBe('FlaggerPortConflict');
  });
});

describe('the name', () => {
  test('is that of the target, or another', () => {
    expect(serviceSpec({})).not.toHaveProperty('name');
    expect(serviceSpec({ name: 'web' }).name).toBe('web');
  });

  test('leaves room for what Flagger puts behind it', () => {
    expect(serviceSpec({ name: 'a'.repeat(55) }).name).toHaveLength(55);
    expect(codeOf(() => serviceSpec({ name: 'a'.repeat(56) }))).toBe('InvalidServiceName');
    expect(codeOf(() => canarySpec({ target: FlaggerTarget.deployment('a'.repeat(56)) }))).toBe('InvalidServiceName');
  });

  test('can be that of a Service', () => {
    expect(codeOf(() => canarySpec({ target: FlaggerTarget.deployment('1-reviews') }))).toBe('InvalidServiceName');
    expect(canarySpec({ target: FlaggerTarget.deployment('1-reviews'), service: { name: 'reviews', port: ServicePort.http(80) } }).targetRef.name).toBe('1-reviews');
  });
});

describe('the way of requests', () => {
  test('has what Flagger passes on to Istio', () => {
    expect(serviceSpec({
      timeout: Duration.seconds(3),
      retries: RetryPolicy.on([RetryOn.FIVE_XX, RetryOn.statusCode(503)], { attempts: 3, perTryTimeout: Duration.seconds(1) }),
      headers: { request: { set: { 'x-a': 'b' } }, response: { remove: ['server'] } },
      rewrite: { uri: '/', authority: 'reviews.internal' },
      cors: {
        allowOrigins: [CorsOrigin.exact('https://www.example.com')], allowMethods: [HttpRouteMethod.GET], maxAge: Duration.hours(1), unmatchedPreflights: UnmatchedPreflights.FORWARD,
      },
    })).toEqual({
      port: 8080,
      timeout: '3s',
      retries: { attempts: 3, perTryTimeout: '1s', retryOn: '5xx,503' },
      headers: { request: { set: { 'x-a': 'b' } }, response: { remove: ['server'] } },
      rewrite: { uri: '/', authority: 'reviews.internal' },
      corsPolicy: { allowOrigins: [{ exact: 'https://www.example.com' }], allowMethods: ['GET'], maxAge: '1h' },
    });
  });

  test('has nothing that the CRD would drop', () => {
    expect(messageOf(() => serviceSpec({ rewrite: { uriRegex: { match: '^/a', rewrite: '/b' } } }))).toContain('FlaggerDropsSetting: service.rewrite.uriRegex must be left out');
    expect(messageOf(() => serviceSpec({ cors: { allowOrigins: [CorsOrigin.exact('*')], unmatchedPreflights: UnmatchedPreflights.IGNORE } })))
      .toContain('FlaggerDropsSetting: service.cors.unmatchedPreflights must be left out');
  });

  test.each<[string, object]>([
    ['fault', { fault: { abort: FaultAbort.httpStatus(503, 10) } }], ['mirrors', { mirrors: [Mirror.host('copies')] }],
    ['gateways', { gateways: ['public'] }], ['hosts', { hosts: ['a.example.com'] }], ['delegation', { delegation: true }],
  ])('has no %s, even if the compiler did not see it', (member, shared) => {
    expect(messageOf(() => serviceSpec({ ...shared }))).toContain(`FlaggerDropsSetting: service.${member} must be left out of a service that Flagger releases`);
  });

  test('is held to the rules of Istio', () => {
    expect(messageOf(() => serviceSpec({ timeout: Duration.millis(0.5) }))).toContain('InvalidDuration: service.timeout must');
    expect(codeOf(() => serviceSpec({ rewrite: { authority: 'a' }, headers: { request: { set: { host: 'b' } } } }))).toBe('RewriteConflict');
  });
});
