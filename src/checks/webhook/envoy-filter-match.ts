import { envoyPatch } from '../examples';
import { type Field, shown } from '../field';
import type { ObjectCheck } from '../object-check';
import { webhookRules } from './webhook-rule';

const REMOVE = 'operation: REMOVE';
const filterMatch = (target: string, filter: string) => envoyPatch(`applyTo: ${target}\nmatch: {listener: {filterChain: {filter: ${filter}}}}`, REMOVE);
const MANAGER = 'envoy.filters.network.http_connection_manager';
const ROUTER = 'envoy.filters.http.router';

export const ENVOY_MATCH_RULES = webhookRules('envoy-filter-match', {
  kind: {
    must: 'A patch is matched by what it is applied to: listener for listeners, chains and filters, routeConfiguration for routes, cluster for clusters.',
    why: 'Istio refuses the object.',
    fix: 'write the match of that kind',
    fails: envoyPatch('applyTo: CLUSTER\nmatch: {listener: {portNumber: 80}}', REMOVE),
    passes: envoyPatch('applyTo: CLUSTER\nmatch: {cluster: {portNumber: 80}}', REMOVE),
    equals: 'Envoy filter: applyTo for cluster class objects cannot have non cluster match',
  },
  filter: {
    must: `A filter is matched by its name; a filter within it only for HTTP_FILTER, within ${MANAGER}, and by its name.`,
    why: 'Istio refuses the object.',
    fix: 'name the filters',
    fails: filterMatch('NETWORK_FILTER', `{name: ${MANAGER}, subFilter: {name: ${ROUTER}}}`),
    passes: filterMatch('HTTP_FILTER', `{name: ${MANAGER}, subFilter: {name: ${ROUTER}}}`),
    equals: 'Envoy filter: subfilter match can be used with applyTo HTTP_FILTER only',
  },
  noEffect: {
    code: 'IST0133',
    must: 'A patch of listeners or chains is not matched by a filter.',
    why: 'Istio does not look at the filter: the patch is applied to all chains.',
    fix: 'remove the filter from the match',
    fails: filterMatch('FILTER_CHAIN', `{name: ${MANAGER}}`),
    passes: envoyPatch('applyTo: FILTER_CHAIN\nmatch: {listener: {filterChain: {sni: www.example.com}}}', REMOVE),
    equals: 'Envoy filter: filter match has no effect when used with FILTER_CHAIN',
  },
  oldName: {
    code: 'IST0133',
    must: 'A filter is matched by the name that Envoy gives it today.',
    why: 'The old name is translated for the time being only.',
    fix: 'write a name such as envoy.filters.http.router',
    fails: filterMatch('NETWORK_FILTER', '{name: envoy.http_connection_manager}'),
    passes: filterMatch('NETWORK_FILTER', `{name: ${MANAGER}}`),
    equals: `using deprecated filter name "envoy.http_connection_manager"; use "${MANAGER}" instead`,
  },
});

const OLD_NAMES = [
  ...['buffer', 'cors', 'csrf', 'http_dynamo_filter', 'ext_authz', 'fault', 'grpc_http1_bridge', 'grpc_json_transcoder', 'grpc_web', 'gzip', 'health_check'],
  ...['ip_tagging', 'lua', 'rate_limit', 'router', 'squash', 'listener.http_inspector', 'listener.original_dst', 'listener.original_src'],
  ...['listener.proxy_protocol', 'listener.tls_inspector', 'client_ssl_auth', 'http_connection_manager', 'mongo_proxy', 'ratelimit', 'redis_proxy', 'tcp_proxy'],
].map((name) => `envoy.${name}`);

/** What each target may be matched by. */
const MATCHES: readonly (readonly [match: string, targets: readonly string[]])[] = [
  ['listener', ['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER']],
  ['routeConfiguration', ['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE']],
  ['cluster', ['CLUSTER']],
];
const KINDS = ['listener', 'routeConfiguration', 'cluster', 'waypoint'];

/** Looks at what a patch of an EnvoyFilter is applied to within its target. */
export function checkFilterMatch(check: ObjectCheck, target: string, match: Field): void {
  const allowed = MATCHES.find(([, targets]) => targets.includes(target))?.[0];
  if (allowed === undefined || !KINDS.some((kind) => match.at(kind).isPresent)) return;
  if (!match.at(allowed).isPresent) {
    check.fail(ENVOY_MATCH_RULES.kind, match, `must have ${allowed} for applyTo ${target}`, `write ${allowed}`);
    return;
  }
  const filter = match.at('listener').at('filterChain').at('filter');
  if (allowed === 'listener' && filter.isPresent) checkFilter(check, target, filter);
}

function checkFilter(check: ObjectCheck, target: string, filter: Field): void {
  if (target === 'LISTENER' || target === 'FILTER_CHAIN') check.fail(ENVOY_MATCH_RULES.noEffect, filter, `has no effect for applyTo ${target}`);
  const [name, inner] = [filter.at('name'), filter.at('subFilter')];
  const fail = (field: Field, problem: string) => check.fail(ENVOY_MATCH_RULES.filter, field, problem);
  if (name.text === '') fail(filter, 'must have a name');
  else if (inner.isPresent && target !== 'HTTP_FILTER') fail(inner, `needs applyTo HTTP_FILTER, got ${target}`);
  else if (inner.isPresent && name.text !== MANAGER && name.text !== 'envoy.http_connection_manager') fail(name, `must be ${MANAGER} for what is within it, got ${shown(name.text)}`);
  else if (inner.isPresent && inner.at('name').text === '') fail(inner, 'must have a name');
  for (const one of [name, inner.at('name')]) {
    if (OLD_NAMES.includes(one.text)) check.fail(ENVOY_MATCH_RULES.oldName, one, `is an old name of a filter: ${one.text}`);
  }
}
