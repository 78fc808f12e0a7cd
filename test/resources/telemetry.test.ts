import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { MetricTag, PolicyTarget, Telemetry, TelemetryMetric, TelemetryMode, TelemetryProps, TracingTag } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { specOf, specWithUnknownField } from '../support/chart';
import { codeOf } from '../support/messages';

function telemetry(props: TelemetryProps, scope = bookinfo()): Telemetry {
  return new Telemetry(scope, 'reviews', props);
}

function specFrom(props: TelemetryProps) {
  const chart = bookinfo();
  telemetry(props, chart);
  return specOf(chart, 'Telemetry');
}

test('is one object', () => {
  const chart = bookinfo();
  telemetry({ selector: { app: 'reviews' }, tracing: { randomSamplingPercent: 0 }, accessLogging: [{ filter: 'response.code >= 500' }] }, chart);
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    metadata: { name: 'reviews', namespace: 'bookinfo' },
    spec: {
      selector: { matchLabels: { app: 'reviews' } },
      tracing: [{ randomSamplingPercentage: 0 }],
      accessLogging: [{ filter: { expression: 'response.code >= 500' } }],
    },
  }]);
});

test('adds tags to spans', () => {
  expect(specFrom({
    tracing: {
      mode: TelemetryMode.SERVER,
      provider: 'zipkin',
      customTags: [
        TracingTag.literal('team', 'books'), TracingTag.environment('pod', 'POD', { defaultValue: '?' }), TracingTag.requestHeader('user', 'x-user'),
        TracingTag.formatted('sni', '%REQUESTED_SERVER_NAME%'),
      ],
    },
  }).tracing).toEqual([{
    match: { mode: 'SERVER' },
    providers: [{ name: 'zipkin' }],
    customTags: {
      team: { literal: { value: 'books' } },
      pod: { environment: { name: 'POD', defaultValue: '?' } },
      user: { header: { name: 'x-user' } },
      sni: { formatter: { value: '%REQUESTED_SERVER_NAME%' } },
    },
  }]);
});

test('changes metrics', () => {
  expect(specFrom({
    metrics: [{
      providers: ['prometheus'],
      reportingInterval: Duration.seconds(5),
      overrides: [
        { metric: TelemetryMetric.REQUEST_COUNT, mode: TelemetryMode.CLIENT, tags: [MetricTag.upsert('host', 'request.host'), MetricTag.remove('request_protocol')] },
        { metric: TelemetryMetric.custom('mine'), disabled: true },
        { disabled: false },
      ],
    }],
  }).metrics).toEqual([{
    providers: [{ name: 'prometheus' }],
    reportingInterval: '5s',
    overrides: [
      {
        match: { metric: 'REQUEST_COUNT', mode: 'CLIENT' },
        tagOverrides: { host: { operation: 'UPSERT', value: 'request.host' }, request_protocol: { operation: 'REMOVE' } },
      },
      { match: { customMetric: 'mine' }, disabled: true },
      { disabled: false },
    ],
  }]);
});

test('acts on targets', () => {
  expect(specFrom({ targets: [PolicyTarget.service('reviews')], accessLogging: [{ mode: TelemetryMode.SERVER, disabled: true }] })).toEqual({
    targetRefs: [{ kind: 'Service', name: 'reviews' }], accessLogging: [{ match: { mode: 'SERVER' }, disabled: true }],
  });
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = telemetry({ tracing: {} }, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'Telemetry')).toEqual({ tracing: [{}], aFieldOfTomorrow: 1 });
});

const tagged = (...customTags: TracingTag[]): TelemetryProps => ({ tracing: { customTags } });
const measured = (...tags: MetricTag[]): TelemetryProps => ({ metrics: [{ overrides: [{ tags }] }] });

test.each<[string, TelemetryProps, string]>([
  ['a name with an underscore', { name: 'a_b' }, 'InvalidObjectName'],
  ['a selector without labels', { selector: {} }, 'LabelsMissing'],
  ['a provider without a name', { tracing: { provider: '' } }, 'ValueMissing'],
  ['more traces than requests', { tracing: { randomSamplingPercent: 100.1 } }, 'PercentOutOfRange'],
  ['a tag without a name', tagged(TracingTag.literal('', 'a')), 'ValueMissing'],
  ['a tag without a value', tagged(TracingTag.literal('a', '')), 'ValueMissing'],
  ['a tag of no variable', tagged(TracingTag.environment('a', '')), 'ValueMissing'],
  ['a tag of no header', tagged(TracingTag.requestHeader('a', 'b c')), 'InvalidHeaderName'],
  ['a tag without a format', tagged(TracingTag.formatted('a', '')), 'ValueMissing'],
  ['a tag twice', tagged(TracingTag.literal('a', 'b'), TracingTag.literal('a', 'c')), 'TelemetryTwice'],
  ['no provider of metrics', { metrics: [{ providers: [] }] }, 'ValueMissing'],
  ['a metric without a name', { metrics: [{ overrides: [{ metric: TelemetryMetric.custom('') }] }] }, 'ValueMissing'],
  ['a tag of metrics without a name', measured(MetricTag.remove('')), 'ValueMissing'],
  ['a tag of metrics without a value', measured(MetricTag.upsert('a', '')), 'ValueMissing'],
  ['a tag of metrics twice', measured(MetricTag.upsert('a', 'b'), MetricTag.remove('a')), 'TelemetryTwice'],
  ['no time between reports', { metrics: [{ reportingInterval: Duration.millis(0) }] }, 'InvalidDuration'],
  ['a log without a name', { accessLogging: [{ providers: [''] }] }, 'ValueMissing'],
  ['an empty filter', { accessLogging: [{ filter: '' }] }, 'ValueMissing'],
])('refuses %s', (_mistake, props, code) => {
  expect(codeOf(() => telemetry(props))).toBe(code);
});
