import type { k8s } from 'cdk8s-plus-28';

/** A struct of Kubernetes as it stands in a manifest: cdk8s-plus wraps quantities, and numbers that may be percentages. */
export type InManifest<T> = T extends k8s.Quantity | k8s.IntOrString ? number | string : T extends object ? { [K in keyof T]: InManifest<T[K]> } : T;

/** The spec of a Deployment as it stands in a manifest. */
export type DeploymentForm = InManifest<k8s.DeploymentSpec>;

/** The spec of a pod as it stands in a manifest. */
export type PodForm = InManifest<k8s.PodSpec>;
