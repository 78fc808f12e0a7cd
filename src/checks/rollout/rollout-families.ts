import { AMBIENT_RULES } from './ambient';
import { CALLED_HOSTS } from './called-hosts';
import { COVERED_RULES } from './covered-rules';
import { DEAD_SETTINGS } from './dead-settings';
import { EJECTION } from './ejection';
import { HIDDEN_DESTINATION_RULES } from './hidden-destination-rules';
import { MUTUAL_TLS } from './mutual-tls';
import { ROUTED_SUBSETS } from './routed-subsets';
import { RULES_OF_HOST } from './rules-of-host';
import { SPLIT_WEIGHTS } from './split-weights';
import type { RuleFamily } from '../rule';

/** Rollouts that are unsafe, and settings that do nothing. */
export const ROLLOUTS: readonly RuleFamily[] = [
  ROUTED_SUBSETS,
  EJECTION,
  SPLIT_WEIGHTS,
  DEAD_SETTINGS,
  COVERED_RULES,
  CALLED_HOSTS,
  RULES_OF_HOST,
  HIDDEN_DESTINATION_RULES,
  MUTUAL_TLS,
  AMBIENT_RULES,
];
