import { anyObject } from '../examples';

const API = 'monitoring.coreos.com/v1';

/** A PrometheusRule with one group of rules. */
export function rules(list: string): string {
  return groups(`- name: reviews\n  rules:\n  ${list.replace(/\n/g, '\n  ')}`);
}

export function groups(list: string): string {
  return anyObject(API, 'PrometheusRule', 'reviews', `groups:\n${list}`);
}

/** A PrometheusRule that records the result of a query. */
export function recorded(query: string): string {
  return rules(`- record: reviews:result\n  expr: ${quoted(query)}`);
}

/** A PrometheusRule with an alert. */
export function alert(query: string, more = ''): string {
  return rules(`- alert: ReviewsFail\n  expr: ${quoted(query)}${more}`);
}

export function podMonitor(name: string, interval: string): string {
  const endpoint = `{path: /stats/prometheus, interval: ${interval}}`;
  return anyObject(API, 'PodMonitor', name, `selector: {}\npodMetricsEndpoints: [${endpoint}]`);
}

export function metricTemplate(query: string): string {
  return anyObject('flagger.app/v1beta1', 'MetricTemplate', 'errors', `provider: {type: prometheus, address: "http://prometheus:9090"}\nquery: ${quoted(query)}`);
}

/** As YAML, so that nothing of a query means anything there. */
export function quoted(query: string): string {
  return `'${query.replaceAll('\'', '\'\'')}'`;
}
