import { App, Chart } from 'cdk8s';
import { rules, SHADOW } from './rules';
import { CanaryService, CanaryServiceProps, CanaryTraffic, HeaderMatch, HttpMatch, ServicePort, ServiceVersion } from '../../../src';

/** One edit of the program, to be applied and to take effect before the next. */
export interface Stage {
  readonly name: string;
  readonly roles: Pick<CanaryServiceProps, 'stable' | 'canary' | 'traffic' | 'testers' | 'retiring' | 'sessionAffinity'>;
  /** What a version is to get: how many percent of all requests, and of those of testers. */
  readonly version: string;
  readonly percent: number;
  readonly testersPercent: number;
}

export const NAMESPACE = 'shop';
export const CLIENT_LABELS = { app: 'client' };
export const SERVICE = 'reviews';

export const TESTER = { 'x-canary': 'true' };
export const COOKIE = { cookie: 'session=1; beta_user=true' };

/** Answers say under which edit, and why Envoy answered if it did. */
export const STAGE_HEADER = 'x-stage';
export const FLAGS_HEADER = 'x-flags';

const [v1, v2, v3] = ['v1', 'v2', 'v3'].map((name) => ServiceVersion.image(name, `myregistry.io/reviews:${name}.0.0`));

/** Two releases, the second of which is rolled back. */
export const STAGES: readonly Stage[] = [
  { name: 'stable v1', roles: { stable: v1 }, version: 'v2', percent: 0, testersPercent: 0 },
  ...[0, 10, 25, 50, 100].map((percent) => canaryAt(percent)),
  { name: 'promoted v2', roles: { stable: v2, retiring: [v1] }, version: 'v2', percent: 100, testersPercent: 100 },
  { name: 'stable v2', roles: { stable: v2 }, version: 'v2', percent: 100, testersPercent: 100 },
  ...[0, 50].map((percent) => canaryOf(v2, v3, percent)),
  { name: 'rolled back v3', roles: { stable: v2, retiring: [v3] }, version: 'v3', percent: 0, testersPercent: 0 },
  { name: 'stable v2 again', roles: { stable: v2 }, version: 'v3', percent: 0, testersPercent: 0 },
];

export function canaryAt(percent: number, name?: string): Stage {
  return canaryOf(v1, v2, percent, name);
}

function canaryOf(stable: ServiceVersion, canary: ServiceVersion, percent: number, name = `canary ${canary.name} at ${percent}`): Stage {
  const testers = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true')), HttpMatch.header(HeaderMatch.cookie('beta_user', 'true'))];
  return { name, roles: { stable, canary, traffic: CanaryTraffic.weight(percent), testers }, version: canary.name, percent, testersPercent: 100 };
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
