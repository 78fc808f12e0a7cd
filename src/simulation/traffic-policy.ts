import type { DestinationRuleModel, SubsetModel } from './destination-rule-model';
import { isObject, type Json, type JsonObject, objectIn, objectsIn } from '../manifests/json';
import type { Manifest } from '../manifests/manifest';

/** A block of a policy, and what it is from. */
export interface PolicyBlock {
  readonly value: Json;
  readonly from: string;
}

/** How a destination is called, block by block. */
export interface EffectivePolicy {
  readonly [block: string]: PolicyBlock | undefined;
}

/** These a port's settings replace as a whole, even where they say nothing. */
const PORT_BLOCKS = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'];
const BLOCKS = [...PORT_BLOCKS, 'tunnel', 'proxyProtocol', 'retryBudget'];
const MESH_BLOCKS = ['connectionPool', 'outlierDetection'];

/** The policy by which a port of a service, or of one of its subsets, is called. */
export function effectivePolicy(rule: DestinationRuleModel | undefined, port: number, subset?: SubsetModel,
  mesh?: JsonObject): { readonly policy: EffectivePolicy } {
  const top = levelOf(rule?.trafficPolicy, port, `DestinationRule ${rule ? nameOf(rule.policyFrom ?? rule.manifest) : ''}`);
  const policy: { [block: string]: PolicyBlock | undefined } = top.port ? { ...top.port } : { ...top.whole };
  for (const block of MESH_BLOCKS) {
    if (!policy[block] && mesh && isObject(mesh[block])) policy[block] = { value: mesh[block], from: 'the defaultTrafficPolicy of the mesh' };
  }
  if (!subset?.trafficPolicy) return { policy };
  const own = levelOf(subset.trafficPolicy, port, `subset ${subset.name} of DestinationRule ${nameOf(subset.manifest)}`);
  for (const block of BLOCKS) {
    if (own.port && PORT_BLOCKS.includes(block)) policy[block] = own.port[block];
    else if (!own.port && own.whole[block]) policy[block] = own.whole[block];
  }
  return { policy };
}

function levelOf(policy: JsonObject | undefined, port: number, from: string): { whole: EffectivePolicy; port?: EffectivePolicy } {
  const found = objectsIn(policy?.portLevelSettings).find(([settings]) => objectIn(settings.port).number === port)?.[0];
  return {
    whole: blocksOf(policy, BLOCKS, from),
    ...found && { port: blocksOf(found, PORT_BLOCKS, `the settings for port ${port} of ${from}`) },
  };
}

function blocksOf(policy: JsonObject | undefined, blocks: readonly string[], from: string): EffectivePolicy {
  return Object.fromEntries(blocks.flatMap((block) => (
    policy && isObject(policy[block]) ? [[block, { value: policy[block], from }]] : []
  )));
}

function nameOf({ namespace, name }: Manifest): string {
  return `${namespace}/${name}`;
}
