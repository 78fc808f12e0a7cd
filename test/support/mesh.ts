import { Manifests } from '../../src/manifests/manifests';
import { Simulation } from '../../src/simulation/simulation';

/** A canary as the library writes it, with what its weights and its rules are. */
export function canaryYaml({ weight = 10, timeout = '3s', subsets = ['v1', 'v2'] }: { weight?: number; timeout?: string; subsets?: string[] } = {}): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: bookinfo}
spec: {selector: {app: reviews}, ports: [{name: http, port: 8080}]}
---
${['v1', 'v2'].map((version) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: reviews-${version}, namespace: bookinfo}
spec: {selector: {matchLabels: {app: reviews, version: ${version}}}, template: {metadata: {labels: {app: reviews, version: ${version}}}}}
`).join('---')}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: bookinfo}
spec: {host: reviews.bookinfo.svc.cluster.local, subsets: [${subsets.map((name) => `{name: ${name}, labels: {version: ${name}}}`).join(', ')}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: bookinfo}
spec:
  hosts: [reviews.bookinfo.svc.cluster.local]
  http:
  - name: testers
    match:
    - {headers: {x-canary: {exact: 'true'}}}
    - {headers: {cookie: {regex: '^(.*;\\s*)?beta_user=true(;.*)?$'}}}
    route: [{destination: {host: reviews.bookinfo.svc.cluster.local, subset: v2}}]
  - name: default
    timeout: ${timeout}
    route:
    - {destination: {host: reviews.bookinfo.svc.cluster.local, subset: v1}, weight: ${100 - weight}}
    - {destination: {host: reviews.bookinfo.svc.cluster.local, subset: v2}, weight: ${weight}}
`;
}

export function simulationOf(yaml: string, meshConfig?: string): Simulation {
  return Simulation.of(Manifests.fromYaml(yaml, 'mesh.yaml'), { meshConfig });
}
