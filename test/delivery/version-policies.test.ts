import {
  BlueGreenService, BlueGreenSlot, CanaryService, CanaryServiceProps, HeaderRoutedService, LoadBalancer, MirroredService, ProxyProtocolVersion,
  ServicePort, ServiceVersion, VersionPolicy,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { reviews, specOf, V1, V2 } from '../support/chart';
import { only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';

const PORTS = [ServicePort.http(8080), ServicePort.grpc(9090)];
const CAREFUL = { connectionPool: { http: { http2MaxRequests: 10 } } };
const POLICY: Required<VersionPolicy> = { version: V2, trafficPolicy: CAREFUL };

function ruleOf(props: Partial<CanaryServiceProps>) {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', { ports: PORTS, stable: V1, canary: V2, ...props });
  return only(synthesised(chart), 'DestinationRule').spec;
}

test('a version is called in a way of its own, and the others as the service says', () => {
  const rule = ruleOf({ trafficPolicy: { outlierDetection: {} }, versionPolicies: [POLICY] });
  expect(rule.trafficPolicy).toEqual({ outlierDetection: {} });
  expect(rule.subsets).toEqual([
    { name: 'v1', labels: { version: 'v1' } },
    { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { connectionPool: { http: { http2MaxRequests: 10 } } } },
  ]);
});

test('a version keeps its policy while it is retiring, for some proxies still send requests there', () => {
  const { subsets } = ruleOf({ canary: undefined, retiring: [V2], versionPolicies: [POLICY] });
  expect(subsets[1].trafficPolicy).toEqual({ connectionPool: { http: { http2MaxRequests: 10 } } });
});

test('what a version says of a port inherits from the service', () => {
  const { subsets } = ruleOf({
    trafficPolicy: { outlierDetection: {}, portLevelSettings: [{ port: 9090, loadBalancer: LoadBalancer.roundRobin() }] },
    versionPolicies: [{ version: V1, trafficPolicy: { portLevelSettings: [{ port: 9090, ...CAREFUL }] } }],
  });
  expect(subsets[0].trafficPolicy.portLevelSettings).toEqual([{
    port: { number: 9090 }, connectionPool: { http: { http2MaxRequests: 10 } }, outlierDetection: {}, loadBalancer: { simple: 'ROUND_ROBIN' },
  }]);
});

test('every delivery construct takes them', () => {
  const chart = bookinfo();
  new BlueGreenService(chart, 'a', { ports: PORTS, blue: V1, green: V2, active: BlueGreenSlot.BLUE, versionPolicies: [POLICY] });
  new HeaderRoutedService(chart, 'b', { ports: PORTS, versions: [V1, V2], defaultVersion: V1, routes: [], versionPolicies: [POLICY] });
  new MirroredService(chart, 'c', { ports: PORTS, stable: V1, shadow: V2, versionPolicies: [POLICY] });
  const rules = synthesised(chart).filter(({ kind }) => kind === 'DestinationRule');
  expect(rules.map(({ spec }) => spec.subsets[1].trafficPolicy)).toEqual(Array(3).fill({ connectionPool: { http: { http2MaxRequests: 10 } } }));
});

test('no policy leaves the DestinationRule as it is', () => {
  const chart = bookinfo();
  reviews({ versionPolicies: [] }, chart);
  expect(specOf(chart, 'DestinationRule')).toEqual({
    host: 'reviews.bookinfo.svc.cluster.local', subsets: [{ name: 'v1', labels: { version: 'v1' } }],
  });
});

const ELSEWHERE = ServiceVersion.host('v3', 'reviews-v3');

test.each<[string, Partial<CanaryServiceProps>, string, string]>([
  ['a version of another service', { versionPolicies: [{ ...POLICY, version: ServiceVersion.image('v2', 'a') }] }, 'UnknownVersion',
    'versionPolicies[0].version'],
  ['a version twice', { versionPolicies: [POLICY, POLICY] }, 'DuplicateVersionPolicy', 'versionPolicies[1].version'],
  ['a version behind another host', { canary: ELSEWHERE, versionPolicies: [{ ...POLICY, version: ELSEWHERE }] }, 'PolicyIneffective',
    'versionPolicies[0].version'],
  ['a version whose pod the client chooses', { versionPolicies: [{ version: V1, trafficPolicy: { loadBalancer: LoadBalancer.passthrough() } }] },
    'SplitBypassed', 'versionPolicies[0].trafficPolicy.loadBalancer'],
  ['a port on which the client chooses', { trafficPolicy: { portLevelSettings: [{ port: 8080, loadBalancer: LoadBalancer.passthrough() }] } },
    'SplitBypassed', 'trafficPolicy.portLevelSettings[0].loadBalancer'],
  ['a port that the service does not have', { trafficPolicy: { portLevelSettings: [{ port: 80, ...CAREFUL }] } }, 'PolicyIneffective',
    'trafficPolicy.portLevelSettings[0].port'],
  ['a port that the service does not have, for a version', {
    versionPolicies: [{ version: V1, trafficPolicy: { portLevelSettings: [{ port: 80, ...CAREFUL }] } }],
  }, 'PolicyIneffective', 'versionPolicies[0].trafficPolicy.portLevelSettings[0].port'],
  ['a mistake in the policy', { versionPolicies: [{ version: V1, trafficPolicy: { connectionPool: { tcp: { maxConnections: 0 } } } }] },
    'InvalidCount', 'versionPolicies[0].trafficPolicy.connectionPool.tcp.maxConnections'],
  ['what is refused beside the policy of the service', {
    trafficPolicy: { tunnel: { targetHost: 'a.b', targetPort: 1 } },
    versionPolicies: [{ version: V1, trafficPolicy: { proxyProtocol: ProxyProtocolVersion.V1 } }],
  }, 'TunnelConflict', 'versionPolicies[0].trafficPolicy.proxyProtocol'],
])('refuses %s', (_mistake, props, code, place) => {
  expect(codeOf(() => ruleOf(props))).toBe(code);
  expect(messageOf(() => ruleOf(props))).toContain(`[bookinfo/reviews] ${code}: ${place} must `);
});
