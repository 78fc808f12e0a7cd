import { re2Problem } from '../../istio/re2';
import { envoyPatch, telemetry } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { checkFilterMatch, ENVOY_MATCH_RULES } from './envoy-filter-match';
import { envoyValueProblem } from './envoy-value';
import { webhookRules } from './webhook-rule';
import { checkSelector } from './workload-selector';

const LUA = 'value: {name: lua, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua}}';

const RULES = webhookRules('envoy-filter', {
  internal: {
    code: 'IST0133',
    must: 'What can be said in another way is not said by an EnvoyFilter.',
    why: 'It changes what istiod writes for Envoy, which may be something else in the next version of Istio.',
    fix: 'use Telemetry, WasmPlugin or the fields of other kinds where they do; otherwise test the patch before each upgrade',
    fails: envoyPatch('applyTo: CLUSTER', 'operation: MERGE\nvalue: {connect_timeout: 3s}'),
    passes: telemetry('accessLogging:\n- providers: [{name: envoy}]'),
    equals: 'EnvoyFilter exposes internal implementation details that may change at any time',
  },
  patch: {
    must: 'A patch says what it is applied to, with which operation, and, unless it removes something, which value.',
    why: 'Istio refuses the object.',
    fix: 'give it applyTo, and patch with operation and value',
    fails: envoyPatch('applyTo: CLUSTER', 'operation: MERGE'),
    passes: envoyPatch('applyTo: CLUSTER', 'operation: REMOVE'),
    equals: 'Envoy filter: missing patch value for non-remove operation',
  },
  value: {
    must: 'The value of a patch can be read as what it is applied to, with types of the API of Envoy that is in use, which is v3.',
    why: 'Istio refuses the object.',
    fix: 'write a type such as type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua',
    fails: envoyPatch('applyTo: HTTP_FILTER', `operation: INSERT_FIRST\n${LUA.replace('extensions.filters.http.lua.v3', 'config.filter.http.lua.v2')}`),
    passes: envoyPatch('applyTo: HTTP_FILTER', `operation: INSERT_FIRST\n${LUA}`),
    equals: 'referenced type unknown (hint: try using the v3 XDS API)',
  },
  proxyVersion: {
    must: 'The version of a proxy is matched by a regular expression of RE2.',
    why: 'Istio refuses the object.',
    fix: 'mend the expression, such as ^1[.]31.*',
    fails: envoyPatch('applyTo: CLUSTER\nmatch: {proxy: {proxyVersion: "["}}', 'operation: REMOVE'),
    passes: envoyPatch('applyTo: CLUSTER\nmatch: {proxy: {proxyVersion: "^1[.]31.*"}}', 'operation: REMOVE'),
    equals: 'Envoy filter: invalid regex for proxy version',
  },
  longProxyVersion: {
    code: 'IST0133',
    must: 'The expression for the version of a proxy has at most 1024 bytes.',
    why: 'Istio passes over it.',
    fix: 'write a shorter one',
    fails: envoyPatch(`applyTo: CLUSTER\nmatch: {proxy: {proxyVersion: "${'1'.repeat(1025)}"}}`, 'operation: REMOVE'),
    passes: envoyPatch(`applyTo: CLUSTER\nmatch: {proxy: {proxyVersion: "${'1'.repeat(1024)}"}}`, 'operation: REMOVE'),
    equals: 'Envoy filter: proxyVersion match exceeds 1024 characters and will be ignored',
  },
});

const LONGEST_VERSION = 1024;

/** What Istio's webhook says of an EnvoyFilter. */
export const ENVOY_FILTER: RuleFamily = {
  kinds: ['networking.istio.io/EnvoyFilter'],
  rules: [...Object.values(RULES), ...Object.values(ENVOY_MATCH_RULES)],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    if (!checkSelector(check, check.spec.at('workloadSelector'), 'labels')) return;
    check.fail(RULES.internal, check.spec, 'changes what istiod writes for Envoy, which may be something else in another version');
    for (const patch of check.spec.at('configPatches').items) checkPatch(check, patch);
  },
};

function checkPatch(check: ObjectCheck, config: Field): void {
  // Of patches for waypoints, the webhook says nothing yet.
  if (wordOf(config.at('match').at('context'), CONTEXTS) === 'WAYPOINT') return;
  const target = envoyTarget(config);
  const patch = config.at('patch');
  const operation = envoyOperation(config);
  const value = patch.at('value');
  const missing = target === NONE ? 'applyTo' : operation === NONE ? 'patch.operation' : operation !== 'REMOVE' && !value.isPresent ? 'patch.value' : undefined;
  if (missing !== undefined) {
    check.fail(RULES.patch, config, `must have ${missing}`, `give it ${missing}`);
    return;
  }
  checkVersion(check, config.at('match').at('proxy').at('proxyVersion'));
  checkFilterMatch(check, target, config.at('match'));
  const problem = envoyValueProblem(value);
  if (problem) check.fail(RULES.value, problem.field, problem.message);
}

function checkVersion(check: ObjectCheck, version: Field): void {
  if (version.text === '') return;
  if (Buffer.byteLength(version.text) > LONGEST_VERSION) {
    check.fail(RULES.longProxyVersion, version, `must have at most ${LONGEST_VERSION} bytes, and is not looked at`);
    return;
  }
  const wrong = re2Problem(version.text);
  if (wrong !== undefined) check.fail(RULES.proxyVersion, version, `is no regular expression: ${wrong}, got ${shown(version.text)}`);
}

const NONE = 'INVALID';
const CONTEXTS = ['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND', 'GATEWAY', 'WAYPOINT'];
const ENVOY_TARGETS = [
  NONE, 'LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER', 'ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE', 'CLUSTER', 'EXTENSION_CONFIG',
  'BOOTSTRAP', 'LISTENER_FILTER',
];
const ENVOY_OPERATIONS = [NONE, 'MERGE', 'ADD', 'REMOVE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST', 'REPLACE'];

/** Istio also reads the numbers of words. */
function wordOf({ value }: Field, words: readonly string[]): string {
  return typeof value === 'number' ? words[value] ?? String(value) : typeof value === 'string' ? value : words[0];
}

/** What a patch of an EnvoyFilter is applied to. */
export function envoyTarget(config: Field): string {
  return wordOf(config.at('applyTo'), ENVOY_TARGETS);
}

/** What a patch of an EnvoyFilter does. */
export function envoyOperation(config: Field): string {
  return wordOf(config.at('patch').at('operation'), ENVOY_OPERATIONS);
}
