import { numberIn, objectsIn, textIn } from '../../manifests/json';
import type { Manifest } from '../../manifests/manifest';
import type { PodGroup } from '../../manifests/pod-index';
import { deployment, service, together } from '../examples';
import type { Report, RuleFamily } from '../rule';
import { kialiRules } from './kiali-rule';
import { ownersOf, SubsetIndex } from '../rollout/subset-index';

const LEADS_TO = (target: string) => service(`ports:\n- {name: http, port: 80, targetPort: ${target}, protocol: TCP}`);
const LISTENS = deployment('reviews', '{app: reviews}').replace('image: reviews}', 'image: reviews, ports: [{name: web, containerPort: 9080}]}');

const RULES = kialiRules('service', {
  targetNameNotFound: {
    code: 'KIA0701',
    severity: 'warning',
    must: 'A port of a Service that leads to a named port has pods with a port of that name.',
    why: 'Otherwise it leads to no pod: requests are answered with 503.',
    fix: 'give the port of the container that name, or write its number',
    fails: together(LEADS_TO('http'), LISTENS),
    passes: together(LEADS_TO('web'), LISTENS),
  },
  targetPortNotDeclared: {
    code: 'KIA0701',
    severity: 'info',
    must: 'A port of a Service leads to a port that its pods declare, if they declare any.',
    why: 'The number may be wrong; pods can listen at ports that they do not declare.',
    fix: 'declare the port of the container, or mend targetPort',
    fails: together(LEADS_TO('8080'), LISTENS),
    passes: together(LEADS_TO('9080'), LISTENS),
  },
});

interface ContainerPorts {
  readonly names: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
}

/** Services that lead to ports at which nobody listens. */
export const SERVICE_TARGETS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const manifest of context.index.ofKind('', 'Service')) {
      const pods = SubsetIndex.of(context).podsOf(manifest) ?? [];
      if (pods.length > 0) checkTargets(manifest, pods, report);
    }
  },
};

function checkTargets(manifest: Manifest, pods: readonly PodGroup[], report: Report): void {
  const declared = pods.map(portsOf);
  for (const [port, index] of objectsIn(manifest.spec.ports)) {
    const name = textIn(port.targetPort);
    const number = numberIn(port.targetPort) ?? numberIn(port.port);
    const found = (problem: string) => `spec.ports[${index}] leads to port ${name || number}, which ${ownersOf(pods)} ${problem}`;
    const path = ['spec', 'ports', index, 'targetPort'];
    if (/[a-z]/.test(name)) {
      if (!declared.some(({ names }) => names.has(name))) report({ rule: RULES.targetNameNotFound, manifest, path, message: found('does not have') });
    } else if (name === '' && declared.every(({ numbers }) => numbers.size > 0 && !numbers.has(number ?? 0))) {
      report({ rule: RULES.targetPortNotDeclared, manifest, path, message: found('does not declare') });
    }
  }
}

function portsOf({ spec }: PodGroup): ContainerPorts {
  const containers = [...objectsIn(spec.containers), ...objectsIn(spec.initContainers)];
  const ports = containers.flatMap(([{ ports: list }]) => objectsIn(list).map(([port]) => port));
  return {
    names: new Set(ports.map(({ name }) => textIn(name))),
    numbers: new Set(ports.flatMap(({ containerPort }) => numberIn(containerPort) ?? [])),
  };
}
