import { deployment, destinationRule, httpRule, service, together } from '../examples';
import type { Rule } from '../rule';

const SUBSETS = (...names: string[]) => destinationRule(`subsets:${names.map((name) => `\n- {name: ${name}, labels: {version: ${name}}}`).join('')}`);
const PODS = (name: string) => deployment(`reviews-${name}`, `{app: reviews, version: ${name}}`);
const ALL_TO_V1 = httpRule('route:\n- destination: {host: reviews, subset: v1}');
const SPLIT = httpRule('route:\n- destination: {host: reviews, subset: v1}\n  weight: 90\n- destination: {host: reviews, subset: v2}\n  weight: 10');

/** The rules that compare two outputs. */
export const TRANSITION_RULES: { readonly [key in 'subsetGap' | 'podsGap']: Rule } = {
  subsetGap: {
    name: 'transition-subset-gap',
    code: 'TransitionSubsetGap',
    origin: 'cdk8s-istio',
    severity: 'error',
    must: 'From the old output to the new one, in every order in which the objects may be applied, a subset that requests are routed to is there.',
    why: 'One `kubectl apply` gives no order; while the subset is missing, its share of the requests is answered with 503.',
    fix: 'make the change in two outputs: first add what is new, then remove what is old',
    previous: together(service(''), PODS('v1'), PODS('v2'), SUBSETS('v1'), ALL_TO_V1),
    fails: together(service(''), PODS('v1'), PODS('v2'), SUBSETS('v1', 'v2'), SPLIT),
    passes: together(service(''), PODS('v1'), PODS('v2'), SUBSETS('v1', 'v2'), ALL_TO_V1),
  },
  podsGap: {
    name: 'transition-pods-gap',
    code: 'TransitionPodsGap',
    origin: 'cdk8s-istio',
    severity: 'error',
    must: 'From the old output to the new one, in every order in which the objects may be applied, a version that requests are routed to has pods.',
    why: 'One `kubectl apply` gives no order; while there are no pods, the share of the version is answered with 503.',
    fix: 'make the change in two outputs: start new pods before requests are routed to them, and remove old ones afterwards',
    previous: together(service(''), PODS('v1'), PODS('v2'), SUBSETS('v1', 'v2'), SPLIT),
    fails: together(service(''), PODS('v1'), SUBSETS('v1', 'v2'), ALL_TO_V1),
    passes: together(service(''), PODS('v1'), PODS('v2'), SUBSETS('v1', 'v2'), ALL_TO_V1),
  },
};
