import type { Caller } from './caller';
import type * as Why from './explanation';
import type { Proxy } from './proxy-scope';
import type * as Simulator from './route-simulator';
import { SimulatedAnswer } from './simulated-answer';
import type { SimulatedRequest } from './simulated-request';
import type { Manifests } from '../manifests/manifests';
import { defaultMeshConfig, type MeshConfig, readMeshConfig } from '../manifests/mesh-config';

/** What a simulation knows beside the manifests. */
export interface SimulationOptions {
  /**
   * The mesh-wide configuration as YAML: a MeshConfig by itself, or the ConfigMap, the IstioOperator or the Helm values that hold it.
   *
   * @default - Istio's own defaults
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
   */
  readonly meshConfig?: string;
}

/**
 * Says where requests would go in a mesh with these manifests and nothing else, without a cluster: what istiod would tell the proxy of the
 * caller, and what Envoy would do. Workloads count as running as soon as they are there with replicas. The data plane is sidecars and gateways.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 */
export class Simulation {
  /**
   * Makes manifests ready to be asked.
   *
   * @param manifests the whole configuration; what is not in it does not exist
   * @param options what else is known
   * @throws if the mesh-wide configuration cannot be read
   */
  public static of(manifests: Manifests, options: SimulationOptions = {}): Simulation {
    const mesh = options.meshConfig === undefined ? defaultMeshConfig() : readMeshConfig(options.meshConfig);
    if (typeof mesh === 'string') throw new Error(`the mesh-wide configuration cannot be read: ${mesh}`);
    return new Simulation(manifests, mesh);
  }

  /** @internal */
  public readonly _simulator: Simulator.RouteSimulator;

  private constructor(manifests: Manifests, private readonly mesh: MeshConfig) {
    const { RouteSimulator } = require('./route-simulator') as typeof Simulator;
    this._simulator = new RouteSimulator(manifests._index, mesh);
  }

  /**
   * Says what becomes of a request.
   *
   * @param request the request
   * @throws if there is no such gateway
   */
  public ask(request: SimulatedRequest): SimulatedAnswer {
    const { caller, host, path = '/', method = 'GET', scheme, headers = {}, claims } = request;
    const proxy = this.proxyOf(caller, host);
    const port = request.port ?? this._simulator.portMeant(host, proxy, caller?._gateway);
    const simulated = this._simulator.ask(proxy, { host, port, path, method, scheme, headers, claims });
    const { decision, answered } = simulated;
    const explained = () => new (require('./explanation') as typeof Why).Explanation(simulated, this.mesh).data;
    return SimulatedAnswer._of(answered.data, explained, decision.kind === 'route' ? decision.route : undefined);
  }

  /**
   * Who cannot be the caller of a request, in words; nothing if somebody may be.
   *
   * @internal
   */
  public _unknownCaller({ caller }: SimulatedRequest): string | undefined {
    const namespace = caller?._namespace;
    return namespace === undefined || this._simulator.knowsNamespace(namespace) ? undefined : `no object is in the namespace ${namespace}, and none speaks of it`;
  }

  private proxyOf(caller: Caller | undefined, host: string): Proxy {
    const { _gateway, _namespace, _labels = {} } = caller ?? {};
    if (_gateway === undefined) return { kind: 'sidecar', namespace: _namespace ?? this._simulator.namespaceMeant(host), labels: _labels };
    const proxy = this._simulator.gatewayProxy(_gateway, _namespace);
    if (!proxy) throw new Error(`there is no Gateway ${_gateway}; gateways are named as namespace/name`);
    return proxy;
  }
}
