import { Checks } from '../../src/checks/checks';
import {
  anyObject, authorizationPolicy, deployment, destinationRule, gateway, httpRule, jwtRule, peerAuthentication, service, serviceEntry, sidecar,
  telemetry, virtualService, workloadEntry,
} from '../../src/checks/examples';
import { Manifests } from '../../src/manifests/manifests';

// How long checking takes beside parsing, in milliseconds of the processor: the median of several runs, each of which reads and indexes everything
// anew. The ratio is to be at most 1.5. Every service has five objects, in a namespace for each ten; one of ten also has objects of the other kinds,
// so that all families of rules have work.

const SIZES = [300, 3000, 10_000];
const SERVICES_A_NAMESPACE = 10;
const RUNS: { readonly [size: number]: number } = { 300: 7, 3000: 5, 10_000: 3 };

const SUBSETS = 'subsets:\n- {name: v1, labels: {version: v1}}\n- {name: v2, labels: {version: v2}}\n'
  + 'trafficPolicy:\n  connectionPool: {http: {http1MaxPendingRequests: 100}}\n  outlierDetection: {consecutive5xxErrors: 5, maxEjectionPercent: 50}';
const SPLIT = 'match:\n- headers:\n    x-canary: {exact: "true"}\ntimeout: 3s\nretries: {attempts: 3, perTryTimeout: 1s, retryOn: "5xx,reset"}\n'
  + 'route:\n- destination: {host: reviews, subset: v1}\n  weight: 90\n- destination: {host: reviews, subset: v2}\n  weight: 10';

const PLAIN = [
  service(''), destinationRule(SUBSETS), httpRule(SPLIT),
  deployment('reviews-v1', '{app: reviews, version: v1}', 'replicas: 2'), deployment('reviews-v2', '{app: reviews, version: v2}', 'replicas: 2'),
];

const FURTHER = [
  peerAuthentication('selector: {matchLabels: {app: reviews}}\nmtls: {mode: STRICT}', 'reviews'),
  jwtRule('jwksUri: https://accounts.example.com/keys'),
  authorizationPolicy('selector: {matchLabels: {app: reviews}}\naction: ALLOW\nrules:\n- from: [{source: {principals: ["cluster.local/ns/shop/sa/web"]}}]\n  to: [{operation: {methods: [GET]}}]'),
  gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ["reviews.example.com"]', 'reviews'),
  virtualService('hosts: [reviews.example.com]\ngateways: [reviews]\nhttp:\n- route: [{destination: {host: reviews, subset: v1}}]', 'reviews-public'),
  serviceEntry('hosts: [reviews-api.example.com]', 'reviews-api'),
  sidecar('workloadSelector: {labels: {app: reviews}}\negress: [{hosts: ["./*", "istio-system/*"]}]', 'reviews'),
  telemetry('selector: {matchLabels: {app: reviews}}\ntracing: [{randomSamplingPercentage: 10}]', 'reviews'),
  workloadEntry('address: 10.0.0.1\nlabels: {app: reviews, version: v1}').replace('name: vm', 'name: reviews-vm'),
  anyObject('autoscaling/v2', 'HorizontalPodAutoscaler', 'reviews', 'scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: reviews-v1}\nminReplicas: 2\nmaxReplicas: 10'),
];

function yamlOf(count: number): string {
  return Array.from({ length: count }, (_, number) => {
    const objects = number % 10 === 0 ? [...PLAIN, ...FURTHER] : PLAIN;
    const namespace = `shop-${Math.floor(number / SERVICES_A_NAMESPACE)}`;
    return objects.map((yaml) => yaml.replaceAll('reviews', `reviews-${number}`).replace('namespace: shop', `namespace: ${namespace}`)).join('---\n');
  }).join('---\n');
}

/** In processor time, so that what else the machine does counts for little. */
function timed<T>(work: () => T): [milliseconds: number, result: T] {
  const begin = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(begin);
  return [(user + system) / 1000, result];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function measured(size: number) {
  const yaml = yamlOf(size);
  const runs = Array.from({ length: RUNS[size] ?? 3 }, () => {
    const [parsing, manifests] = timed(() => Manifests.fromYaml(yaml, 'all.yaml'));
    const [checking, report] = timed(() => Checks.run(manifests));
    return { parsing, checking, objects: report.objects, findings: report.findings.length };
  });
  const [parsing, checking] = [median(runs.map((run) => run.parsing)), median(runs.map((run) => run.checking))];
  return { ...runs[0], parsing, checking, ratio: median(runs.map((run) => run.checking / run.parsing)) };
}

measured(SIZES[0]);
console.log('| services | objects | parsing ms | checking ms | checking / parsing | findings |\n| ---: | ---: | ---: | ---: | ---: | ---: |');
for (const size of process.argv.length > 2 ? process.argv.slice(2).map(Number) : SIZES) {
  const { objects, parsing, checking, ratio, findings } = measured(size);
  console.log(`| ${size} | ${objects} | ${parsing.toFixed(0)} | ${checking.toFixed(0)} | ${ratio.toFixed(2)} | ${findings} |`);
}
