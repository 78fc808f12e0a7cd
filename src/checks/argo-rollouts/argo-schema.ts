import { knownKinds } from '../../schemas/schema';
import { namedRules } from '../named-rules';
import type { Rule, RuleFamily } from '../rule';
import { analysis, canary, rollout } from './rollout-examples';
import { schemaProblems } from '../schema/schema-problems';

const REFUSED = 'The API server refuses the object.';

const RULES = namedRules('argo-rollouts', {
  argoVersion: {
    severity: 'error',
    must: 'A Rollout, AnalysisTemplate or ClusterAnalysisTemplate is of argoproj.io/v1alpha1.',
    why: REFUSED,
    fix: 'write apiVersion: argoproj.io/v1alpha1',
    fails: rollout('').replace('v1alpha1', 'v1'),
    passes: rollout(''),
    equals: 'no matches for kind "Rollout" in version "argoproj.io/v1"',
  },
  argoFieldUnknown: {
    severity: 'error',
    must: 'An object of Argo Rollouts has no fields that its kind does not know.',
    why: 'kubectl refuses the object; without its check, the field is dropped and what it was to say is lost.',
    fix: 'mend the name of the field',
    fails: canary('steps:\n- setWieght: 20'),
    passes: canary('steps:\n- setWeight: 20'),
    equals: 'unknown field "spec.strategy.canary.steps[0].setWieght"',
  },
  argoFieldMissing: {
    severity: 'error',
    must: 'A field that its kind requires is there.',
    why: REFUSED,
    fix: 'add the field',
    fails: canary('trafficRouting: {istio: {virtualService: {}}}'),
    passes: canary('trafficRouting: {istio: {virtualService: {name: reviews}}}'),
    equals: 'Required value',
  },
  argoFieldValue: {
    severity: 'error',
    must: 'A field has a value of the type that its kind says: a text, a number, a list, a map, or one of certain words.',
    why: REFUSED,
    fix: 'write such a value; in YAML, quotes make a text of a number',
    fails: analysis('failureLimit: 3\nname: 5'),
    passes: analysis('failureLimit: 3\nname: "5"'),
    equals: 'must be of type string',
  },
});

const GROUP = 'argoproj.io';
const KINDS = ['Rollout', 'AnalysisTemplate', 'ClusterAnalysisTemplate'];

/** The CRDs of Argo Rollouts, as the API server applies them. */
export const ARGO_SCHEMAS: RuleFamily = {
  rules: Object.values(RULES),
  kinds: KINDS.map((kind) => `${GROUP}/${kind}`),
  checkObject(manifest, report) {
    const { versions, schema } = knownKinds().get(`${GROUP}/${manifest.kind}`)!;
    if (!versions.includes(manifest.version)) {
      report({ rule: RULES.argoVersion, manifest, path: ['apiVersion'], message: `${manifest.apiVersion} has no kind ${manifest.kind}` });
      return;
    }
    const { apiVersion, kind, metadata, status, ...body } = manifest.object;
    for (const problem of schemaProblems(schema, body, [])) {
      report({ rule: ruleOf(problem.kind), manifest, path: problem.path, message: problem.message, fix: problem.fix });
    }
  },
};

function ruleOf(problem: string): Rule {
  return problem === 'unknown' ? RULES.argoFieldUnknown : problem === 'required' ? RULES.argoFieldMissing : RULES.argoFieldValue;
}
