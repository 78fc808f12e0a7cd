import { destinationRule, httpRule } from '../examples';
import type { Rule } from '../rule';

/** The rules that compare two outputs; their examples are the new one, of which the old one is said in words. */
export const TRANSITION_RULES: { readonly [key in 'subsetGap' | 'podsGap']: Rule } = {
  subsetGap: {
    name: 'transition-subset-gap',
    code: 'TransitionSubsetGap',
    origin: 'cdk8s-istio',
    severity: 'error',
    must: 'From the old output to the new one, in every order in which the objects may be applied, a subset that requests are routed to is there.',
    why: 'One `kubectl apply` gives no order; while the subset is missing, its share of the requests is answered with 503.',
    fix: 'make the change in two outputs: first add what is new, then remove what is old',
    fails: '',
    passes: destinationRule('subsets:\n- {name: v1, labels: {version: v1}}'),
  },
  podsGap: {
    name: 'transition-pods-gap',
    code: 'TransitionPodsGap',
    origin: 'cdk8s-istio',
    severity: 'error',
    must: 'From the old output to the new one, in every order in which the objects may be applied, a version that requests are routed to has pods.',
    why: 'One `kubectl apply` gives no order; while there are no pods, the share of the version is answered with 503.',
    fix: 'make the change in two outputs: start new pods before requests are routed to them, and remove old ones afterwards',
    fails: '',
    passes: httpRule('route:\n- destination: {host: reviews, subset: v1}'),
  },
};
