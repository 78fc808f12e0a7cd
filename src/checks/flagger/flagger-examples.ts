import { anyObject } from '../examples';

const FLAGGER = 'flagger.app/v1beta1';

/** What of a Canary an example is about, beside its analysis. */
export interface CanaryExample {
  readonly name?: string;
  /** Fields of the service, beside its port. */
  readonly service?: string;
  /** Fields of the spec. */
  readonly more?: string;
  readonly target?: string;
}

/** A Canary whose analysis has these fields, and runs every minute if they do not say otherwise. */
export function canary(analysis: string, { name = 'reviews', service = '', more = '', target = name }: CanaryExample = {}): string {
  const usual = Object.entries({ interval: '1m', threshold: '5' }).filter(([key]) => !new RegExp(`^${key}:`, 'm').test(analysis));
  const timed = [...usual.map(([key, value]) => `${key}: ${value}`), analysis].join('\n');
  return anyObject(FLAGGER, 'Canary', name, [
    `targetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}`,
    `service:\n  port: 80${indented(service)}`,
    `analysis:${indented(timed)}`,
    ...(more === '' ? [] : [more]),
  ].join('\n'));
}

/** A Canary that shifts traffic in steps. */
export function stepping(analysis = '', parts: CanaryExample = {}): string {
  return canary(`stepWeight: 10\nmaxWeight: 50${analysis === '' ? '' : `\n${analysis}`}`, parts);
}

/** A Canary that shifts traffic in steps and checks one metric. */
export function measured(metric: string, parts: CanaryExample = {}): string {
  return stepping(`metrics:\n- ${metric.replace(/\n/g, '\n  ')}`, parts);
}

export function metricTemplate(query: string, name = 'errors'): string {
  return anyObject(FLAGGER, 'MetricTemplate', name, `provider: {type: prometheus, address: "http://prometheus:9090"}\nquery: ${JSON.stringify(query)}`);
}

export function alertProvider(fields: string, name = 'chat'): string {
  return anyObject(FLAGGER, 'AlertProvider', name, fields);
}

function indented(fields: string): string {
  return fields === '' ? '' : `\n${fields}`.replace(/\n/g, '\n  ');
}
