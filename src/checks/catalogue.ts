import { ACCEPTANCE } from './acceptance';
import { ANNOTATIONS } from './analysis/annotations';
import { AUTHORIZATION_WORKLOADS } from './analysis/authorization-workloads';
import { DEPRECATIONS } from './analysis/deprecations';
import { DESTINATION_RULE_PODS } from './analysis/destination-rule-pods';
import { ENVOY_FILTER_OPERATIONS } from './analysis/envoy-filter-operations';
import { GATEWAY_WORKLOADS } from './analysis/gateway-workloads';
import { INJECTION } from './analysis/injection';
import { MESH_HOST_CONFLICT } from './analysis/mesh-host-conflict';
import { NAMESPACES } from './analysis/namespaces';
import { POLICY_EFFECT } from './analysis/policy-effect';
import { SERVICE_ENTRY_ADDRESSES } from './analysis/service-entry-addresses';
import { SERVICE_PORTS } from './analysis/service-ports';
import { VIRTUAL_SERVICE_DESTINATIONS } from './analysis/virtual-service-destinations';
import { VIRTUAL_SERVICE_GATEWAYS } from './analysis/virtual-service-gateways';
import { WORKLOAD_SELECTORS } from './analysis/workload-selectors';
import { ARGO_ROLLOUTS } from './argo-rollouts/argo-families';
import { FLAGGER } from './flagger/flagger-families';
import { KIALI } from './kiali/kiali-families';
import { LABELS } from './kubernetes/labels';
import { SOURCE_PROBLEMS } from './kubernetes/source-problems';
import { PROMETHEUS } from './prometheus/prometheus-families';
import { ROLLOUTS } from './rollout/rollout-families';
import type { Rule, RuleFamily } from './rule';
import { SCHEMA } from './schema/schema-family';
import { TRANSITION_RULES } from './transition/transition-rule';
import { AUTHORIZATION_POLICY } from './webhook/authorization-policy';
import { DESTINATION_RULE } from './webhook/destination-rule';
import { ENVOY_FILTER } from './webhook/envoy-filter';
import { GATEWAY } from './webhook/gateway';
import { OBJECT_METADATA } from './webhook/object-metadata';
import { PEER_AUTHENTICATION } from './webhook/peer-authentication';
import { PROXY_CONFIG } from './webhook/proxy-config';
import { REQUEST_AUTHENTICATION } from './webhook/request-authentication';
import { SERVICE_ENTRY } from './webhook/service-entry';
import { SIDECAR } from './webhook/sidecar';
import { TELEMETRY } from './webhook/telemetry';
import { VIRTUAL_SERVICE } from './webhook/virtual-service';
import { TRAFFIC_EXTENSION, WASM_PLUGIN } from './webhook/wasm-plugin';
import { WORKLOAD_ENTRY, WORKLOAD_GROUP } from './webhook/workload-entry';

/** Every rule there is, in the order in which they are explained. */
export const CATALOGUE: readonly RuleFamily[] = [
  SOURCE_PROBLEMS,
  SCHEMA,
  OBJECT_METADATA,
  LABELS,
  VIRTUAL_SERVICE,
  DESTINATION_RULE,
  GATEWAY,
  SERVICE_ENTRY,
  WORKLOAD_ENTRY,
  WORKLOAD_GROUP,
  SIDECAR,
  ENVOY_FILTER,
  PROXY_CONFIG,
  WASM_PLUGIN,
  TRAFFIC_EXTENSION,
  PEER_AUTHENTICATION,
  REQUEST_AUTHENTICATION,
  AUTHORIZATION_POLICY,
  TELEMETRY,
  VIRTUAL_SERVICE_DESTINATIONS,
  VIRTUAL_SERVICE_GATEWAYS,
  MESH_HOST_CONFLICT,
  DESTINATION_RULE_PODS,
  GATEWAY_WORKLOADS,
  WORKLOAD_SELECTORS,
  AUTHORIZATION_WORKLOADS,
  SERVICE_PORTS,
  SERVICE_ENTRY_ADDRESSES,
  NAMESPACES,
  ANNOTATIONS,
  ENVOY_FILTER_OPERATIONS,
  INJECTION,
  POLICY_EFFECT,
  DEPRECATIONS,
  ...KIALI,
  ...ROLLOUTS,
  ACCEPTANCE,
  { rules: Object.values(TRANSITION_RULES) },
  ...FLAGGER,
  ...ARGO_ROLLOUTS,
  ...PROMETHEUS,
];

export function allRules(): Rule[] {
  return CATALOGUE.flatMap(({ rules }) => rules);
}
