import { ACTIONS } from './actions';
import { CONNECTIONS } from './connections';
import { GATEWAYS } from './gateways';
import { HOSTS } from './hosts';
import { MATCHES } from './matches';
import { TrafficCase } from '../traffic-case';

/** Cases of which each shows one thing. */
export const HAND_WRITTEN: readonly TrafficCase[] = [...MATCHES, ...ACTIONS, ...HOSTS, ...GATEWAYS, ...CONNECTIONS];
