import { envoyFilter, envoyPatch, together } from '../../../src/checks/examples';
import type { Case } from '../judge';

const TARGETS = ['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER', 'ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE', 'CLUSTER', 'EXTENSION_CONFIG', 'BOOTSTRAP', 'LISTENER_FILTER', 'INVALID'];
const OPERATIONS = ['MERGE', 'ADD', 'REMOVE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST', 'REPLACE', 'INVALID'];
const MATCHES = ['{}', '{listener: {}}', '{routeConfiguration: {}}', '{cluster: {}}', '{listener: null}', '{context: GATEWAY, cluster: {name: a}}', '{context: WAYPOINT, waypoint: {}}', '{listener: {filterChain: {filter: {name: a}}}}'];

const MANAGER = 'envoy.filters.network.http_connection_manager';
const FILTERS = [
  '{}', '{name: ""}', '{name: a}', '{name: envoy.router}', '{name: envoy.tcp_proxy}', '{name: envoy.rbac}', `{name: ${MANAGER}, subFilter: {}}`, `{name: ${MANAGER}, subFilter: {name: a}}`, `{name: ${MANAGER}, subFilter: {name: envoy.fault}}`,
  '{name: envoy.http_connection_manager, subFilter: {name: a}}', '{name: a, subFilter: {name: a}}', '{name: a, subFilter: null}',
];

const VALUES = [
  'null', '{}', '{name: a}', '{name: 1}', '{name: null}', '{nothing: 1}', '{name: a, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua}}',
  '{name: a, typed_config: {"@type": type.googleapis.com/envoy.config.filter.http.lua.v2.Lua}}', '{name: a, typed_config: {"@type": type.googleapis.com/envoy.config.trace.v2alpha.ZipkinConfig}}',
  '{name: a, typed_config: {"@type": type.googleapis.com/udpa.type.v1.TypedStruct, type_url: type.googleapis.com/envoy.config.filter.http.lua.v2.Lua, value: {typed_config: a}}}',
  '{name: a, typed_config: {"@type": 1}}', '{name: a, typed_config: {"@type": ""}}', '{name: a, typed_config: {"@type": null}}', '{a: {"@type": a.v2.b}}', '{a: {"@type": 1}}', '{name: a, typed_config: {}}', '{name: a, typed_config: {inline_code: a}}', '{name: a, typed_config: a}', '{name: a, typedConfig: a}', '{name: a, typed_config: null}', '{name: a, config: {a: b}}',
  '{name: a, typed_config: {"@type": envoy.extensions.filters.http.lua.v3.Lua}}', '{name: a, config_discovery: {}}',
];

const VERSIONS = ['""', '"["', '"^1[.]31.*"', '"(?=a)"', `"${'a'.repeat(1025)}"`, `"${'['.repeat(1025)}"`];

const OTHER: { readonly [name: string]: string } = {
  'an EnvoyFilter without patches': envoyFilter('configPatches: []'),
  'an EnvoyFilter without anything': envoyFilter(''),
  'an EnvoyFilter with a patch that is null': envoyFilter('configPatches: [null]'),
  'an EnvoyFilter with an empty patch': envoyFilter('configPatches: [{}]'),
  'an EnvoyFilter with a patch without an operation': envoyFilter('configPatches: [{applyTo: CLUSTER, patch: {}}]'),
  'an EnvoyFilter with a patch without a target': envoyFilter('configPatches: [{patch: {operation: REMOVE}}]'),
  'an EnvoyFilter for no pods': envoyPatch('applyTo: CLUSTER', 'operation: REMOVE', 'workloadSelector: {labels: {app: a}}\npriority: 1\n'),
  'an EnvoyFilter for a wildcard': envoyPatch('applyTo: CLUSTER', 'operation: REMOVE', 'workloadSelector: {labels: {app: "*"}}\n'),
  'an EnvoyFilter for a wildcard with a patch without an operation': envoyFilter('workloadSelector: {labels: {app: "*"}}\nconfigPatches: [{applyTo: CLUSTER, patch: {}}]'),
  'an EnvoyFilter for all labels': envoyPatch('applyTo: CLUSTER', 'operation: REMOVE', 'workloadSelector: {}\npriority: 1\n'),
  'an EnvoyFilter for a Gateway': envoyPatch('applyTo: CLUSTER', 'operation: MERGE\nvalue: {}', 'targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: a}]\n'),
  'an EnvoyFilter for a Gateway and pods': envoyPatch('applyTo: CLUSTER', 'operation: MERGE\nvalue: {}', 'workloadSelector: {labels: {app: a}}\ntargetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: a}]\n'),
  'an EnvoyFilter for a Deployment': envoyPatch('applyTo: CLUSTER', 'operation: MERGE\nvalue: {}', 'targetRefs: [{group: apps, kind: Deployment, name: a}]\n'),
  'an EnvoyFilter with a priority below zero': envoyPatch('applyTo: CLUSTER', 'operation: REMOVE', 'priority: -10\n'),
  'an EnvoyFilter with a priority of zero': envoyPatch('applyTo: CLUSTER', 'operation: REMOVE', 'priority: 0\n'),
  'an EnvoyFilter with a number for its target': envoyFilter('configPatches: [{applyTo: 7, patch: {operation: 3}}]'),
  'an EnvoyFilter of another version': envoyPatch('applyTo: CLUSTER', 'operation: REMOVE').replace('v1alpha3', 'v1'),
  'relative patches of which one is for a version': envoyFilter(`configPatches:
- {applyTo: HTTP_FILTER, match: {proxy: {proxyVersion: a}}, patch: {operation: INSERT_BEFORE, value: {name: a}}}
- {applyTo: HTTP_FILTER, patch: {operation: INSERT_BEFORE, value: {name: a}}}`),
  'relative patches of other filters than the one for a version': envoyFilter(`configPatches:
- {applyTo: HTTP_FILTER, match: {proxy: {proxyVersion: a}}, patch: {operation: INSERT_FIRST, value: {name: b}}}
- {applyTo: HTTP_FILTER, patch: {operation: INSERT_BEFORE, value: {name: a}}}`),
  'relative patches of filters that the match names': envoyFilter(`configPatches:
- {applyTo: HTTP_FILTER, match: {proxy: {proxyVersion: a}, listener: {filterChain: {filter: {name: a}}}}, patch: {operation: INSERT_FIRST, value: {}}}
- {applyTo: HTTP_FILTER, match: {listener: {filterChain: {filter: {name: a}}}}, patch: {operation: INSERT_BEFORE, value: {config: a}}}`),
  'relative patches of a filter that is named by the match and by the value': envoyFilter(`configPatches:
- {applyTo: HTTP_FILTER, match: {proxy: {proxyVersion: a}}, patch: {operation: INSERT_FIRST, value: {name: a}}}
- {applyTo: HTTP_FILTER, match: {listener: {filterChain: {filter: {name: a}}}}, patch: {operation: INSERT_BEFORE, value: {config: a}}}`),
  'patches behind one that does nothing': envoyFilter(`configPatches:
- {applyTo: HTTP_FILTER}
- {applyTo: HTTP_ROUTE, patch: {operation: ADD, value: {name: a}}}`),
  'relative patches of a waypoint': envoyPatch('applyTo: HTTP_FILTER\nmatch: {context: WAYPOINT, waypoint: {filter: {name: a}}}', 'operation: INSERT_BEFORE\nvalue: {name: a}'),
  'a priority on one EnvoyFilter and none on another': together(envoyPatch('applyTo: CLUSTER', 'operation: REMOVE', 'priority: 1\n'), envoyPatch('applyTo: CLUSTER', 'operation: REMOVE').replace('name: patches', 'name: other')),
};

/** EnvoyFilters at the edges of what Istio's webhook and analyzers say of them. */
export function envoyFilterCases(): Case[] {
  const valueOf = (target: string) => target === 'REMOVE' ? '' : '\nvalue: {}';
  return [
    ...TARGETS.flatMap((target) => OPERATIONS.map((operation) => ({ name: `${operation} of ${target}`, yaml: envoyPatch(`applyTo: ${target}`, `operation: ${operation}${valueOf(operation)}`) }))),
    ...TARGETS.flatMap((target) => MATCHES.map((match) => ({ name: `${target} matched by ${match}`, yaml: envoyPatch(`applyTo: ${target}\nmatch: ${match}`, 'operation: REMOVE', 'priority: 1\n') }))),
    ...['FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER'].flatMap((target) => FILTERS.map((filter) => (
      { name: `${target} matched by the filter ${filter}`, yaml: envoyPatch(`applyTo: ${target}\nmatch: {listener: {filterChain: {filter: ${filter}}}}`, 'operation: REMOVE', 'priority: 1\n') }
    ))),
    ...VALUES.map((value) => ({ name: `the value ${value} for HTTP_FILTER`, yaml: envoyPatch('applyTo: HTTP_FILTER', `operation: INSERT_FIRST\nvalue: ${value}`) })),
    ...VERSIONS.map((version) => ({ name: `the version of a proxy ${version.slice(0, 20)} (${version.length})`, yaml: envoyPatch(`applyTo: CLUSTER\nmatch: {proxy: {proxyVersion: ${version}}}`, 'operation: MERGE\nvalue: {}') })),
    ...Object.entries(OTHER).map(([name, yaml]) => ({ name, yaml })),
  ];
}
