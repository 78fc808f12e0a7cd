import { isObject, type JsonObject, objectIn, textIn, textsIn, valueAt } from './json';
import { readDocument } from './yaml-reading';

/** What the mesh-wide configuration says of that which checks and simulation ask, with Istio's defaults where it is silent. */
export interface MeshConfig {
  /** The namespace whose policies and rules hold for all. */
  readonly rootNamespace: string;
  readonly trustDomain: string;
  /** Whether what no service answers for may be called: `REGISTRY_ONLY` or `ALLOW_ANY`. */
  readonly outboundTrafficPolicyMode: string;
  readonly defaultVirtualServiceExportTo: readonly string[];
  readonly defaultDestinationRuleExportTo: readonly string[];
  readonly defaultServiceExportTo: readonly string[];
  /** As in the `retries` of a rule, if it is given. */
  readonly defaultHttpRetryPolicy?: JsonObject;
  /** As in a DestinationRule's `trafficPolicy`, if it is given. */
  readonly defaultTrafficPolicy?: JsonObject;
  /** Everything that was given. */
  readonly given: JsonObject;
}

/** Istio's own configuration where nobody has changed it. */
export function defaultMeshConfig(): MeshConfig {
  return meshConfigOf({});
}

/** Completes a mesh-wide configuration with Istio's defaults. */
export function meshConfigOf(given: JsonObject): MeshConfig {
  const exportTo = (value: unknown) => {
    const names = textsIn(value);
    return names.length > 0 ? names : ['*'];
  };
  return {
    rootNamespace: textIn(given.rootNamespace) || 'istio-system',
    trustDomain: textIn(given.trustDomain) || 'cluster.local',
    outboundTrafficPolicyMode: textIn(valueAt(given, 'outboundTrafficPolicy', 'mode')) || 'ALLOW_ANY',
    defaultVirtualServiceExportTo: exportTo(given.defaultVirtualServiceExportTo),
    defaultDestinationRuleExportTo: exportTo(given.defaultDestinationRuleExportTo),
    defaultServiceExportTo: exportTo(given.defaultServiceExportTo),
    defaultHttpRetryPolicy: isObject(given.defaultHttpRetryPolicy) ? given.defaultHttpRetryPolicy : undefined,
    defaultTrafficPolicy: isObject(given.defaultTrafficPolicy) ? given.defaultTrafficPolicy : undefined,
    given,
  };
}

/**
 * Reads the mesh-wide configuration: a MeshConfig by itself, the ConfigMap in which istiod finds it, or an IstioOperator or Helm values
 * that hold it. Says why if it cannot.
 */
export function readMeshConfig(text: string): MeshConfig | string {
  const { value, failure } = readDocument(text);
  if (failure) return `it is not YAML: ${failure.message}`;
  if (value === null) return defaultMeshConfig();
  if (!isObject(value)) return 'it is no map';
  const embedded = valueAt(value, 'data', 'mesh');
  if (typeof embedded === 'string') return readMeshConfig(embedded);
  const within = valueAt(value, 'spec', 'meshConfig') ?? value.meshConfig;
  return meshConfigOf(isObject(within) ? within : objectIn(value));
}
