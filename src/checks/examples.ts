/** Completes a spec with the fields that it does not have, so that an example shows only what it is about. */
export function completed(fields: string, base: { readonly [key: string]: string }): string {
  const given = new Set([...fields.matchAll(/^(\w+):/gm)].map(([, key]) => key));
  const rest = Object.entries(base).filter(([key]) => !given.has(key)).map(([key, value]) => `${key}: ${value}`);
  return [...rest, ...(fields === '' ? [] : [fields])].join('\n');
}

function object(apiVersion: string, kind: string, name: string, spec: string): string {
  const body = spec === '' ? ' {}' : `\n${spec.replace(/^(?=.)/gm, '  ')}`;
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:${body}\n`;
}

/** Several objects in one example. */
export function together(...objects: string[]): string {
  return objects.join('---\n');
}

const NETWORKING = 'networking.istio.io/v1';
const SECURITY = 'security.istio.io/v1';

export function virtualService(fields: string, name = 'reviews'): string {
  const base = { hosts: '[reviews]', http: '\n- route:\n  - destination:\n      host: reviews' };
  // A rule of other protocols, or none at all, needs no HTTP.
  const { http, ...hosts } = base;
  return object(NETWORKING, 'VirtualService', name, completed(fields, /^(?:tls|tcp):/m.test(fields) ? hosts : base));
}

/** A VirtualService with one rule that has these fields beside its destination. */
export function httpRule(fields: string, route = 'route:\n- destination:\n    host: reviews'): string {
  const rule = [fields, ...(/^(?:route|redirect|directResponse|delegate):/m.test(fields) ? [] : [route])].join('\n');
  return virtualService(`http:\n- ${rule.replace(/\n/g, '\n  ')}`);
}

export function destinationRule(fields: string, name = 'reviews'): string {
  return object(NETWORKING, 'DestinationRule', name, completed(fields, { host: 'reviews' }));
}

/** A DestinationRule with a traffic policy that has these fields. */
export function trafficPolicy(fields: string): string {
  return destinationRule(`trafficPolicy:\n  ${fields.replace(/\n/g, '\n  ')}`);
}

export function gateway(fields: string, name = 'public'): string {
  return object(NETWORKING, 'Gateway', name, completed(fields, {
    selector: '{istio: ingressgateway}', servers: '\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ["*.example.com"]',
  }));
}

/** A Gateway with one server that has these fields. */
export function gatewayServer(fields: string): string {
  const server = completed(fields, { port: '{number: 443, name: https, protocol: HTTPS}', hosts: '["www.example.com"]' });
  return gateway(`servers:\n- ${server.replace(/\n/g, '\n  ')}`);
}

export function serviceEntry(fields: string, name = 'external'): string {
  return object(NETWORKING, 'ServiceEntry', name, completed(fields, {
    hosts: '[api.example.com]', ports: '\n- {number: 443, name: https, protocol: TLS}', resolution: 'DNS', location: 'MESH_EXTERNAL',
  }));
}

export function sidecar(fields: string, name = 'default'): string {
  return object(NETWORKING, 'Sidecar', name, fields);
}

export function workloadEntry(fields: string): string {
  return object(NETWORKING, 'WorkloadEntry', 'vm', fields);
}

export function workloadGroup(fields: string): string {
  return object(NETWORKING, 'WorkloadGroup', 'vms', completed(fields, { template: '{serviceAccount: vm}' }));
}

export function peerAuthentication(fields: string, name = 'default'): string {
  return object(SECURITY, 'PeerAuthentication', name, fields);
}

export function requestAuthentication(fields: string, name = 'jwt'): string {
  return object(SECURITY, 'RequestAuthentication', name, fields);
}

/** A RequestAuthentication with one rule that has these fields. */
export function jwtRule(fields: string): string {
  const rule = completed(fields, { issuer: 'https://accounts.example.com' });
  return requestAuthentication(`jwtRules:\n- ${rule.replace(/\n/g, '\n  ')}`);
}

export function authorizationPolicy(fields: string, name = 'callers'): string {
  return object(SECURITY, 'AuthorizationPolicy', name, fields);
}

export function telemetry(fields: string, name = 'metrics'): string {
  return object('telemetry.istio.io/v1', 'Telemetry', name, fields);
}

export function wasmPlugin(fields: string, name = 'plugin'): string {
  return object('extensions.istio.io/v1alpha1', 'WasmPlugin', name, completed(fields, { url: 'oci://registry.example.com/plugin:v1' }));
}

export function trafficExtension(fields: string, name = 'extension'): string {
  return object('extensions.istio.io/v1alpha1', 'TrafficExtension', name, fields);
}

export function proxyConfig(fields: string, name = 'proxies'): string {
  return object('networking.istio.io/v1beta1', 'ProxyConfig', name, fields);
}

export function envoyFilter(fields: string, name = 'patches'): string {
  return object('networking.istio.io/v1alpha3', 'EnvoyFilter', name, fields);
}

/** An EnvoyFilter with one patch that has these fields, and these in `patch`. */
export function envoyPatch(fields: string, patch: string, more = ''): string {
  return envoyFilter(`${more}configPatches:\n- ${[...(fields === '' ? [] : [fields]), `patch:\n  ${patch.replace(/\n/g, '\n  ')}`].join('\n').replace(/\n/g, '\n  ')}`);
}

export function service(fields: string, name = 'reviews'): string {
  return object('v1', 'Service', name, completed(fields, { selector: `{app: ${name}}`, ports: '\n- {name: http, port: 9080, targetPort: 9080, protocol: TCP}' }));
}

/** A Deployment whose pods have these labels. */
export function deployment(name: string, labels: string, more = ''): string {
  const template = `template:\n  metadata:\n    labels: ${labels}\n  spec:\n    containers:\n    - {name: app, image: reviews}`;
  return object('apps/v1', 'Deployment', name, [...(more === '' ? [] : [more]), `selector: {matchLabels: ${labels}}`, template].join('\n'));
}

export function anyObject(apiVersion: string, kind: string, name: string, spec: string): string {
  return object(apiVersion, kind, name, spec);
}
