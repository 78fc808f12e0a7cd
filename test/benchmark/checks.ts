import { Checks } from '../../src/checks/checks';
import { deployment, destinationRule, httpRule, service } from '../../src/checks/examples';
import { Manifests } from '../../src/manifests/manifests';

// How long checking takes beside parsing: `npx ts-node -T --project test/tsconfig.json test/benchmark/checks.ts 300 3000`. The ratio is to be below 1.5.

/** Five objects a service, as a team writes them. */
function objectsOf(number: number): string[] {
  const named = (yaml: string) => yaml.replaceAll('reviews', `reviews-${number}`);
  return [
    service(''), destinationRule('subsets:\n- {name: v1, labels: {version: v1}}\n- {name: v2, labels: {version: v2}}'),
    httpRule('match:\n- headers:\n    x-canary: {exact: "true"}\nroute:\n- destination: {host: reviews, subset: v1}\n  weight: 90\n- destination: {host: reviews, subset: v2}\n  weight: 10'),
    deployment('reviews-v1', '{app: reviews, version: v1}'), deployment('reviews-v2', '{app: reviews, version: v2}'),
  ].map(named);
}

function seconds(work: () => void): number {
  const begin = performance.now();
  work();
  return (performance.now() - begin) / 1000;
}

for (const count of process.argv.slice(2).map(Number)) {
  const yaml = Array.from({ length: count }, (_, number) => objectsOf(number)).flat().join('---\n');
  let manifests!: Manifests;
  let found = 0;
  const parsing = seconds(() => { manifests = Manifests.fromYaml(yaml, 'all.yaml'); });
  const checking = seconds(() => { found = Checks.run(manifests).findings.length; });
  console.log(`${count} services, ${manifests.count} objects: parsed in ${parsing.toFixed(2)} s, checked in ${checking.toFixed(2)} s, `
    + `ratio ${(checking / parsing).toFixed(2)}, ${found} findings`);
}
