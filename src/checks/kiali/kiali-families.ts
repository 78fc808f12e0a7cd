import { AMBIENT_POLICIES } from './ambient-policies';
import { AUTHORIZATION_RULES } from './authorization-rules';
import { EXPORTS } from './exports';
import { PEER_POLICIES } from './peer-policies';
import { SERVICE_TARGETS } from './service-targets';
import { SIDECARS } from './sidecars';
import { VERSIONS } from './versions';
import type { RuleFamily } from '../rule';

/** What Kiali says and nobody else does; `kiali-codes.ts` has the rest. */
export const KIALI: readonly RuleFamily[] = [VERSIONS, SIDECARS, PEER_POLICIES, AUTHORIZATION_RULES, SERVICE_TARGETS, EXPORTS, AMBIENT_POLICIES];
