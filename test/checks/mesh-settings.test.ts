import { Checks } from '../../src/checks/checks';
import { serviceEntry, telemetry } from '../../src/checks/examples';
import { Manifests } from '../../src/manifests/manifests';

function codes(yaml: string, meshConfig: string) {
  return Checks.run(Manifests.fromYaml(yaml), { meshConfig }).findings.map(({ code }) => code);
}

describe('what the configuration of the mesh allows', () => {
  const logging = telemetry('accessLogging:\n- disabled: false');
  test.each([
    ['no default provider', '{}', ['IST0157']],
    ['an empty list of default providers', 'defaultProviders: {accessLogging: []}', ['IST0157']],
    ['a default provider', 'defaultProviders: {accessLogging: [envoy]}', []],
  ])('a Telemetry without a provider of its own, with %s', (_, meshConfig, expected) => {
    expect(codes(logging, meshConfig)).toEqual(expected);
  });

  const entry = serviceEntry('ports:\n- {number: 443, name: tcp, protocol: TCP}');
  const METADATA = (metadata: string) => `defaultConfig: {proxyMetadata: ${metadata}}`;
  test.each([
    ['{ISTIO_META_DNS_CAPTURE: "true"}', ['IST0134']],
    ['{ISTIO_META_DNS_AUTO_ALLOCATE: "true"}', ['IST0134']],
    ['{ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "false"}', ['IST0134']],
    ['{ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "true"}', []],
    ['{ISTIO_META_DNS_CAPTURE: "true", PILOT_ENABLE_IP_AUTOALLOCATE: "true"}', []],
  ])('a port of TCP without addresses, where proxies have %s', (metadata, expected) => {
    expect(codes(entry, METADATA(metadata))).toEqual(expected);
  });
});

test('a provider of Lightstep is deprecated', () => {
  const traced = (provider: string) => telemetry(`tracing:\n- providers: [{name: ${provider}}]`);
  const PROVIDERS = 'extensionProviders: [{name: steps, lightstep: {service: a, port: 80}}, {name: otel, opentelemetry: {service: a, port: 80}}]';
  expect(codes(traced('steps'), PROVIDERS)).toEqual(['IST0002']);
  expect(codes(traced('otel'), PROVIDERS)).toEqual([]);
  expect(codes(traced('steps'), '{}')).toEqual([]);
});

test('an object whose name the API server makes up has no wrong name', () => {
  const named = (metadata: string) => serviceEntry('').replace('name: external', metadata);
  expect(codes(named('generateName: external-'), '{}')).toEqual([]);
  expect(codes(named('generateName: ""'), '{}')).toEqual(['ObjectNameInvalid']);
});

test('a finding is reported of what is given, and not of what is assumed', () => {
  const assumed = Manifests.fromYaml(telemetry('accessLogging:\n- disabled: false', 'assumed'));
  expect(Checks.run(Manifests.fromYaml(serviceEntry('')), { assumed }).findings).toEqual([]);
  const twice = Manifests.fromYaml(telemetry('tracing:\n- randomSamplingPercentage: 1', 'assumed'));
  const { findings } = Checks.run(Manifests.fromYaml(telemetry('tracing:\n- randomSamplingPercentage: 1')), { assumed: twice });
  expect(findings.map(({ code, about }) => `${code} ${about?.name}`)).toEqual(['IST0160 metrics']);
});
