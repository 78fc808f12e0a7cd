import type { RuleFamily } from '../rule';
import { CANARY_CALLS } from './canary-calls';
import { CANARY_MATCH } from './canary-match';
import { CANARY_METRICS } from './canary-metrics';
import { CANARY_REFERENCES } from './canary-references';
import { CANARY_SAMPLES } from './canary-samples';
import { CANARY_SERVICE } from './canary-service';
import { CANARY_TARGET } from './canary-target';
import { CANARY_WEIGHTS } from './canary-weights';
import { FLAGGER_SCHEMAS } from './flagger-schema';
import { REFUSED_OBJECTS } from './refused-objects';
import { TEMPLATE_QUERIES } from './template-queries';

/** The rules for objects of Flagger. */
export const FLAGGER: readonly RuleFamily[] = [
  FLAGGER_SCHEMAS, CANARY_WEIGHTS, CANARY_MATCH, CANARY_METRICS, CANARY_SAMPLES, CANARY_CALLS, CANARY_SERVICE, CANARY_TARGET, CANARY_REFERENCES,
  TEMPLATE_QUERIES, REFUSED_OBJECTS,
];
