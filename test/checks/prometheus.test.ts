import { analysis } from '../../src/checks/argo-rollouts/rollout-examples';
import { Checks } from '../../src/checks/checks';
import { anyObject, deployment, together } from '../../src/checks/examples';
import { alert, groups, metricTemplate, podMonitor, quoted, recorded, rules } from '../../src/checks/prometheus/prometheus-examples';
import { promSeconds, unquoted } from '../../src/checks/prometheus/promql-text';
import { Manifests } from '../../src/manifests/manifests';

const NAMES = ['query-', 'rule-', 'alert-', 'release-', 'analysis-mixes'];

/** The rules about queries and their objects that a set breaks. */
function broken(yaml: string): string[] {
  return Checks.run(Manifests.fromYaml(yaml)).findings.filter(({ rule }) => NAMES.some((name) => rule.startsWith(name))).map(({ rule }) => rule);
}

const OWN = 'reporter="destination"';
const requests = (matchers: string, range = '5m') => `rate(istio_requests_total{${matchers}}[${range}])`;
const inAnalysis = (query: string, args = '') => analysis(`provider: {prometheus: {query: ${quoted(query)}}}`, args);
const inCanary = (query: string) => anyObject('flagger.app/v1beta1', 'Canary', 'reviews', `analysis:\n  metrics:\n  - {name: errors, query: ${quoted(query)}}`);

describe('where queries are read', () => {
  test.each([
    ['a number as a query', rules('- {record: reviews:one, expr: 1}'), []],
    ['a MetricTemplate', metricTemplate('sum(rate(up[{{ interval }}])'), ['query-unreadable']],
    ['a MetricTemplate with all that Flagger replaces', metricTemplate(`sum(${requests(`${OWN},destination_workload=~"{{ target }}",destination_workload_namespace="{{ namespace }}",a="{{ variables.a }}"`, '{{ interval }}')})`), []],
    ['a MetricTemplate with placeholders everywhere', metricTemplate('sum(rate({{ variables.metric }}{a="b"}[{{ variables.range }}])) by ({{ variables.label }}) > {{ variables.limit }}'), []],
    ['a MetricTemplate with a part of a name', metricTemplate('istio_{{ variables.kind }}_total > {{variables.limit}}'), []],
    ['a MetricTemplate with conditions', metricTemplate('{{ if eq target "a" }}up{{ else }}((('), []],
    ['a MetricTemplate for another provider', metricTemplate('avg:trace.hits{*}').replace('prometheus', 'datadog'), []],
    ['a Canary', inCanary('sum(rate(up[{{ interval }}]) by'), ['query-unreadable']],
    ['a Canary without queries', anyObject('flagger.app/v1beta1', 'Canary', 'reviews', 'analysis:\n  metrics:\n  - {name: request-success-rate}'), []],
    ['an AnalysisTemplate', inAnalysis('sum(rate(up{a="{{args.a}}"}[5m])) +', '\nargs: [{name: a}]'), ['query-unreadable']],
    ['an AnalysisTemplate with arguments', inAnalysis('sum(rate({{ args.a }}{a="{{args.a}}"}[{{args.b}}])) > {{args.b}}', '\nargs: [{name: a}, {name: b}]'), []],
    ['an AnalysisTemplate for another provider', analysis('provider: {web: {url: "http://a"}}'), []],
    ['what is a type too many', recorded('sum(rate(istio_requests_total[5m])[5m:])'), ['query-unreadable']],
  ])('%s', (_, yaml, expected) => {
    expect(broken(yaml)).toEqual(expected);
  });
});

describe('whose metrics they are', () => {
  test.each([
    ['kept apart by reporter', 'sum by (reporter) (rate(istio_requests_total[5m]))', false],
    ['kept apart by all other labels', 'sum without (pod) (rate(istio_requests_total[5m]))', false],
    ['without reporter', 'sum without (reporter) (rate(istio_requests_total[5m]))', true],
    ['kept apart and then added up', 'sum(sum by (reporter) (rate(istio_requests_total[5m])))', true],
    ['kept apart, and the greater one taken', 'max(sum by (reporter) (rate(istio_requests_total[5m])))', false],
    ['not added up at all', 'rate(istio_requests_total[5m])', false],
    ['of either side', `sum(${requests('reporter=~"source|waypoint"')})`, false],
    ['of any side', `sum(${requests('reporter=~".+"')})`, true],
    ['of both sides', `sum(${requests('reporter=~"source|destination"')})`, true],
    ['of all but one side', `sum(${requests('reporter!="source"')})`, false],
    ['of connections that are secured', `sum(${requests('connection_security_policy="mutual_tls"')})`, false],
    ['of latencies', 'histogram_quantile(0.9, sum by (le) (rate(istio_request_duration_milliseconds_bucket[5m])))', true],
    ['of other things', 'sum(rate(istio_build[5m]))', false],
    ['by their name in quotes', 'sum(rate({"istio_requests_total"}[5m]))', true],
    ['by their name in a matcher', 'sum(rate({__name__="istio_requests_total"}[5m]))', true],
    ['of no name', 'sum(rate({job="istio"}[5m]))', false],
  ])('%s', (_, query, isFound) => {
    expect(broken(recorded(query))).toEqual(isFound ? ['query-counts-twice'] : []);
  });
});

describe('buckets', () => {
  const fast = (matchers: string, metric = 'istio_request_duration_milliseconds_bucket') => recorded(`sum(rate(${metric}{${OWN},${matchers}}[5m]))`);
  const annotated = deployment('reviews', '{app: reviews}').replace('    labels:', '    annotations: {sidecar.istio.io/statsHistogramBuckets: "{}"}\n      labels:');
  test.each([
    ['all of them', fast('le="+Inf"'), []],
    ['another metric', fast('le="3"', 'http_duration_bucket'), ['query-bucket-as-integer']],
    ['the bound of another metric', fast('le="0.3"', 'http_duration_bucket'), []],
    ['several', fast('le=~"100|250"'), []],
    ['with bounds of their own', together(annotated, fast('le="300.0"')), []],
    ['integers with bounds of their own', together(annotated, fast('le="300"')), ['query-bucket-as-integer']],
    ['what is no bucket', recorded('sum(a{le="250"})'), []],
  ])('%s', (_, yaml, expected) => {
    expect(broken(yaml)).toEqual(expected);
  });
});

describe('ranges and scrapes', () => {
  const short = recorded(`sum(${requests(OWN, '50s')})`);
  test.each([
    ['nobody says how often', short, []],
    ['one scrapes often', together(podMonitor('a', '30s'), podMonitor('b', '15s'), short), []],
    ['one does not say how often', together(podMonitor('a', '30s'), podMonitor('b', '15s').replace(', interval: 15s', ''), short), []],
    ['others are scraped', together(podMonitor('a', '30s').replace('/stats/prometheus', '/metrics'), short), []],
    ['other metrics are asked for', together(podMonitor('a', '30s'), recorded('rate(up[50s])')), []],
    ['a ServiceMonitor scrapes', together(podMonitor('a', '30s').replace('PodMonitor', 'ServiceMonitor').replace('podMetricsEndpoints', 'endpoints'), short), ['query-window-too-short']],
    ['the range is not known', together(podMonitor('a', '30s'), metricTemplate(`sum(${requests(OWN, '{{ interval }}')})`)), []],
    ['the range is computed', together(podMonitor('a', '30s'), recorded(`sum(${requests(OWN, '10s + 10s')})`)), []],
    ['the query is wrong anyway', together(podMonitor('a', '30s'), recorded(`sum(${requests(OWN, '10s')}`)), ['query-unreadable']],
  ])('%s', (_, yaml, expected) => {
    expect(broken(yaml)).toEqual(expected);
  });
});

describe('alerts that never fire', () => {
  const all = `sum(${requests(OWN)})`;
  const bad = `sum(${requests(`${OWN},response_code=~"5.."`)})`;
  const bucket = (more: string, kind = 'bucket') => `sum(rate(istio_request_duration_milliseconds_${kind}{${OWN}${more}}[5m]))`;
  test.each([
    [`${bad} / ${all} > 1.5`, true],
    [`1.5 < (${bad} / ${all})`, true],
    [`${bad} / ${all} >= 1`, false],
    [`${bad} / ${all} >= (1 + 1)`, true],
    [`${bad} / ${all} > 14.4 * (1 - 0.9)`, true],
    [`${bad} / ${all} > 14.4 * 0.05`, false],
    [`${bad} / ${all} < 2`, false],
    [`${bad} / ${all} == 2`, false],
    [`${bad} / ${all} > bool 2`, false],
    [`${bad} / ${all} > 2 ^ 2`, false],
    [`${bad} / ${all} > 1m`, false],
    [`${bad} / ${all} * 100 > 5`, false],
    [`1 - ${bad} / ${all} > 2 / 1`, true],
    [`2 - ${bad} / ${all} > 1`, false],
    [`(${bad} or 0 * ${all}) / ${all} > 1`, true],
    [`(${bad} or (vector(0))) / (${all}) > 1`, true],
    [`(${bad} or ${all}) / ${all} > 1`, false],
    [`(${all} - ${bad}) / ${all} > 1`, true],
    [`(${bad} * 2) / ${all} > 1`, false],
    [`${all} / ${bad} > 1`, false],
    [`${bad} / ignoring (a) ${all} > 1`, false],
    [`max(${bad} / ${all}) > 1`, true],
    [`sum(${bad} / ${all}) > 1`, false],
    ['max(a{b="c"}) / max(a) > 1', false],
    ['abs(a) / abs(a) > 1', false],
    [`${bucket(',le="250.0"')} / ${bucket('', 'count')} > 1`, true],
    [`${bucket('')} / ${bucket('', 'count')} > 1`, false],
    [`${bad} / ${all} > 1 and ${bad} / ${all} > 0.5`, true],
    [`${requests('a="b"', '1m')} / ${requests('', '5m')} > 1`, false],
    [`${bad} / ${all} > 1 or up == 0`, false],
    [`${bad} / ${all} > 1 or ${bad} / ${all} > 2`, true],
    [`up == 0 unless ${bad} / ${all} > 1`, false],
    [`${bad} / ${all} > 1 unless up == 0`, true],
    [`absent(${bad} / ${all} > 1)`, false],
    [`count(${bad} / ${all} > 1) > 0`, true],
    ['reviews:errors > 1', false],
  ])('%s', (query, isFound) => {
    expect(broken(alert(query))).toEqual(isFound ? ['alert-never-fires'] : []);
  });

  test('by what other rules record', () => {
    const list = (query: string) => rules(`- {record: "reviews:errors", expr: ${quoted(query)}}\n- {alert: ReviewsFail, expr: "reviews:errors > 1"}`);
    expect(broken(list(`${bad} / ${all}`))).toEqual(['alert-never-fires']);
    expect(broken(list(`${bad} / ${all} * 100`))).toEqual([]);
    expect(broken(list('reviews:errors'))).toEqual([]);
    expect(broken(list('reviews:errors +'))).toEqual(['query-unreadable']);
  });
});

describe('rules', () => {
  test.each([
    ['neither record nor alert', '- {expr: up}', ['rule-kind']],
    ['an empty query', '- {record: a, expr: " "}', ['rule-query-missing']],
    ['annotations of what is recorded', '- {record: a, expr: up, annotations: {summary: a}, keep_firing_for: 1m}', ['rule-records-and-waits', 'rule-records-and-waits']],
    ['nothing that is said of what is recorded', '- {record: a, expr: up, annotations: {}, for: 0s}', []],
    ['a label that is the name', '- {record: a, expr: up, labels: {__name__: b}}', ['rule-name-invalid']],
    ['times of an alert', '- {alert: A, expr: up, for: 1d12h, keep_firing_for: "0"}', []],
    ['a time without a unit', '- {alert: A, expr: up, keep_firing_for: "30"}', ['rule-time-invalid']],
  ])('%s', (_, list, expected) => {
    expect(broken(rules(list))).toEqual(expected);
  });

  test('are evaluated at times that there are', () => {
    expect(broken(groups('- {name: a, interval: 1.5m, query_offset: 30s, rules: []}'))).toEqual(['rule-time-invalid']);
  });
});

test('an analysis may tell versions by another label', () => {
  expect(broken(inAnalysis(`sum(${requests(`${OWN},destination_workload="reviews",destination_version="v2"`)})`))).toEqual([]);
  expect(broken(inAnalysis('sum(up{destination_workload="reviews"})'))).toEqual([]);
  expect(broken(inAnalysis('sum(rate({destination_workload="reviews"}[5m]))'))).toEqual([]);
});

test('texts and times are read as Prometheus reads them', () => {
  expect(unquoted('"a\\n\\x41\\u00e9\\U0001F600\\101\\"\'"')).toBe('a\nAé😀A"\'');
  expect(unquoted('`a\\d\n`')).toBe('a\\d\n');
  for (const wrong of ['"', '"a', '"\\d"', '"\\\'"', '"a\nb"', '"\\U00110000"']) expect(unquoted(wrong)).toBeUndefined();
  expect(promSeconds('1d2h3m4s5ms')).toBeCloseTo(93_784.005);
  expect(promSeconds('1.5')).toBe(1.5);
  for (const wrong of ['', 'm', '1.5m', '1m1h', '5x', '-5m']) expect(promSeconds(wrong)).toBeUndefined();
});
