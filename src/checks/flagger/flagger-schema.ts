import type { Manifest } from '../../manifests/manifest';
import type { FieldPath } from '../../manifests/source-location';
import { knownKinds, type Schema } from '../../schemas/schema';
import { anyObject } from '../examples';
import { pathText } from '../field';
import type { Report, Rule, RuleFamily } from '../rule';
import { alertProvider, canary, metricTemplate, stepping } from './flagger-examples';
import { flaggerSchemaRules } from './flagger-rule';
import { memberSchema, type SchemaProblem, type SchemaProblemKind, schemaProblems } from '../schema/schema-problems';

const REFUSED = 'The API server refuses the object.';

type Special = 'version' | 'strategy' | 'address' | 'time' | 'dropped';

const RULES: { readonly [key in Exclude<SchemaProblemKind, 'duplicate'> | Special]: Rule } = flaggerSchemaRules({
  version: {
    must: 'An object of Flagger is a Canary, a MetricTemplate or an AlertProvider of flagger.app/v1beta1.',
    why: REFUSED,
    fix: 'write apiVersion: flagger.app/v1beta1',
    fails: stepping().replace('v1beta1', 'v1alpha3'),
    passes: stepping(),
    equals: 'no matches for kind "Canary" in version "flagger.app/v1alpha3"',
  },
  strategy: {
    must: 'An analysis has iterations, or stepWeight, or stepWeights, and not two of them.',
    why: 'The API server refuses the object; where that does not look, iterations win, no weight is ever read, and all requests go to the new version at once.',
    fix: 'keep stepWeight and maxWeight to shift requests in steps, or iterations to check the new version before it gets any',
    fails: canary('iterations: 10\nstepWeight: 10\nmaxWeight: 50'),
    passes: canary('stepWeight: 10\nmaxWeight: 50'),
    equals: 'spec.analysis: Invalid value: "object": spec.analysis must validate one and only one schema (oneOf)',
  },
  address: {
    must: 'An AlertProvider has its address, or a Secret that holds it, and not both.',
    why: 'The API server refuses the object, although an example in Flagger\'s documentation has both.',
    fix: 'keep secretRef, and put the address into the Secret under the key address',
    fails: alertProvider('type: slack\naddress: https://hooks.slack.com/services/a\nsecretRef: {name: chat}'),
    passes: alertProvider('type: slack\nsecretRef: {name: chat}'),
    equals: 'spec: Invalid value: "object": spec must validate one and only one schema (oneOf)',
  },
  time: {
    must: 'Times are written in minutes or seconds, such as 1m or 30s.',
    why: REFUSED,
    fix: 'write minutes or seconds: 60m for an hour',
    fails: canary('interval: 1h\nstepWeight: 10'),
    passes: canary('interval: 60m\nstepWeight: 10'),
    equals: 'spec.analysis.interval in body should match \'^[0-9]+(m|s)\'',
  },
  dropped: {
    must: 'The service of a Canary has only those fields of Istio that the CRD of Flagger knows too.',
    why: 'kubectl refuses the object; without its check, the field is dropped without a word, and what Flagger writes for Istio does not have it.',
    fix: 'do without it, or have another VirtualService that delegates to that of Flagger (delegation: true) do it',
    fails: stepping('', { service: 'trafficPolicy: {connectionPool: {tcp: {maxConnections: 100}}}' }),
    passes: stepping('', { service: 'trafficPolicy: {connectionPool: {http: {http1MaxPendingRequests: 100}}}' }),
    equals: 'unknown field "spec.service.trafficPolicy.connectionPool.tcp"',
  },
  unknown: {
    must: 'An object of Flagger has no fields that its kind does not know.',
    why: 'kubectl refuses the object; without its check, the field is dropped and what it was to say is lost.',
    fix: 'mend the name of the field',
    fails: stepping('maxWieght: 50'),
    passes: stepping(),
    equals: 'unknown field "spec.analysis.maxWieght"',
  },
  type: {
    must: 'A field has the type that its kind says: a text, a number, a list, a map.',
    why: REFUSED,
    fix: 'write a value of that type; in YAML, quotes make a text of a number',
    fails: canary('stepWeight: "10"'),
    passes: canary('stepWeight: 10'),
    equals: 'Invalid value: "string": spec.analysis.stepWeight in body must be of type number',
  },
  enum: {
    must: 'A field that allows certain words has one of them.',
    why: REFUSED,
    fix: 'write one of the words',
    fails: stepping('webhooks:\n- {name: load, url: "http://loadtester/", type: load-test}'),
    passes: stepping('webhooks:\n- {name: load, url: "http://loadtester/", type: rollout}'),
    equals: 'Unsupported value: "load-test"',
  },
  required: {
    must: 'A field that its kind requires is there.',
    why: REFUSED,
    fix: 'add the field',
    fails: anyObject('flagger.app/v1beta1', 'MetricTemplate', 'errors', 'provider: {type: prometheus}'),
    passes: metricTemplate('vector(1)'),
    equals: 'spec.query: Required value',
  },
  limit: {
    must: 'Numbers, texts and lists keep to the limits that their kind sets.',
    why: REFUSED,
    fix: 'keep to the limit',
    fails: stepping('', { more: 'autoscalerRef: {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: reviews, primaryScalerReplicas: {minReplicas: 0}}' }),
    passes: stepping('', { more: 'autoscalerRef: {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: reviews, primaryScalerReplicas: {minReplicas: 1}}' }),
    equals: 'should be greater than or equal to 1',
  },
  choice: {
    must: 'Of fields that exclude each other there is one, and those that belong together are all there.',
    why: REFUSED,
    fix: 'keep one of them',
    fails: stepping('', { service: 'match:\n- uri: {exact: /a, prefix: /b}' }),
    passes: stepping('', { service: 'match:\n- uri: {exact: /a}' }),
    equals: 'must validate one and only one schema (oneOf)',
  },
  condition: {
    must: 'An object keeps the conditions that its kind sets, beyond types and limits.',
    why: REFUSED,
    fix: 'mend what the message names',
    fails: stepping('', { more: 'provider: gatewayapi:v1', service: 'gatewayRefs: [{name: public}]\nmirror:\n- backendRef: {name: copies}' }),
    passes: stepping('', { more: 'provider: gatewayapi:v1', service: 'gatewayRefs: [{name: public}]\nmirror:\n- backendRef: {name: copies, port: 80}' }),
    equals: 'Must have port for Service reference',
  },
});

const GROUP = 'flagger.app';
const TIME_PATTERN = '^[0-9]+(m|s)';

/** The CRDs of Flagger, as the API server applies them. */
export const FLAGGER_SCHEMAS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ own }, report) {
    for (const manifest of own) if (manifest.group === GROUP) checkSchema(manifest, report);
  },
};

function checkSchema(manifest: Manifest, report: Report): void {
  const known = knownKinds().get(`${GROUP}/${manifest.kind}`);
  if (!known?.versions.includes(manifest.version)) {
    report({ rule: RULES.version, manifest, path: ['apiVersion'], message: `${manifest.apiVersion} has no kind ${manifest.kind}` });
    return;
  }
  const { apiVersion, kind, metadata, status, ...body } = manifest.object;
  for (const problem of schemaProblems(known.schema, body, [])) report({ manifest, path: problem.path, ...said(problem, manifest) });
}

/** A problem in the words of Flagger, where it has some for it. */
function said({ kind, path, message, fix }: SchemaProblem, manifest: Manifest): { rule: Rule; message: string; fix?: string } {
  const where = pathText(path);
  const special = where === 'spec.analysis' ? RULES.strategy : where === 'spec' && manifest.kind === 'AlertProvider' ? RULES.address : undefined;
  // What to do about two that exclude each other, the rule says best.
  if (kind === 'choice' && special) return { rule: special, message, fix: message.includes(' got none') || !message.includes(' got ') ? fix : special.fix };
  if (kind === 'limit' && message.includes(`must match ${TIME_PATTERN}`)) {
    return { rule: RULES.time, message: `${where} must be minutes or seconds, such as 1m or 30s, ${message.slice(message.indexOf('got '))}` };
  }
  if (kind === 'unknown' && isIstios(path)) {
    return { rule: RULES.dropped, message: `${where} is a field of Istio that the CRD of Flagger does not know` };
  }
  return { rule: RULES[kind as Exclude<SchemaProblemKind, 'duplicate'>], message, fix };
}

/** Whether Istio has a field where Flagger has none, by the place at which Flagger writes it for Istio. */
function isIstios(path: FieldPath): boolean {
  const [spec, service, ...inner] = path;
  if (spec !== 'spec' || service !== 'service') return false;
  const kinds = knownKinds();
  const rule = kinds.get('networking.istio.io/VirtualService')?.schema.properties?.spec.properties?.http.items;
  const policy = kinds.get('networking.istio.io/DestinationRule')?.schema.properties?.spec;
  const start = inner[0] === 'trafficPolicy' ? policy : rule;
  return inner.reduce<Schema | undefined>((schema, key) => schema && memberSchema(schema, key), start) !== undefined;
}
