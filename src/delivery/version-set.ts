import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { MeasuredVersion } from './measured-service';
import { rejectSharedHosts, rejectSharedPods } from './shared-pods';
import { kubernetesName } from '../istio/dns-label';
import type { Place } from '../private/place';
import { Subset } from '../traffic-policy/subset';
import type { TrafficPolicy } from '../traffic-policy/traffic-policy';
import type { HostAddress, KnownPods, LabelMap } from '../workload/pods';
import type { ResolvedPort } from '../workload/service-port';
import type { ServiceVersion } from '../workload/service-version';

/** The versions of a service, and how its pods are told from others. */
export interface VersionSetProps {
  /** The service's name, with which the names of workloads begin. */
  readonly service: string;
  readonly versions: ServiceVersion[];
  readonly retiring: ServiceVersion[];
  /** The labels by which the Service selects the pods of all versions. */
  readonly selector: LabelMap;
  /** The key of the label that tells them apart. */
  readonly versionLabel: string;
  readonly host: string;
  readonly namespace?: string;
  readonly clusterDomain: string;
  readonly ports: ResolvedPort[];
}

interface PlacedVersion {
  readonly place: Place;
  readonly version: ServiceVersion;
}

/** A version with what is known of its pods. */
export interface KnownVersion extends PlacedVersion {
  readonly pods: KnownPods;
}

/** All versions of a service: those in use and those that are retiring, with their subsets and workloads. */
export class VersionSet {
  private readonly all: KnownVersion[];
  private readonly workloads = new Map<ServiceVersion, ApiObject>();

  public constructor(place: Place, private readonly props: VersionSetProps) {
    if (props.versions.length === 0) {
      place.at('versions').fail('VersionsMissing', { must: 'have at least one version', got: [], fix: 'add the version that is in use' });
    }
    const inUse = props.versions.map((version, index) => ({ place: place.at('versions').item(index), version }));
    const retiring = props.retiring.map((version, index) => ({ place: place.at('retiring').item(index), version }));
    for (const one of [...inUse, ...retiring]) {
      one.version._validate(one.place);
      this.rejectLongName(place.at('name'), one.version);
    }
    rejectDuplicates(inUse, retiring);
    const known = [...inUse, ...retiring].map(({ place: own, version }) => (
      { place: own, version, pods: version._pods.identify(own, { ...props, version: version.name }) }
    ));
    rejectSharedPods(known);
    rejectSharedHosts(known, props);
    rejectUnreached(place.at('ports'), known, props.ports);
    this.all = inOrder(known);
    for (const { version, pods } of this.all) {
      this.keep(version, pods.workload);
    }
  }

  /** All versions, with what is known of their pods. */
  public get known(): KnownVersion[] {
    return this.all;
  }

  /** The versions that rules may name. */
  public get inUse(): ServiceVersion[] {
    return this.props.versions;
  }

  /** The versions to which no rule leads. */
  public get retiring(): ServiceVersion[] {
    return this.props.retiring;
  }

  /** A subset for each version behind the service, retiring ones included: proxies may still send requests there. */
  public subsets(policies: ReadonlyMap<ServiceVersion, TrafficPolicy>): Subset[] | undefined {
    const subsets = this.all.flatMap(({ version, pods: { subset } }) => (
      subset ? [Subset.labeled(version.name, subset, { trafficPolicy: policies.get(version) })] : []
    ));
    return subsets.length > 0 ? subsets : undefined;
  }

  /** Whether the pods of any version are behind the service. */
  public get hasSubsets(): boolean {
    return this.all.some(({ pods: { subset } }) => subset);
  }

  /** Where the versions are called that are not behind the service. */
  public get elsewhere(): Map<ServiceVersion, HostAddress> {
    return new Map(this.all.flatMap(({ version, pods: { address } }) => address ? [[version, address]] : []));
  }

  /** What metrics say of the versions. */
  public get measured(): MeasuredVersion[] {
    return this.all.map(({ version, pods: { labels, address } }) => (
      { version, podLabels: labels, workload: this.workloads.get(version)?.name, host: address?.host }
    ));
  }

  /** Makes the workloads of the versions whose pods are not run by somebody else. */
  public makeWorkloads(scope: Construct): void {
    const { service, ports } = this.props;
    const targetPorts = [...new Set(ports.map(({ targetPort }) => targetPort))];
    for (const { version, pods: { labels } } of this.all) {
      this.keep(version, version._pods.make?.(scope, version.name, { name: this.workloadName(version), service, labels, targetPorts }));
    }
  }

  /** The workload of a version, made here or adopted. */
  public workload(place: Place, version: ServiceVersion): ApiObject {
    return this.workloads.get(version) ?? place.fail('WorkloadMissing', {
      must: 'be asked of a version of this service whose workload is made here or adopted',
      found: `version ${version.name}`,
      fix: 'change the workload where it is made',
    });
  }

  private keep(version: ServiceVersion, workload?: ApiObject): void {
    if (workload) {
      this.workloads.set(version, workload);
    }
  }

  private workloadName(version: ServiceVersion): string {
    return `${this.props.service}-${version.name}`;
  }

  private rejectLongName(place: Place, version: ServiceVersion): void {
    const workload = this.workloadName(version);
    if (version._pods.make && !kubernetesName.accepts(workload)) {
      place.fail('NameTooLong', {
        must: 'be short enough that with a hyphen and the name of a version it has at most 63 characters',
        found: `${workload} with ${workload.length}`,
        fix: 'shorten the name of the service or of the version',
      });
    }
  }
}

/** Complains of two versions with one name, and of one that is retiring and in use at once. */
function rejectDuplicates(inUse: PlacedVersion[], retiring: PlacedVersion[]): void {
  const earlier: PlacedVersion[] = [];
  for (const entry of [...inUse, ...retiring]) {
    const { place, version } = entry;
    const other = earlier.find((one) => one.version.name === version.name);
    if (other?.version === version && inUse.includes(other) && retiring.includes(entry)) {
      place.fail('VersionRetiring', {
        must: 'be a version that is not in use', found: `version ${version.name}, which is in use`, fix: 'remove it in one of the two places',
      });
    }
    if (other) {
      place.at('name').fail('DuplicateVersion', {
        must: 'differ from the names of all other versions of the service',
        got: version.name,
        fix: other.version === version ? 'give the version once' : 'give every version a name of its own',
      });
    }
    earlier.push(entry);
  }
}

/** Containers may listen on ports that they do not declare; but where the Service targets none of those declared, it reaches nobody. */
function rejectUnreached(place: Place, versions: KnownVersion[], ports: ResolvedPort[]): void {
  const targeted = ports.map(({ targetPort }) => targetPort);
  for (const { version, pods: { declaredPorts = [] } } of versions) {
    if (declaredPorts.length > 0 && !declaredPorts.some((port) => targeted.includes(port))) {
      place.fail('TargetPortUnknown', {
        must: `target a port that the containers of version ${version.name} declare (${declaredPorts.join(', ')})`,
        got: targeted,
        fix: 'set targetPort to the port on which they listen, or let them declare this one',
      });
    }
  }
}

/** Versions in an order that does not depend on their roles, so that a change of roles moves nothing in the output: v2 before v10. */
function inOrder<T extends PlacedVersion>(versions: T[]): T[] {
  return [...versions].sort((a, b) => sortKey(a) < sortKey(b) ? -1 : 1);
}

/** Numbers of equal length sort as numbers; the name itself tells v1 from v01. An Intl.Collator would take long to load. */
function sortKey({ version: { name } }: PlacedVersion): string {
  return `${name.replace(/\d+/g, (digits) => digits.padStart(63, '0'))} ${name}`;
}
