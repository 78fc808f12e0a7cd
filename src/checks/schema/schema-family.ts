import type { Manifest } from '../../manifests/manifest';
import { knownKinds } from '../../schemas/schema';
import { anyObject, destinationRule, gateway, httpRule, jwtRule, serviceEntry, trafficPolicy } from '../examples';
import { pathText } from '../field';
import type { Report, Rule, RuleFamily } from '../rule';
import { decodes, hasReadableMetadata, unreadableField } from './decoding';
import { type SchemaProblemKind, schemaProblems } from './schema-problems';
import { webhookRules } from '../webhook/webhook-rule';

const RULES: { readonly [kind in SchemaProblemKind | 'version' | 'unreadable']: Rule } = webhookRules('schema', {
  version: {
    must: 'An object of Istio has a kind and a version that the cluster knows.',
    why: 'The API server refuses the object.',
    fix: 'write networking.istio.io/v1, security.istio.io/v1 or telemetry.istio.io/v1 and one of their kinds',
    fails: anyObject('networking.istio.io/v2', 'VirtualService', 'reviews', ''),
    passes: anyObject('networking.istio.io/v1beta1', 'Sidecar', 'default', 'egress:\n- hosts: ["./*"]'),
    equals: 'no matches for kind "VirtualService" in version "networking.istio.io/v2"',
  },
  unreadable: {
    must: 'Times are written as durations, such as 500ms, 3s or 1m30s, and numbers fit their types.',
    why: 'Istio cannot read the object, and drops it.',
    fix: 'mend the value',
    fails: trafficPolicy('loadBalancer:\n  consistentHash: {httpCookie: {name: user, ttl: 1 day}}'),
    passes: trafficPolicy('loadBalancer:\n  consistentHash: {httpCookie: {name: user, ttl: 24h}}'),
    equals: 'error decoding configuration',
  },
  unknown: {
    must: 'An object has no fields that its kind does not know.',
    why: 'kubectl refuses the object; without its check, the field is dropped and what it was to say is lost.',
    fix: 'mend the name of the field',
    fails: httpRule('route:\n- destination: {host: reviews}\n  weigth: 10'),
    passes: httpRule('route:\n- destination: {host: reviews}\n  weight: 10'),
    equals: 'unknown field "spec.http[0].route[0].weigth"',
  },
  type: {
    must: 'A field has the type that its kind says: a text, a number, a list, a map.',
    why: 'The API server refuses the object.',
    fix: 'write a value of that type; in YAML, quotes make a text of a number',
    fails: httpRule('route:\n- destination: {host: reviews}\n  weight: "10"'),
    passes: httpRule('route:\n- destination: {host: reviews}\n  weight: 10'),
    equals: 'Invalid value: "string": must be of type integer',
  },
  enum: {
    must: 'A field that allows certain words has one of them.',
    why: 'The API server refuses the object.',
    fix: 'write one of the words',
    fails: trafficPolicy('loadBalancer: {simple: ROUNDROBIN}'),
    passes: trafficPolicy('loadBalancer: {simple: ROUND_ROBIN}'),
    equals: 'Unsupported value: "ROUNDROBIN"',
  },
  required: {
    must: 'A field that its kind requires is there.',
    why: 'The API server refuses the object.',
    fix: 'add the field',
    fails: destinationRule('subsets:\n- labels: {version: v1}'),
    passes: destinationRule('subsets:\n- {name: v1, labels: {version: v1}}'),
    equals: 'Required value',
  },
  limit: {
    must: 'Numbers, texts and lists keep to the limits that their kind sets.',
    why: 'The API server refuses the object.',
    fix: 'keep to the limit',
    fails: gateway('servers:\n- port: {number: -1, name: http, protocol: HTTP}\n  hosts: ["*"]'),
    passes: gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ["*"]'),
    equals: 'should be greater than or equal to 0',
  },
  choice: {
    must: 'Of fields that exclude each other there is one.',
    why: 'The API server refuses the object.',
    fix: 'keep one of them',
    fails: httpRule('match:\n- uri: {exact: /a, prefix: /b}'),
    passes: httpRule('match:\n- uri: {exact: /a}'),
    equals: 'must validate one and only one schema (oneOf)',
  },
  duplicate: {
    must: 'Items of a list that are known by a name have names of their own.',
    why: 'The API server refuses the object.',
    fix: 'give each another name',
    fails: serviceEntry('ports:\n- {number: 443, name: a, protocol: TLS}\n- {number: 80, name: a, protocol: HTTP}'),
    passes: serviceEntry('ports:\n- {number: 443, name: a, protocol: TLS}\n- {number: 80, name: b, protocol: HTTP}'),
    equals: 'Duplicate value',
  },
  condition: {
    must: 'An object keeps the conditions that its kind sets, beyond types and limits.',
    why: 'The API server refuses the object.',
    fix: 'mend what the message names',
    fails: jwtRule('jwksUri: https://accounts.example.com/keys\njwks: \'{"keys":[]}\''),
    passes: jwtRule('jwksUri: https://accounts.example.com/keys'),
    equals: 'only one of jwks or jwksUri can be set',
  },
});

const ISTIO_GROUP = /(?:^|\.)istio\.io$/;

/** The CRDs of Istio, as the API server applies them. */
export const SCHEMA: RuleFamily = {
  rules: Object.values(RULES),
  checkSet() {},
};

/** Whether a kind is Istio's, known or not. */
export function isIstio({ group }: Manifest): boolean {
  return ISTIO_GROUP.test(group);
}

/** Whether the API server knows the version of an object of Istio. */
export function isServed({ group, kind, version }: Manifest): boolean {
  return knownKinds().get(`${group}/${kind}`)?.versions.includes(version) === true;
}

/** Compares an object of Istio with the CRD of its kind. */
export function checkSchema(manifest: Manifest, report: Report): void {
  const known = knownKinds().get(`${manifest.group}/${manifest.kind}`);
  if (!known || !isServed(manifest)) {
    const message = `${manifest.apiVersion} has no kind ${manifest.kind}`;
    report({ rule: RULES.version, manifest, path: ['apiVersion'], message, fix: known && `write ${manifest.group}/${known.versions[0]}` });
    return;
  }
  const { apiVersion, kind: _, metadata, status, ...body } = manifest.object;
  const problems = schemaProblems(known.schema, body, []);
  for (const { kind, path, message, fix } of problems) report({ rule: RULES[kind], manifest, path, message, fix });
  if (problems.length === 0 && hasReadableMetadata(manifest) && !decodes(manifest)) {
    const path = unreadableField(manifest);
    report({ rule: RULES.unreadable, manifest, path, message: `${pathText(path)} cannot be read by Istio` });
  }
}
