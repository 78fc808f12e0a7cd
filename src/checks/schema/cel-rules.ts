import { goRequestUri } from './go-url';
import { goDuration } from '../../istio/go-duration';
import { isObject, type Json, type JsonObject, listIn, objectIn, textIn, valueAt } from '../../manifests/json';

type CelFunction = (value: Json) => boolean;

const MILLISECOND = 1_000_000n;

const has = (value: unknown, key: string) => objectIn(value)[key] !== undefined;
const atMostOne = (...keys: string[]): CelFunction => (value) => keys.filter((key) => has(value, key)).length <= 1;
const isPort = (value: number) => value > 0 && value <= 65_535;
const keysAre = (test: (key: string) => boolean): CelFunction => (value) => Object.keys(objectIn(value)).every(test);
const resolutionOf = (value: unknown, otherwise: string) => textIn(objectIn(value).resolution) || otherwise;
const isUnix = (value: unknown) => textIn(value).startsWith('unix://');
const wasmSchemes = ['', 'http', 'https', 'file', 'oci'];

/** Whether a module of Wasm can be fetched from there; `http://` may be left out. */
export function isWasmUrl(value: Json): boolean {
  const url = goRequestUri(textIn(value)) ?? goRequestUri(`http://${textIn(value)}`);
  return url !== undefined && wasmSchemes.includes(url.scheme);
}

function hasUniqueNumbers(value: Json): boolean {
  const numbers = listIn(value).map((port) => objectIn(port).number);
  return new Set(numbers).size === numbers.length;
}

function waypointFits(value: Json): boolean {
  return (objectIn(value).context === 'WAYPOINT') === has(value, 'waypoint');
}

function accountsAreAlone(value: Json): boolean {
  const accounts = has(value, 'serviceAccounts') || has(value, 'notServiceAccounts');
  return !accounts || !['principals', 'notPrincipals', 'namespaces', 'notNamespaces'].some((key) => has(value, key));
}

function cidrsFit(value: Json): boolean {
  const cidrs = listIn(objectIn(value).addresses).some((address) => textIn(address).includes('/'));
  return !cidrs || ['STATIC', 'NONE'].includes(resolutionOf(value, 'NONE'));
}

function portLevelIsSelected(value: Json): boolean {
  const labels = valueAt(value, 'selector', 'matchLabels');
  return !has(value, 'portLevelMtls') || (isObject(labels) && Object.keys(labels).length > 0);
}

/** By their defaults, a group is empty and a kind is Service. */
function mirrorHasPort(value: Json): boolean {
  const { group, kind, port } = objectIn(value);
  return (group ?? '') !== '' || (kind ?? 'Service') !== 'Service' || port !== undefined;
}

function tagValue(operation: string, test: (tag: JsonObject) => boolean): CelFunction {
  return (value) => objectIn(value).operation !== operation || test(objectIn(value));
}

/**
 * The rules of CEL in the CRDs of Istio and Flagger, each by its text, so that a new one is noticed: it has no function here. What CEL cannot compute, it
 * refuses.
 */
export const CEL_RULES: { readonly [rule: string]: CelFunction } = {
  // About a change, of which one object says nothing.
  'self == oldSelf': () => true,
  '!self.contains("*")': (value) => !textIn(value).includes('*'),
  'self.all(key, !key.contains("*"))': keysAre((key) => !key.includes('*')),
  'self.all(key, key.size() != 0)': keysAre((key) => key !== ''),
  'self.size() == 0': (value) => textIn(value) === '',
  'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "file", "oci"]) : (isURL("http://" + self) &&\nurl("http://" + self).getScheme() in ["", "http", "https", "file", "oci"])': isWasmUrl,
  'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "oci", "file"]) : (isURL("http://" + self) &&\nurl("http://" + self).getScheme() in ["", "http", "https", "oci", "file"])': isWasmUrl,
  '(has(self.valueFrom) ? self.valueFrom : "") != "HOST" || !has(self.value)': (value) => objectIn(value).valueFrom !== 'HOST' || !has(value, 'value'),
  '(has(self.selector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1': atMostOne('selector', 'targetRefs'),
  'has(self.wasm) != has(self.lua)': (value) => has(value, 'wasm') !== has(value, 'lua'),
  '(has(self.selector) ? 1 : 0) + (has(self.targetRef) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1': atMostOne('selector', 'targetRef', 'targetRefs'),
  'duration(self) >= duration(\'1ms\')': (value) => (goDuration(textIn(value)) ?? 0n) >= MILLISECOND,
  '0 < self && self <= 65535': (value) => isPort(Number(value)),
  'has(self.context) ? ((self.context == "WAYPOINT") ? has(self.waypoint) : !has(self.waypoint)) : !has(self.waypoint)': waypointFits,
  '(has(self.workloadSelector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1': atMostOne('workloadSelector', 'targetRefs'),
  '(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1': atMostOne('tlsCertificates', 'credentialNames'),
  '(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1': atMostOne('credentialName', 'credentialNames'),
  '(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1': atMostOne('credentialNames', 'tlsCertificates'),
  'self.startsWith("unix://") ? (self.substring(7, 8) == "/" || self.substring(7, 8) == "@") : true': (value) => !isUnix(value) || /^unix:\/\/[/@]/.test(textIn(value)),
  'self.startsWith("unix://") ? !self.endsWith("/") : true': (value) => !isUnix(value) || !textIn(value).endsWith('/'),
  'self.all(key, size(key) < 63 && key.matches("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$"))':
    keysAre((key) => key.length < 63 && /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(key)),
  'has(self.address) || has(self.network)': (value) => has(value, 'address') || has(value, 'network'),
  '(has(self.address) ? self.address : "").startsWith("unix://") ? !has(self.ports) : true': (value) => !isUnix(objectIn(value).address) || !has(value, 'ports'),
  'self != "*"': (value) => value !== '*',
  'self.all(l1, self.exists_one(l2, l1.number == l2.number))': hasUniqueNumbers,
  '(has(self.workloadSelector) ? 1 : 0) + (has(self.endpoints) ? 1 : 0) <= 1': atMostOne('workloadSelector', 'endpoints'),
  '!((has(self.addresses) ? self.addresses : []).exists(k, k.contains("/")) && !((has(self.resolution) ? self.resolution : "NONE") in ["STATIC", "NONE"]))': cidrsFit,
  '((has(self.resolution) ? self.resolution : "NONE") == "NONE") ? !has(self.endpoints) : true': (value) => resolutionOf(value, 'NONE') !== 'NONE' || !has(value, 'endpoints'),
  '((has(self.resolution) ? self.resolution : "") == "DNS_ROUND_ROBIN") ? ((has(self.endpoints) ? self.endpoints : []).size() <= 1) : true':
    (value) => resolutionOf(value, '') !== 'DNS_ROUND_ROBIN' || listIn(objectIn(value).endpoints).length <= 1,
  'self in ["", "HTTP", "HTTPS"]': (value) => ['', 'HTTP', 'HTTPS'].includes(textIn(value)),
  '(has(self.serviceAccounts) || has(self.notServiceAccounts)) ? (!has(self.principals) &&\n!has(self.notPrincipals) && !has(self.namespaces) && !has(self.notNamespaces)) : true': accountsAreAlone,
  'self.all(key, 0 < int(key) && int(key) <= 65535)': keysAre((key) => /^[-+]?\d+$/.test(key) && isPort(Number(key))),
  'has(self.portLevelMtls) ? (((has(self.selector) && has(self.selector.matchLabels)) ? self.selector.matchLabels : {}).size() > 0) : true': portLevelIsSelected,
  'url(self).getScheme() in ["http", "https"]': (value) => ['http', 'https'].includes(goRequestUri(textIn(value))?.scheme ?? ''),
  '(has(self.jwksUri) ? 1 : 0) + (has(self.jwks_uri) ? 1 : 0) + (has(self.jwks) ? 1 : 0) <= 1': atMostOne('jwksUri', 'jwks_uri', 'jwks'),
  '((has(self.operation) ? self.operation : "") == "UPSERT") ? (self.value != "") : true': tagValue('UPSERT', ({ value }) => value !== undefined && value !== ''),
  '(size(self.group) == 0 && self.kind == \'Service\') ? has(self.port) : true': mirrorHasPort,
  '((has(self.operation) ? self.operation : "") == "REMOVE") ? !has(self.value) : true': tagValue('REMOVE', ({ value }) => value === undefined),
};
