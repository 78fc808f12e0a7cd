import { isList, isObject, type Json, type JsonObject, listIn, textsIn } from '../../manifests/json';
import type { Manifest } from '../../manifests/manifest';
import type { FieldPath } from '../../manifests/source-location';
import { knownKinds } from '../../schemas/schema';
import type { CheckContext } from '../check-context';
import { pathText } from '../field';
import type { RuleFamily, Violation } from '../rule';
import { CanaryView } from './canary-view';
import { stepping } from './flagger-examples';
import { flaggerRules } from './flagger-rule';
import { schemaProblems } from '../schema/schema-problems';
import { DESTINATION_RULE } from '../webhook/destination-rule';
import { VIRTUAL_SERVICE } from '../webhook/virtual-service';

const RULES = flaggerRules({
  objectRefused: {
    severity: 'error',
    must: 'Istio takes the VirtualService and the DestinationRules that Flagger makes of a Canary.',
    why: 'The CRD of Flagger knows few of Istio\'s rules: the Canary is accepted, what Flagger writes is refused at every check, and it never gets ready.',
    fix: 'write what Istio takes',
    fails: stepping('', { service: 'timeout: 5 seconds' }),
    passes: stepping('', { service: 'timeout: 5s' }),
    equals: 'VirtualService reviews.shop create error',
  },
});

/** What Istio says of objects that are yet to be written. */
export const REFUSED_OBJECTS: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['flagger.app/Canary'],
  checkObject(manifest, report, context) {
    const view = new CanaryView(manifest);
    if (!view.isOfIstio || isRefusedItself(manifest)) return;
    const policy = { host: view.services[1], ...written({ trafficPolicy: view.service.at('trafficPolicy').value }) };
    const found = [
      ...refusals(manifest, 'VirtualService', virtualServiceOf(view), context), ...refusals(manifest, 'DestinationRule', policy, context),
    ];
    for (const { path, message, fix } of found) {
      const origin = originOf(path, view);
      if (!origin) continue;
      const own = message.replace(pathText(path), pathText(origin));
      report({ rule: RULES.objectRefused, manifest, path: origin, message: `${own}: Istio will refuse what Flagger makes of it`, fix });
    }
  },
};

function isRefusedItself({ object, kind }: Manifest): boolean {
  const { apiVersion, kind: _, metadata, status, ...body } = object;
  return schemaProblems(knownKinds().get(`flagger.app/${kind}`)!.schema, body, []).length > 0;
}

/** The rules behind each other as Flagger writes them, with the matches of the analysis in one of their own. */
function virtualServiceOf(view: CanaryView): JsonObject {
  const { service, analysis, services: [apex, primary] } = view;
  const route = [{ destination: { host: primary } }];
  const ways = ['match', 'rewrite', 'timeout', 'retries', 'corsPolicy', 'headers'].map((key) => [key, service.at(key).value]);
  const http = [{ ...written(Object.fromEntries(ways) as JsonObject), route }, { ...written({ match: analysis.at('match').value }), route }];
  const hosts = textsIn(service.at('hosts').value);
  const rules: JsonObject = view.isTcp ? { tcp: [{ route }] } : { http };
  if (view.isDelegate) return rules;
  const own = hosts.includes(apex) || hosts.includes('*') ? [] : [apex];
  return { hosts: [...hosts, ...own], gateways: service.at('gateways').size > 0 ? listIn(service.at('gateways').value) : ['mesh'], ...rules };
}

/** Go leaves out what is empty. */
function written(value: JsonObject): JsonObject {
  const isEmpty = (one: Json | undefined) => one === undefined || one === null || one === '' || one === 0 || one === false || (isList(one) && one.length === 0);
  const inner = (one: Json): Json => isList(one) ? one.map(inner) : isObject(one) ? written(one) : one;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => !isEmpty(one)).map(([key, one]) => [key, inner(one!)]));
}

type Refusal = Pick<Violation, 'path' | 'message' | 'fix'>;

function refusals(canary: Manifest, kind: 'VirtualService' | 'DestinationRule', spec: JsonObject, context: CheckContext): Refusal[] {
  const apiVersion = 'networking.istio.io/v1';
  const manifest: Manifest = { ...canary, apiVersion, group: 'networking.istio.io', version: 'v1', kind, spec, object: { apiVersion, kind, spec } };
  const found: Violation[] = [];
  const family = kind === 'VirtualService' ? VIRTUAL_SERVICE : DESTINATION_RULE;
  family.checkObject!(manifest, (violation) => found.push(violation), context);
  const schema = knownKinds().get(`networking.istio.io/${kind}`)!.schema;
  // Of fields that Istio does not know, the API server is silent towards Flagger.
  const problems = schemaProblems(schema, { spec }, []).filter((problem) => problem.kind !== 'unknown');
  return [...found.filter(({ rule }) => rule.severity === 'error'), ...problems];
}

/** The field of a Canary that a field of what Flagger makes of it comes from; some come from none. */
function originOf([, part, index, ...rest]: FieldPath, { service, hasMesh }: CanaryView): FieldPath | undefined {
  const hosts = listIn(service.at('hosts').value);
  switch (part) {
    case 'http': return index === 0 && rest[0] !== 'route' ? ['spec', 'service', ...rest] : rest[0] === 'match' ? ['spec', 'analysis', ...rest] : undefined;
    // Of those, another rule tells.
    case 'hosts': return (hasMesh && hosts.includes('*')) || Number(index ?? 0) >= hosts.length ? undefined : ['spec', 'service', 'hosts', ...[index ?? []].flat()];
    case 'gateways':
    case 'trafficPolicy': return ['spec', 'service', part, ...index === undefined ? [] : [index], ...rest];
    default: return undefined;
  }
}
