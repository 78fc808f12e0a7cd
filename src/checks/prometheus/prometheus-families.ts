import type { RuleFamily } from '../rule';
import { ISTIO_METRICS } from './istio-metrics';
import { OPERATOR_LABELS } from './operator-labels';
import { PROMETHEUS_RULE } from './prometheus-rule';
import { QUERY_SYNTAX } from './query-syntax';
import { SILENT_ALERTS } from './silent-alerts';

/** The rules for objects of the operator of Prometheus, and for queries wherever they are. */
export const PROMETHEUS: readonly RuleFamily[] = [PROMETHEUS_RULE, QUERY_SYNTAX, ISTIO_METRICS, SILENT_ALERTS, OPERATOR_LABELS];
