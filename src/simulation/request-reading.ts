import { Caller } from './caller';
import type { SimulatedRequest } from './simulated-request';
import { isObject, type JsonObject, labelsIn } from '../manifests/json';

/** A request as JSON or YAML has it, or why it is none. */
export function requestIn(value: unknown): SimulatedRequest | string {
  if (!isObject(value)) return 'a request is a map';
  const { host, port, path, method, scheme, headers, claims } = value;
  if (typeof host !== 'string' || host === '') return 'a request needs the host that is called';
  if (port !== undefined && !isPort(port)) return `the port must be a whole number from 1 to 65535, got ${JSON.stringify(port)}`;
  for (const [name, text] of Object.entries({ path, method, scheme })) {
    if (text !== undefined && typeof text !== 'string') return `the ${name} must be a text, got ${JSON.stringify(text)}`;
  }
  if (headers !== undefined && !isObject(headers)) return `the headers must be a map, got ${JSON.stringify(headers)}`;
  const bad = Object.entries(headers ?? {}).find(([, text]) => typeof text !== 'string');
  if (bad) return `the header ${bad[0]} must be a text, got ${JSON.stringify(bad[1])}`;
  const values = claimsIn(claims);
  if (typeof values === 'string') return values;
  const caller = callerIn(value.from);
  if (typeof caller === 'string') return caller;
  const texts = { path, method, scheme } as { path?: string; method?: string; scheme?: string };
  return { host, port: port as number | undefined, ...texts, headers: labelsIn(headers), ...values && { claims: values }, caller };
}

/** A claim with several values may be a list. */
function claimsIn(value: unknown): { [claim: string]: string } | undefined | string {
  if (value === undefined) return undefined;
  if (!isObject(value)) return `the claims must be a map, got ${JSON.stringify(value)}`;
  const all = Object.entries(value).map(([name, one]) => [name, Array.isArray(one) ? one : [one]] as const);
  const bad = all.find(([, values]) => values.some((one) => typeof one !== 'string'));
  if (bad) return `the claim ${bad[0]} must be a text or a list of texts, got ${JSON.stringify(value[bad[0]])}`;
  return Object.fromEntries(all.map(([name, values]) => [name, values.join(' ')]));
}

function callerIn(value: unknown): Caller | undefined | string {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) return 'from must be a map with a namespace and labels, or with a gateway';
  const { namespace, labels, gateway }: JsonObject = value;
  if (namespace !== undefined && typeof namespace !== 'string') return `the namespace must be a text, got ${JSON.stringify(namespace)}`;
  if (labels !== undefined && !isObject(labels)) return `the labels must be a map, got ${JSON.stringify(labels)}`;
  if (gateway === undefined || gateway === null) return namespace === undefined && labels === undefined ? undefined : Caller.pod(namespace ?? 'default', labelsIn(labels));
  return typeof gateway === 'string' ? Caller.gateway(gateway, namespace) : `the gateway must be namespace/name, got ${JSON.stringify(gateway)}`;
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65535;
}
