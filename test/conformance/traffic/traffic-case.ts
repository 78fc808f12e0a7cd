import type { AnswerData } from '../../../src/simulation/answer';

/** An object of Kubernetes as it would be applied. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: KubeMetadata;
  readonly spec?: any;
  readonly [key: string]: any;
}

export interface KubeMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly creationTimestamp?: string;
}

export interface Labels {
  readonly [key: string]: string;
}

/** A request as the command line reads it. */
export interface TrafficRequest {
  readonly from: { readonly namespace?: string; readonly labels?: Labels; readonly gateway?: string };
  readonly host: string;
  readonly port: number;
  readonly path?: string;
  readonly method?: string;
  readonly scheme?: string;
  readonly headers?: Labels;
}

/** A configuration and what is asked of it. */
export interface TrafficCase {
  readonly name: string;
  readonly objects: readonly KubeObject[];
  /** The mesh-wide configuration. */
  readonly mesh?: { readonly [key: string]: any };
  readonly requests: readonly TrafficRequest[];
}

/** The same with what istiod and Envoy did. */
export interface AnsweredCase extends TrafficCase {
  readonly answers: readonly RealAnswer[];
}

/** Envoy answers, or the case could not be asked. */
export type RealAnswer = AnswerData | { readonly unanswered: string };

export const DEFAULT_NAMESPACE = 'default';

export function namespaceOf({ metadata }: KubeObject): string {
  return metadata.namespace ?? DEFAULT_NAMESPACE;
}
