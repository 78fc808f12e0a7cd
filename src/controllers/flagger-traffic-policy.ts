import type { CanarySpec, TrafficPolicySpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderTrafficPolicy, TrafficPolicy } from '../traffic-policy/traffic-policy';

type FlaggerTrafficPolicySpec = NonNullable<CanarySpec['service']>['trafficPolicy'];

/** The `trafficPolicy` of a Canary's `service`, of which Flagger's CRD and Flagger itself know a part only. */
export function renderFlaggerTrafficPolicy(place: Place, policy: TrafficPolicy): FlaggerTrafficPolicySpec {
  const rendered = renderTrafficPolicy(place, policy);
  if (!rendered) {
    return undefined;
  }
  for (const [prop, value] of unknownToFlagger(rendered)) {
    if (value !== undefined) {
      prop.reduce((parent, name) => parent.at(name), place).fail('FlaggerDropsSetting', {
        must: 'be left out of a service that Flagger releases', got: value, fix: 'its CRD does not know it and would drop it without a word, so nothing would be limited or secured by it',
      });
    }
  }
  const { loadBalancer } = rendered;
  const cookie = loadBalancer?.consistentHash?.httpCookie;
  if (cookie && cookie.ttl === undefined) {
    place.at('loadBalancer').at('ttl').fail('FlaggerDropsSetting', {
      must: 'be given for a cookie', got: cookie.ttl, fix: 'Flagger would write an empty text for it, which Istio refuses: add a ttl, or 0 until the browser is closed',
    });
  }
  if (loadBalancer?.simple === 'PASSTHROUGH') {
    place.at('loadBalancer').fail('SplitBypassed', {
      must: 'choose a pod of the version', got: loadBalancer.simple, fix: 'the address that the client called would decide instead of the weights: leave it out, or choose another',
    });
  }
  return rendered;
}

/** By the path of the prop, what would be lost. */
function unknownToFlagger(policy: TrafficPolicySpec): [string[], unknown][] {
  const { connectionPool, loadBalancer, outlierDetection, tls } = policy;
  const { consistentHash, localityLbSetting, warmup, zoneAwareLbSetting } = loadBalancer ?? {};
  return [
    [['connectionPool', 'tcp'], connectionPool?.tcp],
    [['connectionPool', 'http', 'maxConcurrentStreams'], connectionPool?.http?.maxConcurrentStreams],
    [['connectionPool', 'http', 'useClientProtocol'], connectionPool?.http?.useClientProtocol],
    [['connectionPool', 'http', 'http2KeepAlive'], connectionPool?.http?.http2KeepAlive],
    [['outlierDetection', 'outlierDetectionHttpErrorCodes'], outlierDetection?.outlierDetectionHttpErrorCodes],
    [['loadBalancer', 'hashOnQueryParameter'], consistentHash?.httpQueryParameterName],
    [['loadBalancer', 'algorithm'], consistentHash?.ringHash ?? consistentHash?.maglev],
    [['loadBalancer', 'attributes'], consistentHash?.httpCookie?.attributes],
    [['loadBalancer', 'warmup'], warmup],
    [['loadBalancer', 'locality', 'failoverPriority'], localityLbSetting?.failoverPriority],
    // It writes true alone.
    [['loadBalancer', 'locality'], zoneAwareLbSetting ?? (localityLbSetting?.enabled === false ? localityLbSetting : undefined)],
    [['tls', 'caCrl'], tls?.caCrl],
    [['tls', 'credentialName'], tls?.credentialName],
    [['tls', 'insecureSkipVerify'], tls?.insecureSkipVerify],
    ...(['portLevelSettings', 'proxyProtocol', 'retryBudget', 'tunnel'] as const).map((key): [string[], unknown] => [[key], policy[key]]),
  ];
}
