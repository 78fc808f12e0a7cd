import type { VersionSet } from './version-set';
import type { Place } from '../private/place';
import { BasicTrafficPolicy, renderSubsetPolicy, renderTrafficPolicy, TrafficPolicy } from '../traffic-policy/traffic-policy';
import type { ResolvedPort } from '../workload/service-port';
import type { ServiceVersion } from '../workload/service-version';

/**
 * How the pods of one version are called.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export interface VersionPolicy {
  /** One of the service's versions, retiring ones included, whose pods are behind the service itself. */
  readonly version: ServiceVersion;
  /** What is different for this version; what it does not say is inherited from that of the service, each member as a whole. */
  readonly trafficPolicy: TrafficPolicy;
}

/** The policies of a service and of its versions, with the props that hold them. */
export interface ServicePolicies {
  readonly trafficPolicy?: TrafficPolicy;
  readonly versionPolicies?: VersionPolicy[];
}

/** By version, the policy of its own. Complains of policies that act on nothing, or keep the rules from acting. */
export function policiesByVersion(
  place: Place, props: ServicePolicies, versions: VersionSet, ports: ResolvedPort[],
): Map<ServiceVersion, TrafficPolicy> {
  const { trafficPolicy, versionPolicies = [] } = props;
  const ofService = place.at('trafficPolicy');
  if (trafficPolicy && !versions.hasSubsets) {
    failWithoutPods(ofService, 'where no version is behind the service', 'versions behind other hosts alone');
  }
  rejectIneffective(ofService, trafficPolicy, ports);
  const inherited = trafficPolicy && renderTrafficPolicy(ofService, trafficPolicy);
  const found = new Map<ServiceVersion, TrafficPolicy>();
  versionPolicies.forEach(({ version, trafficPolicy: own }, index) => {
    const entry = place.at('versionPolicies').item(index);
    rejectVersion(entry.at('version'), version, versions, found);
    rejectIneffective(entry.at('trafficPolicy'), own, ports);
    // The DestinationRule knows nothing of this prop, so that mistakes are found here.
    renderSubsetPolicy(entry.at('trafficPolicy'), own, inherited);
    found.set(version, own);
  });
  return found;
}

function rejectVersion(place: Place, version: ServiceVersion, versions: VersionSet, earlier: ReadonlyMap<ServiceVersion, unknown>): void {
  const all = [...versions.inUse, ...versions.retiring];
  if (!all.includes(version)) {
    place.fail('UnknownVersion', {
      must: `be a version of this service (${all.map(({ name }) => name).join(', ')})`,
      found: `version ${version.name}`,
      fix: 'pass the same ServiceVersion object that the service has, or remove the policy',
    });
  }
  if (versions.elsewhere.has(version)) {
    failWithoutPods(place, 'for a version behind another host', `version ${version.name}`);
  }
  if (earlier.has(version)) {
    place.fail('DuplicateVersionPolicy', {
      must: 'be a version that no earlier entry is for', found: `version ${version.name} again`, fix: 'join the two policies',
    });
  }
}

function failWithoutPods(place: Place, where: string, found: string): never {
  return place.fail('PolicyIneffective', {
    must: `be left out ${where}`,
    found,
    fix: 'callers go by the policy of the host that they call: write a DestinationRule for each of these hosts',
  });
}

function rejectIneffective(place: Place, policy: TrafficPolicy = {}, ports: ResolvedPort[]): void {
  rejectPassthrough(place.at('loadBalancer'), policy);
  (policy.portLevelSettings ?? []).forEach((entry, index) => {
    const own = place.at('portLevelSettings').item(index);
    if (!ports.some(({ port }) => port === entry.port)) {
      own.at('port').fail('PolicyIneffective', {
        must: `be a port of the service (${ports.map(({ port }) => port).join(', ')})`, got: entry.port, fix: 'name the port that clients call',
      });
    }
    rejectPassthrough(own.at('loadBalancer'), entry);
  });
}

/** Istio then sends requests where the client addressed them, whatever subset a rule names. */
function rejectPassthrough(place: Place, { loadBalancer }: BasicTrafficPolicy): void {
  const simple = loadBalancer?._render(place).simple;
  if (simple === 'PASSTHROUGH') {
    place.fail('SplitBypassed', {
      must: 'choose a pod of the version',
      got: simple,
      fix: 'the address that the client called would decide instead of the weights: leave it out, or choose another',
    });
  }
}
