import { goDuration } from '../../istio/go-duration';
import { fqdn, ipAddress } from '../../istio/host';
import { isObject, type Json, valueAt } from '../../manifests/json';
import { readDocument } from '../../manifests/yaml-reading';
import type { Schema } from '../../schemas/schema';
import { Field, pathText } from '../field';
import { fitsSchema } from '../schema/decoding';
import { memberSchema } from '../schema/schema-problems';

const TEXT: Schema = { type: 'string' };
const INTEGER: Schema = { type: 'integer', format: 'int32' };
const SWITCH: Schema = { type: 'boolean' };
const DURATION: Schema = { 'type': 'string', 'x-kubernetes-validations': [{ rule: 'duration(self)', message: '' }] };
const TEXTS: Schema = { type: 'array', items: TEXT };
const TEXT_MAP: Schema = { type: 'object', additionalProperties: TEXT };
const ANYTHING: Schema = { type: 'object' };
const words = (...values: string[]): Schema => ({ type: 'string', enum: values });
const all = (schema: Schema, ...names: string[]) => Object.fromEntries(names.map((name) => [name, schema]));
const object = (properties: Schema['properties']): Schema => ({ type: 'object', properties });

const ADDRESSED = object({ address: TEXT, accessToken: TEXT });
const POLLED = object({ pollDelay: DURATION, fallback: SWITCH });
const CONNECTION_DURATIONS = [
  'httpIdleTimeout', 'httpMaxConnectionDuration', 'httpDrainTimeout', 'httpRequestTimeout', 'httpRequestHeadersTimeout', 'httpStreamIdleTimeout', 'httpMaxStreamDuration',
];
const CONNECTION_LIMITS: readonly (readonly [name: string, least: number])[] = [
  ['listenerPerConnectionBufferLimitBytes', 0], ['clusterPerConnectionBufferLimitBytes', 0], ['httpMaxConcurrentStreams', 1],
  ['http2InitialStreamWindowSize', 65_535], ['http2InitialConnectionWindowSize', 65_535], ['listenerConnectionLimit', 1], ['globalDownstreamConnectionLimit', 1],
];

/** The configuration of a proxy, for which there is no CRD: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig */
const PROXY_CONFIG = object({
  ...all(TEXT, 'configPath', 'binaryPath', 'serviceCluster', 'discoveryAddress', 'zipkinAddress', 'statsdUdpAddress', 'envoyMetricsServiceAddress',
    'availabilityZone', 'customConfigFile', 'proxyBootstrapTemplatePath', 'meshId'),
  ...all(DURATION, 'drainDuration', 'discoveryRefreshDelay', 'terminationDrainDuration', 'fileFlushInterval'),
  ...all(INTEGER, 'proxyAdminPort', 'statNameLength', 'concurrency', 'statusPort'),
  ...all(SWITCH, 'holdApplicationUntilProxyStarts', 'statsCompression'),
  ...all(TEXTS, 'extraStatTags', 'caCertificatesPem'),
  ...all(TEXT_MAP, 'proxyMetadata', 'runtimeValues'),
  ...all(ANYTHING, 'sds', 'gatewayTopology', 'readinessProbe', 'proxyHeaders'),
  ...all(ADDRESSED, 'envoyAccessLogService', 'envoyMetricsService'),
  fileFlushMinSizeKb: { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
  tracingServiceName: words('APP_LABEL_AND_NAMESPACE', 'CANONICAL_NAME_ONLY', 'CANONICAL_NAME_AND_NAMESPACE'),
  controlPlaneAuthPolicy: words('NONE', 'MUTUAL_TLS'),
  interceptionMode: words('REDIRECT', 'TPROXY', 'NONE'),
  tracing: object({
    ...all(ADDRESSED, 'zipkin', 'lightstep', 'datadog', 'openCensusAgent'),
    sampling: { type: 'number' },
    maxPathTagLength: { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
    enableIstioTags: SWITCH,
  }),
  proxyStatsMatcher: object(all(TEXTS, 'inclusionPrefixes', 'inclusionSuffixes', 'inclusionRegexps')),
  image: object({ imageType: TEXT }),
  privateKeyProvider: object(all(POLLED, 'cryptomb', 'qat')),
  connectionSettings: object({
    ...all(DURATION, ...CONNECTION_DURATIONS), ...all(INTEGER, ...CONNECTION_LIMITS.map(([name]) => name)), httpMergeSlashes: SWITCH,
  }),
});

/** Why Istio cannot read the configuration of a proxy that a pod has as an annotation, if it cannot. */
export function proxyConfigProblem(text: string): string | undefined {
  const { value, failure } = readDocument(text);
  if (failure) return `must be YAML: ${failure.message}`;
  if (value === null) return undefined;
  if (!isObject(value)) return 'must be a map in YAML';
  // Both spellings are read, and what has another name is passed over.
  const config = Object.fromEntries(Object.entries(value).map(([key, member]) => [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), member]));
  const wrong = Object.entries(config).find(([key, member]) => {
    const schema = memberSchema(PROXY_CONFIG, key);
    return schema && !fitsSchema(schema, member, key);
  });
  return wrong ? `must have a ${wrong[0]} that can be read` : valueProblem(config);
}

function valueProblem(value: Json): string | undefined {
  const config = new Field(value, []);
  const at = (...path: string[]) => path.reduce((field, key) => field.at(key), config);
  const rules: readonly (readonly [field: Field, allowed: string, isRight: (field: Field) => boolean])[] = [
    ...['configPath', 'binaryPath', 'serviceCluster', 'discoveryAddress'].map((key) => [at(key), 'not be empty', ({ text }: Field) => text !== ''] as const),
    [at('drainDuration'), 'be whole seconds', ({ text }) => isWholeSeconds(goDuration(text)!)],
    ...['proxyAdminPort', 'statusPort'].map((key) => [at(key), 'be a port', ({ number }: Field) => isPort(number)] as const),
    ...['discoveryAddress', 'statsdUdpAddress', 'envoyMetricsServiceAddress'].map((key) => [at(key), ADDRESS, isAddressOrEmpty] as const),
    ...['envoyMetricsService', 'envoyAccessLogService'].map((key) => [at(key, 'address'), ADDRESS, isAddressOrEmpty] as const),
    ...['zipkin', 'datadog', 'lightstep'].map((key) => [at('tracing', key), 'have an address such as zipkin.example.com:9411', (field: Field) => isAddress(field.at('address'))] as const),
    [at('tracing', 'lightstep'), 'have an accessToken', (field) => field.at('accessToken').text !== ''],
    [at('privateKeyProvider'), 'have cryptomb or qat with a pollDelay', ({ value: provider }) => ['cryptomb', 'qat'].some((key) => hasDelay(valueAt(provider, key)))],
    ...CONNECTION_DURATIONS.map((key) => [at('connectionSettings', key), 'not be negative', ({ text }: Field) => goDuration(text)! >= 0n] as const),
    ...CONNECTION_LIMITS.map(([key, least]) => [at('connectionSettings', key), `be at least ${least}`, ({ number }: Field) => number >= least] as const),
  ];
  const broken = rules.find(([field, , isRight]) => field.isPresent && !isRight(field));
  return broken && `must have a ${pathText(broken[0].path)} that must ${broken[1]}`;
}

const ADDRESS = 'be a host and a port, such as istiod.istio-system.svc:15012';
const SECOND = 1_000_000_000n;

function isWholeSeconds(nanoseconds: bigint): boolean {
  return nanoseconds > 0n && nanoseconds % SECOND === 0n;
}

function isPort(number: number): boolean {
  return number >= 1 && number <= 65_535;
}

function isAddressOrEmpty(field: Field): boolean {
  return field.text === '' || isAddress(field);
}

function isAddress({ text }: Field): boolean {
  const [, bracketed, name, port] = /^(?:\[([^\][]*)\]|([^:\][]*)):([-+]?\d+)$/.exec(text.replace('$(HOST_IP)', '127.0.0.1')) ?? [];
  const host = bracketed ?? name;
  return host !== undefined && isPort(Number(port)) && (fqdn.accepts(host) || ipAddress.accepts(host));
}

function hasDelay(provider: Json | undefined): boolean {
  const delay = goDuration(String(valueAt(provider, 'pollDelay')));
  return delay !== undefined && delay !== 0n;
}
