import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { LabelSelector } from './label-selector';
import type { Place } from '../private/place';

/** Labels by key. */
export type LabelMap = { [key: string]: string };

/** The service to which the pods of a version belong. Their role in it (stable, canary, ...) is not part of it. */
export interface PodsService {
  /** The service's name. */
  readonly service: string;
  /** The version's name. */
  readonly version: string;
  /** The labels by which the Service selects the pods of all versions. */
  readonly selector: LabelMap;
  /** The key of the label that tells the versions apart. */
  readonly versionLabel: string;
  /** The namespace of its chart, if it is known. */
  readonly namespace?: string;
  readonly clusterDomain: string;
}

/** What is known of the pods of a version in a service. */
export interface KnownPods {
  /** The labels that tell them from those of other versions; none if they are behind a Service of their own. */
  readonly subset?: LabelMap;
  /** All labels of which we know that they carry them. */
  readonly labels: LabelMap;
  /** The ports that the containers declare, if they do. */
  readonly declaredPorts?: number[];
  /** The workload, if it is there already. */
  readonly workload?: ApiObject;
  /** Which pods that workload takes for its own. */
  readonly selector?: LabelSelector;
  /** Where they are called, if not at the host of the service. */
  readonly address?: HostAddress;
  /** How many of them there can be, if that is known. */
  readonly capacity?: Capacity;
}

/** A number of pods, and where it is said. */
export interface Capacity {
  readonly pods: number;
  /** The path of the prop, below the version. */
  readonly prop: string;
}

/** A host, and the port to call there if that is not the one that the rule is for. */
export interface HostAddress {
  readonly host: string;
  readonly port?: number;
}

/** What a workload made here has to know. */
export interface WorkloadContext {
  /** The name of the workload: that of the service and that of the version. */
  readonly name: string;
  /** The service's name. */
  readonly service: string;
  /** The labels of the pods, by which the workload selects them. */
  readonly labels: LabelMap;
  /** The ports on which the containers listen. */
  readonly targetPorts: number[];
}

/** Where the pods of a version come from. */
export interface Pods {
  /** Complains of what was asked for. */
  validate(place: Place): void;
  /** What is known of them in a service; complains if it cannot be theirs. */
  identify(place: Place, service: PodsService): KnownPods;
  /** Makes their workload; left out where somebody else makes it. */
  make?(scope: Construct, id: string, context: WorkloadContext): ApiObject;
}
