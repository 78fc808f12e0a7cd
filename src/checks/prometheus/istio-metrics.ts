import { describe } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { together } from '../examples';
import { Field } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { KINDS_WITH_QUERIES, type ManifestQuery, queriesOf } from './manifest-queries';
import { podMonitor, recorded } from './prometheus-examples';
import type { PromqlNode } from './promql-node';
import { admits, type Matcher, matchersOf, metricOf } from './promql-selector';
import { promSeconds } from './promql-text';

const RATE = (matchers: string, range = '5m') => recorded(`sum(rate(istio_requests_total{${matchers}}[${range}]))`);
const FAST = (le: string) => recorded(`sum(rate(istio_request_duration_milliseconds_bucket{reporter="destination",${le}}[5m]))`);

const RULES = namedRules('prometheus', {
  queryCountsTwice: {
    severity: 'warning',
    must: 'A sum over metrics of Istio says whose they are: reporter="destination", "source" or "waypoint".',
    why: 'Both proxies of a request report it: without the matcher, every request between two sidecars counts twice, and others once.',
    fix: 'add reporter="destination" for what the pods answer, or reporter="source" for what the callers see',
    fails: RATE('destination_service_name="reviews"'),
    passes: RATE('reporter="destination",destination_service_name="reviews"'),
  },
  queryBucketAsInteger: {
    severity: 'warning',
    must: 'A bucket of a histogram is asked for by a bound that Prometheus 2 and 3 both have.',
    why: 'Prometheus 3 stores le="250" as le="250.0", so that a matcher for "250" finds nothing there.',
    fix: 'match both: le=~"250(\\\\.0)?"',
    fails: FAST('le="250"'),
    passes: FAST('le=~"250(\\\\.0)?"'),
  },
  queryBucketUnknown: {
    severity: 'warning',
    must: 'A bucket that is asked for is one that proxies have.',
    why: 'There is no series for a bound between those of Envoy: 0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000 ms and so on.',
    fix: 'take a bound that there is, or set sidecar.istio.io/statsHistogramBuckets on the pods',
    fails: FAST('le="300.0"'),
    passes: FAST('le="250.0"'),
  },
  queryWindowTooShort: {
    severity: 'warning',
    must: 'The range of a rate spans two scrapes at least.',
    why: 'With fewer than two samples in it there is no rate, and the query results in nothing; four scrape intervals are the rule.',
    fix: 'widen the range to four intervals of the PodMonitor, or scrape more often',
    fails: together(podMonitor('envoy-stats', '30s'), RATE('reporter="destination"', '45s')),
    passes: together(podMonitor('envoy-stats', '15s'), RATE('reporter="destination"', '1m')),
  },
});

const HISTOGRAM = 'istio_request_duration_milliseconds_bucket';
const REPORTED = /^istio_(?:requests_total|request_messages_total|response_messages_total|tcp_(?:sent|received)_bytes_total|tcp_connections_(?:opened|closed)_total|(?:request_duration_milliseconds|request_bytes|response_bytes)(?:_bucket|_sum|_count)?)$/;

/** What queries of Istio's metrics look for and do not find, or find twice. */
export const ISTIO_METRICS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const isUsual = !context.index.pods.all.some(({ annotations }) => BUCKETS in annotations);
    const shortest = shortestScrape(context);
    for (const manifest of KINDS_WITH_QUERIES.flatMap((kind) => context.index.ofKind(...kind.split('/') as [string, string]))) {
      const check = new ObjectCheck(manifest, report);
      for (const query of queriesOf(manifest)) {
        if (query.problem) continue;
        checkReporter(check, query.field, query.tree, false);
        for (const selector of query.tree.all('VectorSelector')) checkBuckets(check, query.field, selector, isUsual);
        if (shortest) checkWindows(check, query, shortest);
      }
    }
  },
};

const BUCKETS = 'sidecar.istio.io/statsHistogramBuckets';
const SUMS = ['sum', 'avg', 'count'];

/** Looks for selectors of both sides of a request below an aggregation that adds them up. */
function checkReporter(check: ObjectCheck, field: Field, node: PromqlNode, isSummed: boolean): void {
  if (node.name === 'VectorSelector' && isSummed && countsTwice(node)) {
    check.fail(RULES.queryCountsTwice, field, `counts requests of ${metricOf(node)} on both sides: it has no reporter`);
    return;
  }
  const sums = node.name === 'AggregateExpr' ? addsUp(node, isSummed) : isSummed;
  for (const child of node.children) checkReporter(check, field, child, sums);
}

function addsUp(aggregate: PromqlNode, isSummed: boolean): boolean {
  const modifier = aggregate.child('AggregateModifier');
  const labels = modifier?.child('GroupingLabels')?.children.map(({ text }) => text.replace(/["']/g, '')) ?? [];
  const keepsReporter = modifier !== undefined && labels.includes('reporter') === (modifier.child('By') !== undefined);
  // What an outer sum adds up, an inner one may have kept apart, and an inner maximum has one of.
  if (keepsReporter) return isSummed;
  return SUMS.includes(aggregate.child('AggregateOp')!.text.toLowerCase());
}

function countsTwice(selector: PromqlNode): boolean {
  if (!REPORTED.test(metricOf(selector) ?? '')) return false;
  const matchers = matchersOf(selector);
  const isFor = (reporter: string): boolean => matchers.filter(({ label }) => label === 'reporter').every((matcher) => admits(matcher, reporter));
  // Only the called side knows how a connection was secured.
  const isSecured = matchers.some(({ label, operator, value }) => label === 'connection_security_policy' && operator === '=' && value !== 'unknown');
  return isFor('source') && isFor('destination') && !isSecured;
}

const BOUNDS = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000,
];

function checkBuckets(check: ObjectCheck, field: Field, selector: PromqlNode, isUsual: boolean): void {
  const metric = metricOf(selector) ?? '';
  if (!metric.endsWith('_bucket')) return;
  for (const { value } of matchersOf(selector).filter(isBound)) {
    if (isUsual && metric === HISTOGRAM && !BOUNDS.includes(Number(value))) {
      check.fail(RULES.queryBucketUnknown, field, `asks for le="${value}", which is no bound of the buckets`);
    } else if (/^\d+$/.test(value)) {
      check.fail(RULES.queryBucketAsInteger, field, `asks for le="${value}", which Prometheus 3 has as "${value}.0"`, `match both: le=~"${value}(\\\\.0)?"`);
    }
  }
}

function isBound({ label, operator, value }: Matcher): boolean {
  return label === 'le' && operator === '=' && /^[\d.]+$/.test(value);
}

interface Scrape {
  readonly seconds: number;
  readonly text: string;
  readonly by: string;
}

/** How often the proxies are scraped at most; nothing if that is not said. */
function shortestScrape({ index }: CheckContext): Scrape | undefined {
  const monitors = ['PodMonitor', 'ServiceMonitor'].flatMap((kind) => index.ofKind('monitoring.coreos.com', kind));
  const scrapes = monitors.flatMap((manifest) => {
    const spec = new Field(manifest.spec, ['spec']);
    const endpoints = [...spec.at('podMetricsEndpoints').items, ...spec.at('endpoints').items].filter((endpoint) => endpoint.at('path').text === '/stats/prometheus');
    return endpoints.map((endpoint) => ({ seconds: promSeconds(endpoint.at('interval').text), text: endpoint.at('interval').text, by: describe(manifest) }));
  });
  // Whose interval is not written is scraped as often as Prometheus usually does.
  if (scrapes.some(({ seconds }) => seconds === undefined)) return undefined;
  return (scrapes as Scrape[]).sort((a, b) => a.seconds - b.seconds)[0];
}

function checkWindows(check: ObjectCheck, { field, tree }: ManifestQuery, { seconds, text, by }: Scrape): void {
  for (const { children: [selector, range] } of tree.all('MatrixSelector')) {
    const window = promSeconds(range.text);
    if (window === undefined || window >= 2 * seconds || !(metricOf(selector) ?? '').startsWith('istio_')) continue;
    check.fail(RULES.queryWindowTooShort, field, `has a range of ${range.text}, in which there are not always two scrapes: ${by} scrapes every ${text}`);
  }
}
