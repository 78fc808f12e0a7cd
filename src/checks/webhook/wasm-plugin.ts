import { trafficExtension, wasmPlugin } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { portProblem } from './accepted-values';
import { checkTarget } from './policy-target';
import { webhookRules } from './webhook-rule';
import { isWasmUrl } from '../schema/cel-rules';

const RULES = webhookRules('wasm-plugin', {
  module: {
    must: 'A plugin has the URL of its module, by file, http, https or oci; a checksum of 64 hexadecimal digits, and names that are not too long.',
    why: 'Istio refuses the object.',
    fix: 'write url: oci://registry.example.com/plugin:v1',
    fails: wasmPlugin('url: ftp://example.com/plugin.wasm'),
    passes: wasmPlugin('url: https://example.com/plugin.wasm'),
    equals: 'url contains unsupported scheme: ftp',
  },
  environment: {
    must: 'A variable of a plugin\'s environment has a name of its own, and a value or one that is taken from the host.',
    why: 'Istio refuses the object.',
    fix: 'keep one of the variables, and no value beside valueFrom: HOST',
    fails: wasmPlugin('vmConfig: {env: [{name: A, value: a}, {name: A, value: b}]}'),
    passes: wasmPlugin('vmConfig: {env: [{name: A, value: a}, {name: B, valueFrom: HOST}]}'),
    equals: 'duplicate env',
  },
  match: {
    must: 'The ports at which a plugin runs are from 1 to 65535.',
    why: 'Istio refuses the object.',
    fix: 'mend the port',
    fails: wasmPlugin('match: [{ports: [{number: 70000}]}]'),
    passes: wasmPlugin('match: [{ports: [{number: 80}]}]'),
    equals: 'spec.Match[0].Ports[0] is out of range: 70000',
  },
  extension: {
    must: 'A TrafficExtension has a plugin (wasm) or a script (lua), and a script has at most 65536 bytes of code.',
    why: 'Istio refuses the object.',
    fix: 'keep one of wasm and lua',
    fails: trafficExtension('wasm: {url: oci://example.com/plugin}\nlua: {inlineCode: "return"}'),
    passes: trafficExtension('lua: {inlineCode: "return"}'),
    equals: 'exactly one of wasm or lua must be set',
  },
});

const LONGEST_SECRET = 253;
const LONGEST_NAME = 256;
const LONGEST_SCRIPT = 65_536;

/** What Istio's webhook says of a WasmPlugin. */
export const WASM_PLUGIN: RuleFamily = {
  kinds: ['extensions.istio.io/WasmPlugin'],
  rules: Object.values(RULES),
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    checkTarget(check);
    checkModule(check, check.spec);
    checkMatch(check);
  },
};

/** What Istio's webhook says of a TrafficExtension. */
export const TRAFFIC_EXTENSION: RuleFamily = {
  kinds: ['extensions.istio.io/TrafficExtension'],
  rules: [],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    checkTarget(check);
    const [wasm, lua] = [check.spec.at('wasm'), check.spec.at('lua')];
    if (wasm.isPresent === lua.isPresent) check.fail(RULES.extension, check.spec, 'must have one of wasm and lua');
    if (wasm.isPresent) checkModule(check, wasm);
    const code = lua.at('inlineCode');
    const length = Buffer.byteLength(code.text);
    if (lua.isPresent && (length === 0 || length > LONGEST_SCRIPT)) check.fail(RULES.extension, code, `must have 1 to ${LONGEST_SCRIPT} bytes, got ${length}`);
    checkMatch(check);
  },
};

function checkModule(check: ObjectCheck, module: Field): void {
  const [url, checksum, secret, name] = ['url', 'sha256', 'imagePullSecret', 'pluginName'].map((key) => module.at(key));
  const fail = (field: Field, problem: string) => check.fail(RULES.module, field, problem);
  if (url.text === '' || !isWasmUrl(url.text)) fail(url, `must be a URL by file, http, https or oci, got ${shown(url.value)}`);
  if (checksum.text !== '' && !/^[0-9a-f]{64}$/.test(checksum.text)) fail(checksum, `must be 64 hexadecimal digits in lower case, got ${shown(checksum.text)}`);
  if (Buffer.byteLength(secret.text) > LONGEST_SECRET) fail(secret, `must have at most ${LONGEST_SECRET} bytes`);
  if (Buffer.byteLength(name.text) > LONGEST_NAME) fail(name, `must have at most ${LONGEST_NAME} bytes`);
  const seen = new Set<string>();
  for (const variable of module.at('vmConfig').at('env').items.filter(({ isPresent }) => isPresent)) {
    checkVariable(check, variable, seen);
    seen.add(variable.at('name').text);
  }
}

function checkVariable(check: ObjectCheck, variable: Field, seen: ReadonlySet<string>): void {
  const name = variable.at('name');
  const fail = (problem: string) => check.fail(RULES.environment, variable, problem);
  if (name.text === '') fail('must have a name');
  else if (Buffer.byteLength(name.text) > LONGEST_NAME) fail(`must have a name of at most ${LONGEST_NAME} bytes`);
  else if (seen.has(name.text)) fail(`has the name of an earlier one: ${name.text}`);
  const source = variable.at('valueFrom').value ?? 'INLINE';
  if (source !== 'INLINE' && source !== 0 && variable.at('value').text !== '') fail('must have no value beside valueFrom: HOST');
}

function checkMatch(check: ObjectCheck): void {
  for (const match of check.spec.at('match').items) {
    if (!match.isPresent) check.fail(RULES.match, match, 'must not be null');
    for (const port of match.at('ports').items) {
      const wrong = portProblem(port.at('number'));
      if (wrong !== undefined) check.fail(RULES.match, port, wrong);
    }
  }
}
