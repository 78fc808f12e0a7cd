import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Place } from '../private/place';

/** Labels by key. */
export type LabelMap = { [key: string]: string };

/** What the pods of a version have to know of their service. Their role (stable, canary, ...) is not part of it. */
export interface PodsContext {
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
  /** The labels that tell these pods from those of other versions, if somebody else runs them. */
  readonly ownLabels?: LabelMap;
  /** The ports that the containers declare, if they do. */
  readonly declaredPorts?: number[];
  /** Complains of what was asked for. */
  validate(place: Place): void;
  /** Makes the workload, if these pods are made here. */
  make(scope: Construct, id: string, context: PodsContext): ApiObject | undefined;
}
