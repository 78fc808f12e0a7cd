import { type JsonObject, labelsIn, objectIn, textIn } from './json';
import type { SourceLocation } from './source-location';
import { describeObject } from '../istio/object-name';

/** The namespace of objects that name none, unless it is said otherwise. */
export const DEFAULT_NAMESPACE = 'default';

/** An object of Kubernetes as it will be applied. */
export interface Manifest {
  readonly apiVersion: string;
  /** The API group, which is empty for Services, Pods and the like. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Empty for kinds that have none. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  /** Empty if there is none. */
  readonly spec: JsonObject;
  /** The whole object as it was read. */
  readonly object: JsonObject;
  readonly location: SourceLocation;
}

const WITHOUT_NAMESPACE = new Set([
  'APIService', 'CertificateSigningRequest', 'ClusterIssuer', 'ClusterRole', 'ClusterRoleBinding', 'ComponentStatus', 'CSIDriver', 'CSINode',
  'CustomResourceDefinition', 'FlowSchema', 'GatewayClass', 'IngressClass', 'MutatingWebhookConfiguration', 'Namespace', 'Node',
  'PersistentVolume', 'PriorityClass', 'PriorityLevelConfiguration', 'RuntimeClass', 'StorageClass', 'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration', 'VolumeAttachment', 'ClusterAnalysisTemplate',
]);

/** Reads an object; what it has of the wrong type counts as absent. */
export function manifestOf(object: JsonObject, location: SourceLocation, defaultNamespace: string): Manifest {
  const apiVersion = textIn(object.apiVersion);
  const slash = apiVersion.indexOf('/');
  const metadata = objectIn(object.metadata);
  const kind = textIn(object.kind);
  return {
    apiVersion,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    namespace: WITHOUT_NAMESPACE.has(kind) ? '' : textIn(metadata.namespace) || defaultNamespace,
    name: textIn(metadata.name),
    labels: labelsIn(metadata.labels),
    annotations: labelsIn(metadata.annotations),
    spec: objectIn(object.spec),
    object,
    location,
  };
}

/** How a message names an object: its kind, and its namespace and name. */
export function describe(manifest: Manifest): string {
  return describeObject(manifest);
}
