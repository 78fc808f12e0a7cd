import type { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { LabelMap } from './pods';
import type { ResolvedPort } from './service-port';
import { defineObject } from '../private/api-object';

/** The Service before all versions of a service. */
export interface ServiceDefinition {
  readonly name: string;
  /** What the pods of all versions have in common, and nothing else: a version among these labels would leave the others out. */
  readonly labels: LabelMap;
  readonly ports: ResolvedPort[];
}

/** `targetPort` in the form in which it stands in a manifest. */
type ServiceSpec = Omit<k8s.ServiceSpec, 'ports'> & { readonly ports: (Omit<k8s.ServicePort, 'targetPort'> & { readonly targetPort: number })[] };

/** Makes the Service, with protocol and target port written out: tools that read manifests do not know the API server's defaults. */
export function defineService(scope: Construct, id: string, { name, labels, ports }: ServiceDefinition): ApiObject {
  const spec: ServiceSpec = {
    selector: labels,
    ports: ports.map(({ name: portName, port, targetPort }) => ({ name: portName, port, protocol: 'TCP', targetPort })),
  };
  return defineObject(scope, id, { apiVersion: 'v1', kind: 'Service', name, spec: () => spec });
}
