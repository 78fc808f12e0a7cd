import { isObject, textIn } from '../../manifests/json';
import { envoyFilter, envoyPatch } from '../examples';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { Rule, RuleFamily } from '../rule';
import { analysisRules, ERROR, WARNING } from './analysis-rule';
import { envoyOperation, envoyTarget } from '../webhook/envoy-filter';

const NAMED = 'value: {name: envoy.filters.http.lua}';
const NOTHING_DONE = 'Istio passes over the patch.';

const RULES = analysisRules('envoy-filter', {
  relative: {
    code: 'IST0151',
    severity: WARNING,
    must: 'An EnvoyFilter that inserts before or after something, replaces or removes it has a priority.',
    why: 'Without one, what it refers to may be added by another EnvoyFilter only afterwards.',
    fix: 'write priority: 10, or use INSERT_FIRST or ADD',
    fails: envoyPatch('applyTo: HTTP_FILTER', `operation: INSERT_BEFORE\n${NAMED}`),
    passes: envoyPatch('applyTo: HTTP_FILTER', `operation: INSERT_BEFORE\n${NAMED}`, 'priority: 10\n'),
    equals: 'This EnvoyFilter does not have a priority and has a relative patch operation set',
  },
  relativeOfVersion: {
    code: 'IST0155',
    severity: WARNING,
    must: 'An EnvoyFilter has a priority if it refers to what another patch does for certain versions of proxies.',
    why: 'In an upgrade it may be applied too early.',
    fix: 'write priority: 10, or use INSERT_FIRST or ADD',
    fails: envoyFilter(`configPatches:\n- {applyTo: HTTP_FILTER, match: {proxy: {proxyVersion: "^1[.]31.*"}}, patch: {operation: ADD, ${NAMED}}}
- {applyTo: HTTP_FILTER, patch: {operation: REPLACE, ${NAMED}}}`),
    passes: envoyPatch('applyTo: HTTP_FILTER\nmatch: {proxy: {proxyVersion: "^1[.]31.*"}}', `operation: INSERT_FIRST\n${NAMED}`),
    equals: 'This EnvoyFilter does not have a priority and has a relative patch operation (NSTERT_BEFORE/AFTER, REPLACE, MERGE, DELETE) and proxyVersion set',
  },
  replace: {
    code: 'IST0152',
    severity: ERROR,
    must: 'What is replaced is an HTTP_FILTER, a NETWORK_FILTER or a VIRTUAL_HOST.',
    why: NOTHING_DONE,
    fix: 'use MERGE',
    fails: envoyPatch('applyTo: CLUSTER', 'operation: REPLACE\nvalue: {connect_timeout: 3s}'),
    passes: envoyPatch('applyTo: CLUSTER', 'operation: MERGE\nvalue: {connect_timeout: 3s}'),
    equals: 'The REPLACE operation is only valid for HTTP_FILTER and NETWORK_FILTER',
  },
  add: {
    code: 'IST0153',
    severity: ERROR,
    must: 'What is added is no ROUTE_CONFIGURATION and no HTTP_ROUTE.',
    why: NOTHING_DONE,
    fix: 'use INSERT_FIRST for a route, and MERGE for its configuration',
    fails: envoyPatch('applyTo: HTTP_ROUTE', 'operation: ADD\nvalue: {name: a}'),
    passes: envoyPatch('applyTo: HTTP_ROUTE', 'operation: INSERT_FIRST\nvalue: {name: a}'),
    equals: 'The ADD operation will be ignored when applyTo is set to ROUTE_CONFIGURATION, or HTTP_ROUTE',
  },
  remove: {
    code: 'IST0154',
    severity: ERROR,
    must: 'What is removed is no ROUTE_CONFIGURATION and no HTTP_ROUTE.',
    why: NOTHING_DONE,
    fix: 'remove what makes Istio write the route',
    fails: envoyPatch('applyTo: HTTP_ROUTE', 'operation: REMOVE'),
    passes: envoyPatch('applyTo: VIRTUAL_HOST', 'operation: REMOVE'),
    equals: 'The REMOVE operation will be ignored when applyTo is set to ROUTE_CONFIGURATION, or HTTP_ROUTE',
  },
});

const ROUTES = ['ROUTE_CONFIGURATION', 'HTTP_ROUTE'];
const REPLACEABLE = ['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST'];

/** What Istio's analyzers say of the patches of EnvoyFilters. */
export const ENVOY_FILTER_OPERATIONS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index }, report) {
    // What is patched for certain versions of proxies, by any EnvoyFilter so far.
    const ofVersions = new Set<string>();
    for (const manifest of index.ofKind('networking.istio.io', 'EnvoyFilter')) {
      const check = new ObjectCheck(manifest, report);
      const hasPriority = check.spec.at('priority').number !== 0;
      for (const config of check.spec.at('configPatches').items) {
        // Istio looks at no patch behind one that does nothing.
        if (!config.at('patch').isPresent) break;
        const name = filterName(config);
        const relative = ofVersions.has(name) ? RULES.relativeOfVersion : RULES.relative;
        const rule = misuse(config) ?? (isRelative(config) && !hasPriority ? relative : undefined);
        if (rule) check.fail(rule, config, problemOf(rule, config));
        if (config.at('match').at('proxy').at('proxyVersion').text !== '') ofVersions.add(name);
      }
    }
  },
};

function misuse(config: Field): Rule | undefined {
  const target = envoyTarget(config);
  switch (envoyOperation(config)) {
    case 'ADD': return ROUTES.includes(target) ? RULES.add : undefined;
    case 'REMOVE': return ROUTES.includes(target) ? RULES.remove : undefined;
    case 'REPLACE': return REPLACEABLE.includes(target) ? undefined : RULES.replace;
    default: return undefined;
  }
}

function isRelative(config: Field): boolean {
  return ['REMOVE', 'REPLACE', 'INSERT_BEFORE', 'INSERT_AFTER'].includes(envoyOperation(config));
}

function problemOf({ code }: Rule, config: Field): string {
  const operation = envoyOperation(config);
  if (code === 'IST0151') return `has operation ${operation}, and its EnvoyFilter no priority`;
  if (code === 'IST0155') return `has operation ${operation} on what is patched for certain versions, and its EnvoyFilter no priority`;
  return `does nothing: operation ${operation} is not for ${envoyTarget(config)}`;
}

/** How Istio tells apart what is patched. */
function filterName(config: Field): string {
  const { value } = config.at('patch').at('value');
  if (!isObject(value)) return '';
  if (value.name !== undefined) return JSON.stringify(value.name);
  return textIn(config.at('match').at('listener').at('filterChain').at('filter').at('name').value);
}
