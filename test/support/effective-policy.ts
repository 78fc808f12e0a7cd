/** A part of a policy, by name. */
export interface Policy { readonly [part: string]: any }

/** What istiod reads of the parts at the level of a port. */
const PORT_PARTS = ['connectionPool', 'outlierDetection', 'loadBalancer', 'tls'];
const OTHER_PARTS = ['retryBudget', 'proxyProtocol'];

/**
 * The policy by which istiod configures a port of a host, or of one of its subsets: as `GetPortLevelTrafficPolicy` and `MergeSubsetTrafficPolicy` of
 * pilot/pkg/networking/util, and for tunnels `Apply` of pilot/pkg/networking/core/tunnelingconfig.
 */
export function effectivePolicy(rule: any, port: number, subset?: string): Policy {
  const ofSubset = rule.subsets?.find(({ name }: any) => name === subset)?.trafficPolicy;
  const tunnel = (subset === undefined ? rule.trafficPolicy : ofSubset)?.tunnel;
  return defined({ ...merged(atPort(rule.trafficPolicy, port), subset === undefined ? undefined : atPort(ofSubset, port)), tunnel });
}

interface AtPort {
  readonly policy: Policy;
  readonly isForPort: boolean;
}

function atPort(policy: any, port: number): AtPort | undefined {
  const entry = policy?.portLevelSettings?.find((one: any) => one.port.number === port);
  return entry ? { policy: pick(entry, PORT_PARTS), isForPort: true } : policy && { policy, isForPort: false };
}

function merged(host?: AtPort, subset?: AtPort): Policy {
  if (!host || !subset) {
    return pick((host ?? subset)?.policy ?? {}, [...PORT_PARTS, ...OTHER_PARTS]);
  }
  const replaced = PORT_PARTS.filter((part) => subset.isForPort || subset.policy[part] !== undefined);
  const added = OTHER_PARTS.filter((part) => subset.policy[part] !== undefined);
  return { ...pick(host.policy, [...PORT_PARTS, ...OTHER_PARTS]), ...pick(subset.policy, [...replaced, ...added]) };
}

function pick(policy: Policy, parts: string[]): Policy {
  return Object.fromEntries(parts.map((part) => [part, policy[part]]));
}

/** Without the parts that are not there. */
export function defined(policy: Policy): Policy {
  return Object.fromEntries(Object.entries(policy).filter(([, part]) => part !== undefined));
}
