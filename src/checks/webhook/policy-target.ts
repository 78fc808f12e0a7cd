import { authorizationPolicy } from '../examples';
import { type Field, shown } from '../field';
import type { ObjectCheck } from '../object-check';
import { webhookRules } from './webhook-rule';
import { checkSelector } from './workload-selector';

const RULE = '\nrules: [{}]';

export const TARGET_RULES = webhookRules('policy-target', {
  one: {
    must: 'A policy says what it is for in one way: selector, targetRef or targetRefs.',
    why: 'Istio refuses the object.',
    fix: 'keep one of them',
    fails: authorizationPolicy(`selector: {matchLabels: {app: a}}\ntargetRefs: [{kind: Service, name: a}]${RULE}`),
    passes: authorizationPolicy(`selector: {matchLabels: {app: a}}${RULE}`),
    equals: 'only one of targetRefs or workloadSelector can be set',
  },
  reference: {
    must: 'A policy refers by name to a Service, a ServiceEntry, a Gateway or a GatewayClass of Kubernetes, in its own namespace.',
    why: 'Istio refuses the object.',
    fix: 'name a Service as {kind: Service, group: "", name: ...}',
    fails: authorizationPolicy(`targetRefs: [{kind: Deployment, group: apps, name: a}]${RULE}`),
    passes: authorizationPolicy(`targetRefs: [{kind: Service, group: "", name: a}]${RULE}`),
    equals: 'targetRef must be to one of ... but was apps/Deployment',
  },
});

const TARGETS = ['core/Service', 'networking.istio.io/ServiceEntry', 'gateway.networking.k8s.io/Gateway', 'gateway.networking.k8s.io/GatewayClass'];

/** Which workloads a policy is for. */
export function checkTarget(check: ObjectCheck): void {
  const { spec } = check;
  const [selector, reference, references] = ['selector', 'targetRef', 'targetRefs'].map((key) => spec.at(key));
  const ways = [selector.isPresent, reference.isPresent, references.size > 0].filter(Boolean).length;
  if (ways > 1) check.fail(TARGET_RULES.one, spec, 'must have one of selector, targetRef and targetRefs');
  checkSelector(check, selector, 'matchLabels');
  for (const target of [reference, ...references.items].filter(({ isPresent }) => isPresent)) checkReference(check, target);
}

function checkReference(check: ObjectCheck, target: Field): void {
  const fail = (field: Field, problem: string) => check.fail(TARGET_RULES.reference, field, problem);
  if (target.at('name').text === '') fail(target, 'must have a name');
  if (target.at('namespace').text !== '') fail(target.at('namespace'), 'must not be given: a policy refers to its own namespace');
  const [group, kind] = [target.at('group').text || 'core', target.at('kind').text];
  if (!TARGETS.includes(`${group}/${kind}`)) fail(target, `must refer to one of ${TARGETS.join(', ')}, got ${shown(`${group}/${kind}`)}`);
}
