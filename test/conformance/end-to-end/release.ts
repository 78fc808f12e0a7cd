import { App, Chart, Duration } from 'cdk8s';
import {
  CanaryService, CanaryServiceProps, CanaryTraffic, FaultAbort, FaultDelay, HeaderMatch, HttpMatch, Mirror, RetryOn, RetryPolicy, ServicePort,
  ServiceRule, ServiceVersion,
} from '../../../src';

/** One edit of the program, to be applied and to take effect before the next. */
export interface Stage {
  readonly name: string;
  /** How much of all requests v2 is to get, and how much of those of testers. */
  readonly percent: number;
  readonly testersPercent: number;
  readonly roles: Pick<CanaryServiceProps, 'stable' | 'canary' | 'traffic' | 'testers' | 'retiring'>;
}

export const NAMESPACE = 'shop';
export const CLIENT_LABELS = { app: 'client' };
export const SERVICE = 'reviews';
/** Gets copies of requests. */
export const SHADOW = 'shadow';

export const TESTER = { 'x-canary': 'true' };
export const COOKIE = { cookie: 'session=1; beta_user=true' };

/** What is written in the rules; times are milliseconds. */
export const CONFIGURED = {
  abortStatus: 418,
  abortPercent: 20,
  delay: 100,
  delayPercent: 30,
  timeout: 300,
  attempts: 3,
  stallingAttempts: 1,
  perTryTimeout: 200,
  mirrorPercent: 40,
};

/** Answers say under which edit, and why Envoy answered if it did. */
export const STAGE_HEADER = 'x-stage';
export const FLAGS_HEADER = 'x-flags';

const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
const v2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');

/** A release, from the first pod of the new version to the last of the old one. */
export const STAGES: readonly Stage[] = [
  { name: 'stable v1', percent: 0, testersPercent: 0, roles: { stable: v1 } },
  ...[0, 10, 25, 50, 100].map((percent) => canaryAt(percent)),
  { name: 'promoted v2', percent: 100, testersPercent: 100, roles: { stable: v2, retiring: [v1] } },
  { name: 'stable v2', percent: 100, testersPercent: 100, roles: { stable: v2 } },
];

export function canaryAt(percent: number, name = `canary v2 at ${percent}`): Stage {
  const testers = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true')), HttpMatch.header(HeaderMatch.cookie('beta_user', 'true'))];
  return { name, percent, testersPercent: 100, roles: { stable: v1, canary: v2, traffic: CanaryTraffic.weight(percent), testers } };
}

/** The manifests of an edit, as they would be applied. */
export function manifestsOf({ name, roles }: Stage, port: number): string {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: NAMESPACE });
  const ports = [ServicePort.http(port)];
  new CanaryService(chart, SERVICE, {
    ports,
    ...roles,
    rules: rules(),
    headers: { response: { set: { [STAGE_HEADER]: name, [FLAGS_HEADER]: '%RESPONSE_FLAGS%' } } },
    // One pod each is enough here for any weight.
    acknowledgeCapacity: true,
  });
  new CanaryService(chart, SHADOW, { ports, stable: ServiceVersion.image('v1', 'myregistry.io/shadow:v1.0.0') });
  return app.synthYaml();
}

function rules(): ServiceRule[] {
  const { abortPercent, abortStatus, delayPercent, delay, timeout, attempts, perTryTimeout, stallingAttempts, mirrorPercent } = CONFIGURED;
  return [
    rule('faulty', { fault: { delay: FaultDelay.fixedDelay(Duration.millis(delay), delayPercent), abort: FaultAbort.httpStatus(abortStatus, abortPercent) } }),
    rule('slow', { timeout: Duration.millis(timeout) }),
    rule('failing', { retries: RetryPolicy.on([RetryOn.FIVE_XX], { attempts }) }),
    rule('stalling', { retries: RetryPolicy.on([RetryOn.FIVE_XX], { attempts: stallingAttempts, perTryTimeout: Duration.millis(perTryTimeout) }) }),
    rule('copied', { mirrors: [Mirror.host(SHADOW, { percent: mirrorPercent })] }),
  ];
}

function rule(name: string, manners: Omit<ServiceRule, 'name' | 'match'>): ServiceRule {
  return { name, match: [HttpMatch.pathPrefix(`/${name}`)], ...manners };
}
