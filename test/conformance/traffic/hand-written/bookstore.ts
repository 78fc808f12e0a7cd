import { parseAllDocuments } from 'yaml';
import { KubeObject, Labels, TrafficCase, TrafficRequest } from '../traffic-case';

/** Services, pods and subsets that most cases begin with. */
const BASE = `
${service('reviews', 'shop', 'http', 9080)}
---
${service('ratings', 'shop', 'http', 9080)}
---
${deployment('reviews', 'v1')}
---
${deployment('reviews', 'v2')}
---
${deployment('ratings', 'v1')}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec: {host: reviews, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}
`;

export const CLIENT: TrafficRequest['from'] = { namespace: 'shop', labels: { app: 'client' } };

/** Objects beside the usual ones, and requests to reviews unless they say otherwise. */
export function bookstore(name: string, yaml: string, requests: readonly Partial<TrafficRequest>[], mesh?: object): TrafficCase {
  return bare(name, `${BASE}\n---\n${yaml}`, requests, mesh);
}

/** The same without the usual objects. */
export function bare(name: string, yaml: string, requests: readonly Partial<TrafficRequest>[], mesh?: object): TrafficCase {
  const objects = parseAllDocuments(yaml).map((document) => document.toJS() as KubeObject | null).filter((one) => one !== null);
  return { name, objects, ...mesh && { mesh }, requests: requests.map((request) => ({ from: CLIENT, host: 'reviews', port: 9080, ...request })) };
}

/** A VirtualService of reviews. */
export function rules(http: string, more = ''): string {
  return `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop}
spec:
  hosts: [reviews]
  ${more}
  http:
${http.replace(/^/gm, '  ')}`;
}

export function service(name: string, namespace: string, portName: string, port: number, more = ''): string {
  return `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: ${namespace}}, spec: {selector: {app: ${name}}, ports: [{name: ${portName}, port: ${port}}]${more}}}`;
}

export function deployment(app: string, version: string, more = '', namespace = 'shop'): string {
  return `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${app}-${version}, namespace: ${namespace}}, spec: {${more} selector: {matchLabels: {app: ${app}, version: ${version}}}, `
    + `template: {metadata: {labels: {app: ${app}, version: ${version}}}, spec: {containers: [{name: app, image: app, ports: [{name: web, containerPort: 9080}]}]}}}}`;
}

export const from = (namespace: string, labels: Labels = {}): TrafficRequest['from'] => ({ namespace, labels });
