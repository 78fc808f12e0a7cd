import { DestinationRuleIndex } from './destination-rule-index';
import { Endpoints } from './endpoints';
import { Gateways } from './gateway-model';
import { meshServicesOf } from './mesh-services';
import { isPossible } from './redirect';
import { ServiceIndex } from './service-index';
import { Sidecars } from './sidecar-model';
import { VirtualServiceIndex } from './virtual-service-index';
import type { VirtualServiceModel } from './virtual-service-model';
import { isObject } from '../manifests/json';
import type { ManifestIndex } from '../manifests/manifest-index';
import type { MeshConfig } from '../manifests/mesh-config';

/** A configuration as istiod understands it, ready to be asked. */
export class Configuration {
  public readonly services: ServiceIndex;
  public readonly virtualServices: VirtualServiceIndex;
  public readonly destinationRules: DestinationRuleIndex;
  public readonly sidecars: Sidecars;
  public readonly gateways: Gateways;
  public readonly endpoints: Endpoints;
  /** Rules with redirects that Envoy cannot send. */
  public readonly impossible: readonly VirtualServiceModel[];

  constructor(public readonly index: ManifestIndex, public readonly mesh: MeshConfig) {
    this.services = new ServiceIndex(meshServicesOf(index, mesh.defaultServiceExportTo));
    this.virtualServices = new VirtualServiceIndex(index, { clusterDomain: index.clusterDomain, exportTo: mesh.defaultVirtualServiceExportTo });
    this.destinationRules = new DestinationRuleIndex(index, mesh);
    this.sidecars = new Sidecars(index, mesh.rootNamespace);
    this.gateways = new Gateways(index);
    this.endpoints = new Endpoints(index);
    this.impossible = this.virtualServices.all.filter(({ http }) => http.some(({ spec }) => isObject(spec.redirect) && !isPossible(spec.redirect)));
  }
}
