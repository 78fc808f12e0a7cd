import { performance } from 'node:perf_hooks';
import { Manifests } from '../../src/manifests/manifests';
import { Caller } from '../../src/simulation/caller';
import type { SimulatedRequest } from '../../src/simulation/simulated-request';
import { Simulation } from '../../src/simulation/simulation';

// How long a request takes against many services, after loading. Every service has rules, subsets and two versions, in a namespace for each ten.
// Of each request the best of several passes counts: what else the machine does is not measured.

const SIZES = [300, 1000, 3000, 10_000];
const SERVICES_A_NAMESPACE = 10;
const REQUESTS = 20_000;
const PASSES = 3;

function manifestsOf(count: number): string {
  return Array.from({ length: count }, (_, at) => service(`service-${at}`, `ns-${Math.floor(at / SERVICES_A_NAMESPACE)}`)).join('\n---\n');
}

function service(name: string, namespace: string): string {
  const host = `${name}.${namespace}.svc.cluster.local`;
  const metadata = { name, namespace };
  const labels = (version: string) => ({ app: name, version });
  const deployment = (version: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${name}-${version}`, namespace },
    spec: { selector: { matchLabels: labels(version) }, template: { metadata: { labels: labels(version) } } },
  });
  const to = (subset: string, weight?: number) => ({ destination: { host, subset, port: { number: 8080 } }, ...weight !== undefined && { weight } });
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { app: name }, ports: [{ name: 'http', port: 8080 }] } },
    deployment('v1'), deployment('v2'),
    { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata, spec: { host, subsets: ['v1', 'v2'].map((one) => ({ name: one, labels: { version: one } })) } },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata,
      spec: { hosts: [host], http: [{ match: [{ headers: { 'x-canary': { exact: 'true' } } }], route: [to('v2')] }, { route: [to('v1', 90), to('v2', 10)] }] },
    },
  ].map((object) => JSON.stringify(object)).join('\n---\n');
}

/** Any caller, any service, every second request a tester's. */
function requestOf(at: number, count: number): SimulatedRequest {
  const called = (at * 7919) % count;
  const caller = (at * 104_729) % count;
  return {
    host: `service-${called}.ns-${Math.floor(called / SERVICES_A_NAMESPACE)}`,
    port: 8080,
    headers: at % 2 === 0 ? { 'x-canary': 'true' } : undefined,
    caller: Caller.pod(`ns-${Math.floor(caller / SERVICES_A_NAMESPACE)}`, { app: `service-${caller}` }),
  };
}

function measured(count: number): { services: number; loadMs: number; medianMs: number; p99Ms: number } {
  const yaml = manifestsOf(count);
  const begin = performance.now();
  const simulation = Simulation.of(Manifests.fromYaml(yaml));
  const loadMs = performance.now() - begin;
  const times = new Array<number>(REQUESTS).fill(Infinity);
  for (let pass = 0; pass < PASSES; pass++) {
    for (let at = 0; at < REQUESTS; at++) {
      const request = requestOf(at, count);
      const start = performance.now();
      simulation.ask(request);
      times[at] = Math.min(times[at], performance.now() - start);
    }
  }
  times.sort((a, b) => a - b);
  return { services: count, loadMs, medianMs: times[Math.floor(times.length / 2)], p99Ms: times[Math.floor(times.length * 0.99)] };
}

console.log('| services | loading ms | median ms | 99th percentile ms |\n| ---: | ---: | ---: | ---: |');
for (const { services, loadMs, medianMs, p99Ms } of SIZES.map(measured)) {
  console.log(`| ${services} | ${loadMs.toFixed(0)} | ${medianMs.toFixed(4)} | ${p99Ms.toFixed(4)} |`);
}
