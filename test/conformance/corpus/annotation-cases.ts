import { anyObject, deployment, service, virtualService } from '../../../src/checks/examples';
import type { Case } from '../judge';

const on = (yaml: string, annotation: string) => yaml.replace(/^metadata:$/m, `metadata:\n  annotations: {${annotation}}`);
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {istio-injection: enabled}\n';
const POD = anyObject('v1', 'Pod', 'reviews', 'containers: [{name: app, image: reviews}]');
const template = (annotation: string, labels = '{app: reviews}') => deployment('reviews', labels).replace('    labels:', `    annotations: {${annotation}}\n      labels:`);

const PLACES: { readonly [name: string]: string } = {
  'an annotation that nobody knows on a Namespace': on(NAMESPACE, 'istio.io/nothing: a'),
  'an annotation that nobody knows on a Service': on(service(''), 'nothing.istio.io/a: a'),
  'an annotation that nobody knows on a Deployment': on(deployment('reviews', '{app: reviews}'), 'sidecar.istio.io/injects: "true"'),
  'an annotation that nobody knows on a pod': template('sidecar.istio.io/injects: "true"'),
  'an annotation that nobody knows on a Pod': on(POD, 'sidecar.istio.io/injects: "true"'),
  'an annotation that nobody knows on a kind of Istio': on(virtualService(''), 'networking.istio.io/nothing: a'),
  'an annotation of somebody else': on(service(''), 'example.com/istio.io: a'),
  'an annotation of a group that ends like that of Istio': on(service(''), 'myistio.io/a: a'),
  'an annotation without a group': on(service(''), 'istio.io: a'),
  'the class of an ingress on a Service': on(service(''), 'kubernetes.io/ingress.class: istio'),
  'suppressed findings on a Service': on(service(''), 'galley.istio.io/analyze-suppress: IST0109'),
  'a suppressed unknown annotation': on(service(''), 'galley.istio.io/analyze-suppress: IST0108, nothing.istio.io/a: a'),
  'the revision on a Deployment': on(deployment('reviews', '{app: reviews}'), 'istio.io/rev: a'),
  'the state of a sidecar on a Service': on(service(''), 'sidecar.istio.io/status: a'),
  'the trial of a policy on a Service': on(service(''), 'istio.io/dry-run: "true"'),
  'the distribution of traffic on a Service': on(service(''), 'networking.istio.io/traffic-distribution: PreferClose'),
  'the distribution of traffic on a Namespace': on(NAMESPACE, 'networking.istio.io/traffic-distribution: PreferClose'),
  'the distribution of traffic on a Deployment': on(deployment('reviews', '{app: reviews}'), 'networking.istio.io/traffic-distribution: PreferClose'),
  'an injection on a Deployment': on(deployment('reviews', '{app: reviews}'), 'sidecar.istio.io/inject: "true"'),
  'an injection on a Namespace': on(NAMESPACE, 'sidecar.istio.io/inject: "true"'),
  'an injection by annotation and label': template('sidecar.istio.io/inject: "true"', '{app: reviews, sidecar.istio.io/inject: "true"}'),
  'an injection on a Pod': on(POD, 'sidecar.istio.io/inject: "false"'),
  'accounts on a Service': on(service(''), 'alpha.istio.io/kubernetes-serviceaccounts: a'),
  'accounts on a pod': template('alpha.istio.io/kubernetes-serviceaccounts: a'),
  'a wrong value at the wrong place': on(deployment('reviews', '{app: reviews}'), 'status.sidecar.istio.io/port: a'),
  'a deprecated annotation with a wrong value': template('traffic.sidecar.istio.io/kubevirtInterfaces: 1a'),
  'several annotations': template('sidecar.istio.io/proxyCPU: a, status.sidecar.istio.io/port: a, nothing.istio.io/a: a'),
  'an annotation that is a number': template('sidecar.istio.io/proxyCPU: 1'),
};

const VALUES: { readonly [annotation: string]: readonly string[] } = {
  'sidecar.istio.io/interceptionMode': ['REDIRECT', 'TPROXY', 'NONE', 'redirect', ''],
  'status.sidecar.istio.io/port': ['15021', '0', '65535', '65536', ' 80 ', '+80', '-1', '', 'a', '1e3', '080'],
  'readiness.status.sidecar.istio.io/initialDelaySeconds': ['1', '0', '4294967295', '4294967296', ' 1', '1.5', '', '-1'],
  'readiness.status.sidecar.istio.io/periodSeconds': ['2s', '02'],
  'readiness.status.sidecar.istio.io/failureThreshold': ['30', '1_000'],
  'readiness.status.sidecar.istio.io/applicationPorts': ['a'],
  'traffic.sidecar.istio.io/includeOutboundIPRanges': ['*', '', '10.0.0.0/8', '10.0.0.0/8,2001:db8::/32', '10.0.0.0/8, 11.0.0.0/8', '10.0.0.1', '10.0.0.0/33', '10.0.0.0/08', 'fe80::%eth0/64', '*,10.0.0.0/8'],
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': ['*', '', '10.0.0.0/8', '10.0.0.0/8,', '::ffff:1.2.3.4/96', '1.2.3.4/0'],
  'traffic.sidecar.istio.io/includeInboundPorts': ['*', '', ' ', '80, 443', '80,', '80,*', ' * ', '80 443', '70000'],
  'traffic.sidecar.istio.io/excludeInboundPorts': ['*', '80', '80-90'],
  'traffic.sidecar.istio.io/excludeOutboundPorts': ['', '3306,6379', 'mysql'],
  'traffic.sidecar.istio.io/includeOutboundPorts': ['a'],
  'traffic.sidecar.istio.io/excludeInterfaces': ['eth0, net1', '', '1eth', 'eth0,', 'a234567890123456', 'a23456789012345', 'eth 0', 'eth0:1'],
  'istio.io/reroute-virtual-interfaces': ['net1', 'net1,,net2', '/'],
  'prometheus.istio.io/merge-metrics': ['true', 'false', '1', 't', 'F', 'True', 'yes', 'tRUE', ''],
  'sidecar.istio.io/proxyCPU': ['100m', '1', '0.5', '.5', '1.', '.', '', 'm', '-1', '+1', '1e3', '1e', '1E', '1E3', '1ee3', '1k', '1K', '1Ki', '1u', '1i', '1 m', 'a', '1m1', '1e-3', '--1', '1.5.1', '0x1'],
  'sidecar.istio.io/proxyMemory': ['128Mi', '1G', '128MB', '128mi', '1Ti', '1Ei'],
  'sidecar.istio.io/proxyCPULimit': ['2', 'two'],
  'sidecar.istio.io/proxyMemoryLimit': ['1Gi', '1gi'],
  'proxy.istio.io/config': [
    '', 'null', 'a', '[]', '1', '{}', 'a: b: c', 'nothing: 1', 'concurrency: 2', 'concurrency: "2"', 'concurrency: -1', 'concurrency: a', 'concurrency: 1.5', 'concurrency: null',
    'holdApplicationUntilProxyStarts: true', 'holdApplicationUntilProxyStarts: "true"', 'hold_application_until_proxy_starts: a',
    'proxyMetadata: {A: b}', 'proxyMetadata: {A: true}', 'proxyMetadata: {A: "true"}', 'proxyMetadata: {A: 1}', 'proxyMetadata: {ISTIO_META_DNS_AUTO_ALLOCATE: "true"}', 'proxyMetadata: []',
    'drainDuration: 30s', 'drainDuration: 0s', 'drainDuration: 1500ms', 'drainDuration: 1m', 'drainDuration: 30', 'drainDuration: -1s', 'terminationDrainDuration: 0s', 'terminationDrainDuration: a',
    'discoveryAddress: istiod:15012', 'discoveryAddress: ""', 'discoveryAddress: istiod', 'discoveryAddress: "istiod:0"', 'discoveryAddress: "[::1]:80"', 'discoveryAddress: "::1:80"', 'discoveryAddress: "a_b:80"', 'discoveryAddress: "a:http"',
    'configPath: ""', 'serviceCluster: a', 'serviceCluster: ""', 'tracingServiceName: CANONICAL_NAME_ONLY', 'tracingServiceName: NOPE', 'statusPort: 15021', 'statusPort: 0', 'statusPort: 70000', 'proxyAdminPort: 0',
    'tracing: {zipkin: {address: "zipkin:9411"}}', 'tracing: {zipkin: {address: zipkin}}', 'tracing: {zipkin: {}}', 'tracing: {zipkin: null}', 'tracing: {datadog: {address: "$(HOST_IP):8126"}}', 'tracing: {sampling: 10}', 'tracing: {sampling: a}',
    'tracing: {lightstep: {address: "a:80"}}', 'tracing: {lightstep: {address: "a:80", accessToken: b}}', 'tracing: {openCensusAgent: {}}',
    'statsdUdpAddress: ""', 'statsdUdpAddress: "a:8125"', 'statsdUdpAddress: a', 'envoyMetricsService: {address: a}', 'envoyMetricsService: {}', 'envoyAccessLogService: {address: "a:1"}',
    'privateKeyProvider: {}', 'privateKeyProvider: {cryptomb: {pollDelay: 10ms}}', 'privateKeyProvider: {qat: {pollDelay: 0s}}', 'privateKeyProvider: {qat: {}}', 'privateKeyProvider: {qat: {pollDelay: 1ms}}',
    'connectionSettings: {httpIdleTimeout: 0s}', 'connectionSettings: {httpIdleTimeout: -1s}', 'connectionSettings: {httpMaxConcurrentStreams: 0}', 'connectionSettings: {http2InitialStreamWindowSize: 65535}', 'connectionSettings: {http2InitialStreamWindowSize: 65534}',
    'interceptionMode: TPROXY', 'interceptionMode: OTHER', 'interceptionMode: 7', 'controlPlaneAuthPolicy: NONE', 'controlPlaneAuthPolicy: INHERIT', 'image: {imageType: distroless}', 'image: distroless', 'extraStatTags: [a]', 'extraStatTags: a',
    'proxyStatsMatcher: {inclusionPrefixes: [a]}', 'proxyStatsMatcher: {inclusionPrefixes: a}', 'gatewayTopology: {numTrustedProxies: 1}',
  ],
};

/** Annotations at places and with values where Istio's analyzers say something, or nearly. */
export function annotationCases(): Case[] {
  return [
    ...Object.entries(PLACES).map(([name, yaml]) => ({ name, yaml })),
    ...Object.entries(VALUES).flatMap(([annotation, values]) => values.map((value) => (
      { name: `${annotation} ${JSON.stringify(value)} on a pod`, yaml: template(`${annotation}: ${JSON.stringify(value)}`) }
    ))),
  ];
}
