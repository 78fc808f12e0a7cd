import { ApiObject, Chart, Duration } from 'cdk8s';
import {
  CookieSameSite, CorsOrigin, FlaggerAlert, FlaggerAlertSeverity, FlaggerAutoscaler, FlaggerCanary, FlaggerCanaryProps, FlaggerExposure,
  FlaggerMetric, FlaggerService, FlaggerStrategy, FlaggerTarget, FlaggerWebhook, Gateway, HeaderMatch, HttpMatch, HttpRouteMethod, LoadBalancer,
  QueryMatch, RetryOn, RetryPolicy, ServicePort, UnmatchedPreflights,
} from '../../src';

const URL_OF_TESTER = 'http://loadtester.test/';
const EDGE = [Gateway.fromName('edge', { namespace: 'istio-ingress' }), Gateway.fromName('internal')];

const STRATEGIES: FlaggerStrategy[] = [
  FlaggerStrategy.linear({ stepWeight: 1 }),
  FlaggerStrategy.linear({ stepWeight: 10, maxWeight: 50, stepWeightPromotion: 25, mirrorWeight: 100 }),
  FlaggerStrategy.steps([1, 99, 100]),
  ...[CookieSameSite.STRICT, CookieSameSite.LAX, CookieSameSite.NONE].map((sameSite) => FlaggerStrategy.steps([10, 50], {
    stepWeightPromotion: 50,
    sessionAffinity: {
      cookieName: 'canary.cookie',
      primaryCookieName: 'primary-cookie',
      maxAge: Duration.hours(1),
      domain: 'example.com',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite,
      partitioned: true,
    },
  })),
  FlaggerStrategy.steps([10], { mirrorWeight: 1 }),
  FlaggerStrategy.blueGreen({ iterations: 1 }),
  FlaggerStrategy.blueGreen({ iterations: 10, mirrorWeight: 50 }),
  FlaggerStrategy.abTesting({
    iterations: 10,
    match: [
      HttpMatch.header(HeaderMatch.exact('x-canary', 'true')), HttpMatch.header(HeaderMatch.prefix('x-user', 'a')), HttpMatch.header(HeaderMatch.present('x-beta')),
      HttpMatch.header(HeaderMatch.cookie('beta', '1')), HttpMatch.query(QueryMatch.exact('beta', 'true')), HttpMatch.query(QueryMatch.present('beta')),
    ],
  }),
];

const SERVICES: FlaggerService[] = [
  { port: ServicePort.http(80, { targetPort: 8080 }), name: 'web', portDiscovery: true, exposure: FlaggerExposure.mesh() },
  { port: ServicePort.grpc(9090), exposure: FlaggerExposure.gateways(EDGE, ['*']), portDiscovery: true },
  { port: ServicePort.http2(80, { name: 'http2-web' }), exposure: FlaggerExposure.delegation() },
  {
    port: ServicePort.http(8080),
    exposure: FlaggerExposure.meshAndGateways(EDGE, ['shop.example.com', '*.example.org']),
    match: [
      HttpMatch.pathPrefix('/'), HttpMatch.method(HttpRouteMethod.GET), HttpMatch.header(HeaderMatch.present('x-tenant')), HttpMatch.query(QueryMatch.regex('a', 'b+')),
    ],
    timeout: Duration.millis(1500),
    retries: RetryPolicy.on([RetryOn.FIVE_XX, RetryOn.statusCode(503)], { attempts: 3, perTryTimeout: Duration.seconds(1) }),
    headers: { request: { set: { 'x-user': '' }, add: { 'x-via': '%PROTOCOL%' }, remove: ['cookie'] }, response: { remove: ['server'] } },
    rewrite: { uri: '/', authority: 'www.example.com:8443' },
    cors: {
      allowOrigins: [CorsOrigin.exact('*'), CorsOrigin.prefix('https://b.example:'), CorsOrigin.regex('https://.*')],
      allowMethods: [HttpRouteMethod.GET],
      allowHeaders: ['*'],
      exposeHeaders: ['x-version'],
      maxAge: Duration.days(1),
      allowCredentials: true,
      unmatchedPreflights: UnmatchedPreflights.FORWARD,
    },
  },
  { port: ServicePort.http(80), retries: RetryPolicy.none(), trafficPolicy: { loadBalancer: LoadBalancer.hashOnCookie('user', { ttl: Duration.seconds(0) }) } },
  {
    port: ServicePort.http(80),
    trafficPolicy: {
      connectionPool: { http: { http1MaxPendingRequests: 1, maxRetries: 1 } },
      outlierDetection: { consecutiveGatewayErrors: 0, consecutive5xxErrors: 1 },
    },
  },
];

const WEBHOOKS: FlaggerWebhook[] = [
  FlaggerWebhook.confirmRollout('a', URL_OF_TESTER),
  FlaggerWebhook.preRollout('b', URL_OF_TESTER, { timeout: Duration.hours(1), retries: 3, metadata: { cmd: 'true' }, muteAlert: true, disableTls: true }),
  FlaggerWebhook.rollout('c', URL_OF_TESTER, { timeout: Duration.seconds(1) }),
  FlaggerWebhook.confirmTrafficIncrease('d', URL_OF_TESTER),
  FlaggerWebhook.confirmPromotion('e', URL_OF_TESTER),
  FlaggerWebhook.postRollout('f', URL_OF_TESTER),
  FlaggerWebhook.rollback('g', URL_OF_TESTER),
  FlaggerWebhook.events('h', URL_OF_TESTER),
];

const METRICS: FlaggerMetric[] = [
  FlaggerMetric.requestSuccessRate({ min: 99.95, interval: Duration.seconds(30) }),
  FlaggerMetric.requestDuration({ max: Duration.millis(500), interval: Duration.minutes(1) }),
  FlaggerMetric.template('error-rate', {
    name: 'errors', templateNamespace: 'monitoring', min: -0.5, max: 1e6, interval: Duration.seconds(90), variables: { direction: 'inbound' },
  }),
  FlaggerMetric.template('queue', { min: 1 }),
];

function canary(chart: Chart, id: string, props: Partial<FlaggerCanaryProps>): void {
  new FlaggerCanary(chart, id, {
    target: FlaggerTarget.deployment(id),
    service: { port: ServicePort.http(80) },
    strategy: STRATEGIES[0],
    interval: Duration.seconds(10),
    threshold: 1,
    ...props,
  });
}

export function flaggerCanaries(chart: Chart): void {
  STRATEGIES.forEach((strategy, index) => canary(chart, `strategy-${index}`, { strategy }));
  SERVICES.forEach((service, index) => canary(chart, `service-${index}`, { service }));
  canary(chart, 'agents', { target: FlaggerTarget.daemonSet('agents') });
  const labels = { service: 'reviews' };
  const workload = new ApiObject(chart, 'workload', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'reviews' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'reviews', image: 'reviews:1' }] } } },
  });
  canary(chart, 'everything', {
    name: 'every.thing',
    target: FlaggerTarget.workload(workload, { selectorLabels: ['service'] }),
    autoscaler: FlaggerAutoscaler.horizontalPodAutoscaler('reviews'),
    interval: Duration.hours(1),
    metrics: METRICS,
    webhooks: WEBHOOKS,
    alerts: [FlaggerAlertSeverity.INFO, FlaggerAlertSeverity.WARN, FlaggerAlertSeverity.ERROR].map((severity): FlaggerAlert => ({
      name: `alert-${severity}`, providerName: 'slack', providerNamespace: 'flagger', severity,
    })),
    progressDeadline: Duration.minutes(5),
    skipAnalysis: false,
    revertOnDeletion: true,
    suspend: false,
  });
  canary(chart, 'scaled', { autoscaler: FlaggerAutoscaler.scaledObject('scaled') });
}
