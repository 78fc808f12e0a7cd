import type { DestinationRuleModel } from './destination-rule-model';
import type { DestinationModel } from './virtual-service-model';
import { isObject, type Json, type JsonObject, objectIn, objectsIn, valueAt } from '../manifests/json';

/** What of a request decides which pod gets it. */
export function hashPolicyOf(rule: DestinationRuleModel | undefined, { subset, port }: DestinationModel): JsonObject | undefined {
  const policy = rule?.trafficPolicy;
  const own = rule?.subsets.find(({ name }) => name === subset)?.trafficPolicy;
  return hashAtPort(own, port) ?? hashIn(own) ?? hashAtPort(policy, port) ?? hashIn(policy);
}

/** The same for a service without rules. */
export function serviceHashPolicy(rule: DestinationRuleModel | undefined, port: number): JsonObject | undefined {
  return hashAtPort(rule?.trafficPolicy, port) ?? hashIn(rule?.trafficPolicy);
}

function hashAtPort(policy: Json | undefined, port: number | undefined): JsonObject | undefined {
  if (port === undefined) return undefined;
  return hashIn(objectsIn(objectIn(policy).portLevelSettings).find(([settings]) => objectIn(settings.port).number === port)?.[0]);
}

function hashIn(policy: Json | undefined): JsonObject | undefined {
  const hash = valueAt(policy, 'loadBalancer', 'consistentHash');
  return isObject(hash) ? hash : undefined;
}
