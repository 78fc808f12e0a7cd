import { proxyConfig, trafficExtension, wasmPlugin } from '../../../src/checks/examples';
import type { Case } from '../judge';

const each = (what: string, values: readonly string[], yaml: (value: string) => string): Case[] => (
  values.map((value) => ({ name: `${what} ${value.length > 60 ? `${value.slice(0, 20)} (${value.length})` : value}`, yaml: yaml(value) }))
);

const ENVIRONMENTS = [
  '[{name: A, value: a}, {name: B}]', '[{name: A}, {name: A}]', '[{value: a}]', '[{name: ""}]', '[{name: A, valueFrom: HOST}]', '[{name: A, valueFrom: HOST, value: a}]', '[{name: A, valueFrom: HOST, value: ""}]',
  '[{name: A, valueFrom: INLINE, value: a}]', '[null]', '[]', `[{name: ${'a'.repeat(257)}}]`, `[{name: ${'a'.repeat(256)}}]`,
];
const MATCHES = ['[]', '[{}]', '[null]', '[{mode: CLIENT, ports: [{number: 80}]}]', '[{ports: [{number: 0}]}]', '[{ports: [{}]}]', '[{ports: [null]}]', '[{ports: [{number: 65536}]}]', '[{mode: BOTH}]'];
const TARGETS = [
  'selector: {matchLabels: {app: a}}', 'selector: {matchLabels: {app: "*"}}', 'selector: {}', 'targetRefs: [{kind: Service, group: "", name: a}]', 'targetRefs: [{kind: Deployment, group: apps, name: a}]',
  'targetRef: {kind: Service, group: "", name: a}', 'selector: {matchLabels: {app: a}}\ntargetRefs: [{kind: Service, group: "", name: a}]', 'targetRefs: [{kind: Service, group: "", name: a, namespace: other}]',
];
const WASM = 'wasm: {url: oci://a/b}';

/** Plugins, scripts and settings of proxies at the edges of what Istio's webhook says of them. */
export function extensionCases(): Case[] {
  return [
    ...each('a plugin with the checksum', ['""', 'a', `"${'0123456789abcdef'.repeat(4)}"`, 'A'.repeat(64), 'g'.repeat(64)], (value) => wasmPlugin(`sha256: ${value}`)),
    ...each('a plugin with the secret', ['""', 'a'.repeat(253), 'a'.repeat(254)], (value) => wasmPlugin(`imagePullSecret: ${value}`)),
    ...each('a plugin with the name', ['""', 'a'.repeat(256), 'a'.repeat(257), 'é'.repeat(129)], (value) => wasmPlugin(`pluginName: ${value}`)),
    ...each('a plugin with the environment', ENVIRONMENTS, (value) => wasmPlugin(`vmConfig: {env: ${value}}`)),
    ...each('a plugin with the match', MATCHES, (value) => wasmPlugin(`match: ${value}`)),
    ...each('a plugin for', TARGETS, wasmPlugin),
    ...each('an extension for', TARGETS, (value) => trafficExtension(`${WASM}\n${value}`)),
    ...each('an extension with the match', MATCHES, (value) => trafficExtension(`${WASM}\nmatch: ${value}`)),
    ...each('an extension with', ['wasm: {}', 'wasm: null', 'lua: {}', 'lua: {inlineCode: ""}', `lua: {inlineCode: ${'a'.repeat(65_536)}}`, `lua: {inlineCode: ${'a'.repeat(65_537)}}`, `${WASM}\nlua: null`, 'phase: AUTHN', `wasm: {url: oci://a, pluginName: ${'a'.repeat(257)}}`,
      'wasm: {url: ftp://a}', 'wasm: {url: oci://a, sha256: a}', 'wasm: {url: oci://a, vmConfig: {env: [{name: A}, {name: A}]}}'], trafficExtension),
    ...each('settings of proxies with', ['concurrency: 2', 'concurrency: -1', 'concurrency: null', 'concurrency: "2"', 'selector: {}', 'selector: {matchLabels: {app: "a*"}}', 'environmentVariables: {A: b}', 'environmentVariables: {A: 1}', 'image: {imageType: a}', 'drainDuration: 3s'], proxyConfig),
  ];
}
