import type { RuleFamily } from '../rule';
import { ANALYSIS_CONDITIONS } from './analysis-conditions';
import { ANALYSIS_METRICS } from './analysis-metrics';
import { ANALYSIS_QUERIES } from './analysis-queries';
import { ANALYSIS_RUNS } from './analysis-runs';
import { ARGO_SCHEMAS } from './argo-schema';
import { CANARY_PODS } from './canary-pods';
import { CANARY_STEPS } from './canary-steps';
import { ROLLOUT_ROUTES } from './rollout-routes';
import { ROLLOUT_SERVICES } from './rollout-services';
import { ROLLOUT_SPEC } from './rollout-spec';
import { ROLLOUT_STRATEGY } from './rollout-strategy';
import { ROLLOUT_SUBSETS } from './rollout-subsets';

/** The rules for objects of Argo Rollouts. */
export const ARGO_ROLLOUTS: readonly RuleFamily[] = [
  ARGO_SCHEMAS, ROLLOUT_SPEC, ROLLOUT_STRATEGY, CANARY_STEPS, CANARY_PODS, ROLLOUT_SERVICES, ROLLOUT_ROUTES, ROLLOUT_SUBSETS, ANALYSIS_METRICS,
  ANALYSIS_CONDITIONS, ANALYSIS_RUNS, ANALYSIS_QUERIES,
];
