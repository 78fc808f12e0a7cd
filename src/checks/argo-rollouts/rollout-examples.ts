import { anyObject, completed, httpRule, service, together } from '../examples';

const API = 'argoproj.io/v1alpha1';

function indented(fields: string, by: string): string {
  return fields.replace(/\n/g, `\n${by}`);
}

/** A Rollout with these fields in its spec. */
export function rollout(fields: string, name = 'reviews'): string {
  return anyObject(API, 'Rollout', name, completed(fields, {
    selector: '{matchLabels: {app: reviews}}',
    template: '\n  metadata: {labels: {app: reviews}}\n  spec: {containers: [{name: app, image: reviews}]}',
    strategy: '{canary: {}}',
  }));
}

/** A Rollout with these fields in its canary strategy. */
export function canary(fields: string): string {
  return rollout(`strategy:\n  canary:\n    ${indented(fields, '    ')}`);
}

/** A Rollout with these steps, whose traffic Istio splits between two Services. */
export function steps(list: string, routing = ''): string {
  return canary(`${HOSTS}\ntrafficRouting:\n  istio: {virtualService: {name: reviews}}${indented(routing, '  ')}\nsteps:\n${list}`);
}

export function blueGreen(fields: string): string {
  return rollout(`strategy:\n  blueGreen:\n    ${indented(completed(fields, { activeService: 'reviews' }), '    ')}`);
}

const HOSTS = 'stableService: stable\ncanaryService: canary';
const SELECTOR = 'selector: {app: reviews}';

/** What a Rollout refers to that splits traffic between two Services; with other rules or Services where they are given. */
export function hosts(rollout_: string, route = TWO_HOSTS, more: { readonly rule?: string; readonly selector?: string } = {}): string {
  const rule = more.rule === undefined ? '' : `  - ${more.rule}\n`;
  return together(service(more.selector ?? SELECTOR, 'stable'), service(SELECTOR, 'canary'), `${httpRule(route)}${rule}`, rollout_);
}

export const TWO_HOSTS = 'route:\n- destination: {host: stable}\n  weight: 100\n- destination: {host: canary}\n  weight: 0';

/** An AnalysisTemplate with one metric that has these fields beside its query. */
export function analysis(metric: string, more = ''): string {
  const fields = completed(metric, { name: 'errors', provider: '{prometheus: {address: "http://prometheus:9090", query: up}}', successCondition: 'len(result) > 0' });
  return analysisTemplate(`metrics:\n- ${indented(fields, '  ')}${more}`);
}

export function analysisTemplate(fields: string): string {
  return anyObject(API, 'AnalysisTemplate', 'errors', fields);
}
