import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { MeasuredVersion } from './measured-service';
import { kubernetesName } from '../istio/dns-label';
import type { Place } from '../private/place';
import { Subset } from '../traffic-policy/subset';
import type { LabelMap } from '../workload/pods';
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
}

interface PlacedVersion {
  readonly place: Place;
  readonly version: ServiceVersion;
}

/** A version with the labels by which its subset selects, and with all labels of which we know that its pods carry them. */
interface LabelledVersion extends PlacedVersion {
  readonly subset: LabelMap;
  readonly pods: LabelMap;
}

/** All versions of a service: those in use and those that are retiring, with their subsets and workloads. */
export class VersionSet {
  private readonly all: LabelledVersion[];
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
    this.all = inOrder(withLabels([...inUse, ...retiring], props));
  }

  /** The versions that rules may name. */
  public get inUse(): ServiceVersion[] {
    return this.props.versions;
  }

  /** The versions to which no rule leads. */
  public get retiring(): ServiceVersion[] {
    return this.props.retiring;
  }

  /** A subset for each version, retiring ones included: proxies may still send requests there. */
  public get subsets(): Subset[] {
    return this.all.map(({ version, subset }) => Subset.labeled(version.name, subset));
  }

  /** What metrics say of the versions. */
  public get measured(): MeasuredVersion[] {
    return this.all.map(({ version, pods }) => ({ version, podLabels: pods, workload: this.workloads.get(version)?.name }));
  }

  /** Containers may listen on ports that they do not declare; but where the Service targets none of those declared, it reaches nobody. */
  public rejectUnreached(place: Place, ports: ResolvedPort[]): void {
    const targeted = ports.map(({ targetPort }) => targetPort);
    for (const { version } of this.all) {
      const declared = version._pods.declaredPorts ?? [];
      if (declared.length > 0 && !declared.some((port) => targeted.includes(port))) {
        place.fail('TargetPortUnknown', {
          must: `target a port that the containers of version ${version.name} declare (${declared.join(', ')})`,
          got: targeted,
          fix: 'set targetPort to the port on which they listen, or let them declare this one',
        });
      }
    }
  }

  /** Makes the workloads of the versions whose pods are not run by somebody else. */
  public makeWorkloads(scope: Construct, ports: ResolvedPort[]): void {
    const { service } = this.props;
    const targetPorts = [...new Set(ports.map(({ targetPort }) => targetPort))];
    for (const { version, pods } of this.all) {
      const workload = version._pods.make(scope, version.name, { name: this.workloadName(version), service, labels: pods, targetPorts });
      if (workload) {
        this.workloads.set(version, workload);
      }
    }
  }

  /** The workload made for a version. */
  public workload(place: Place, version: ServiceVersion): ApiObject {
    return this.workloads.get(version) ?? place.fail('WorkloadMissing', {
      must: 'be asked of a version of this service whose pods are made here',
      found: `version ${version.name}`,
      fix: 'change the workload where it is made',
    });
  }

  private workloadName(version: ServiceVersion): string {
    return `${this.props.service}-${version.name}`;
  }

  private rejectLongName(place: Place, version: ServiceVersion): void {
    const workload = this.workloadName(version);
    if (!version._pods.ownLabels && !kubernetesName.accepts(workload)) {
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

/** Gives the versions their labels; complains of labels that cannot tell them apart, or that the Service does not select. */
function withLabels(versions: PlacedVersion[], { selector, versionLabel }: VersionSetProps): LabelledVersion[] {
  const labelled = versions.map(({ place, version }) => {
    const subset = version._pods.ownLabels ?? { [versionLabel]: version.name };
    for (const [key, value] of Object.entries(selector)) {
      if (subset[key] !== undefined && subset[key] !== value) {
        place.at('labels').item(key).fail('LabelsNotSelected', {
          must: `be ${JSON.stringify(value)}, by which the Service selects its pods`,
          got: subset[key],
          fix: 'leave it out, or let the Service select by another label (name, selector, or appLabel in MeshSettings)',
        });
      }
    }
    return { place, version, subset, pods: { ...selector, ...subset } };
  });
  // Of two with the same labels, the one given later is complained of: it is more likely new.
  for (const one of [...labelled].reverse()) {
    const other = labelled.find(({ version, pods }) => version !== one.version && holds(pods, one.subset));
    if (other) {
      one.place.fail('SubsetsOverlap', {
        must: `have labels that the pods of version ${other.version.name} do not carry`,
        got: one.subset,
        fix: `requests for version ${one.version.name} would reach them too: add a label that tells the versions apart`,
      });
    }
  }
  return labelled;
}

/** Versions in an order that does not depend on their roles, so that a change of roles moves nothing in the output: v2 before v10. */
function inOrder<T extends PlacedVersion>(versions: T[]): T[] {
  return [...versions].sort((a, b) => sortKey(a) < sortKey(b) ? -1 : 1);
}

/** Numbers of equal length sort as numbers; the name itself tells v1 from v01. An Intl.Collator would take long to load. */
function sortKey({ version: { name } }: PlacedVersion): string {
  return `${name.replace(/\d+/g, (digits) => digits.padStart(63, '0'))} ${name}`;
}

function holds(labels: LabelMap, wanted: LabelMap): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
