import { Duration } from 'cdk8s';
import { FlaggerMetric, FlaggerMetricTemplateOptions } from '../../src';
import { canarySpec } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';

function metrics(list: FlaggerMetric[], interval = Duration.minutes(2)) {
  return canarySpec({ metrics: list, interval }).analysis.metrics;
}

function template(options: FlaggerMetricTemplateOptions, name = 'error-rate') {
  return metrics([FlaggerMetric.template(name, options)])[0];
}

describe('what Flagger measures itself', () => {
  test('is the share of requests that succeed, in percent, and how long they take, in milliseconds', () => {
    expect(metrics([FlaggerMetric.requestSuccessRate({ min: 99.5 }), FlaggerMetric.requestDuration({ max: Duration.seconds(0.5) })])).toEqual([
      { name: 'request-success-rate', thresholdRange: { min: 99.5 }, interval: '2m' },
      { name: 'request-duration', thresholdRange: { max: 500 }, interval: '2m' },
    ]);
  });

  test.each([[0], [-1], [100.1], [NaN], [undefined]])('cannot be a share of %p percent', (min) => {
    expect(codeOf(() => metrics([FlaggerMetric.requestSuccessRate({ min: min as number })]))).toBe('FlaggerMetricRange');
  });

  test.each([[Duration.millis(0)], [Duration.millis(0.5)], [500], [undefined]])('cannot be a time of %p', (max) => {
    expect(codeOf(() => metrics([FlaggerMetric.requestDuration({ max: max as Duration })]))).toBe('InvalidDuration');
  });
});

describe('what a MetricTemplate measures', () => {
  test('has a range of good values', () => {
    expect(template({ max: 1 })).toEqual({ name: 'error-rate', templateRef: { name: 'error-rate' }, thresholdRange: { max: 1 }, interval: '2m' });
    expect(template({ min: 0, max: 0 }).thresholdRange).toEqual({ min: 0, max: 0 });
    expect(template({ min: -5 }).thresholdRange).toEqual({ min: -5 });
  });

  test('can have another name, variables and a namespace', () => {
    expect(template({ name: 'lost-orders', templateNamespace: 'monitoring', variables: { direction: 'inbound' }, max: 0 })).toEqual({
      name: 'lost-orders',
      templateRef: { name: 'error-rate', namespace: 'monitoring' },
      templateVariables: { direction: 'inbound' },
      thresholdRange: { max: 0 },
      interval: '2m',
    });
  });

  test.each<[string, FlaggerMetricTemplateOptions]>([
    ['without a range', {}], ['with a range that holds nothing', { min: 2, max: 1 }], ['with a limit that is no number', { max: NaN }],
    ['with a limit in quotes', { max: '1' as unknown as number }],
  ])('is refused %s', (_, options) => {
    expect(codeOf(() => template(options))).toBe('FlaggerMetricRange');
  });

  test.each<[string, FlaggerMetricTemplateOptions, string]>([
    ['templateName', { max: 1 }, 'error rate'], ['templateNamespace', { max: 1, templateNamespace: 'a.b' }, 'a'], ['name', { max: 1, name: ' ' }, 'a'],
  ])('is refused with a %s that is none', (prop, options, name) => {
    expect(messageOf(() => template(options, name))).toContain(`FlaggerReferenceInvalid: metrics[0].${prop} must`);
  });
});

describe('a name', () => {
  test('is not that of what Flagger measures itself, which would be measured as well', () => {
    expect(codeOf(() => template({ max: 1 }, 'request-duration'))).toBe('FlaggerMetricTwice');
    expect(template({ max: 1, name: 'duration-of-orders' }, 'request-duration').name).toBe('duration-of-orders');
  });

  test('is given once', () => {
    const rate = FlaggerMetric.requestSuccessRate({ min: 99 });
    expect(messageOf(() => metrics([rate, FlaggerMetric.template('a', { max: 1 }), rate]))).toContain('FlaggerMetricTwice: metrics[2].name must');
  });
});

describe('the window', () => {
  const window = (interval: Duration | undefined, analysis: Duration) => (
    metrics([FlaggerMetric.requestSuccessRate({ min: 99, interval })], analysis)[0].interval
  );

  test('is the interval of the analysis, and long enough for Prometheus', () => {
    expect(window(undefined, Duration.minutes(5))).toBe('5m');
    expect(window(undefined, Duration.seconds(30))).toBe('1m');
  });

  test('can be shorter, and no longer', () => {
    expect(window(Duration.seconds(90), Duration.minutes(5))).toBe('90s');
    expect(window(Duration.minutes(5), Duration.minutes(5))).toBe('5m');
    expect(window(Duration.minutes(1), Duration.seconds(30))).toBe('1m');
    expect(codeOf(() => window(Duration.seconds(301), Duration.minutes(5)))).toBe('FlaggerMetricWindow');
    expect(codeOf(() => window(Duration.seconds(61), Duration.seconds(30)))).toBe('FlaggerMetricWindow');
  });

  test('is whole seconds', () => {
    expect(codeOf(() => window(Duration.millis(1500), Duration.minutes(5)))).toBe('InvalidFlaggerDuration');
    expect(codeOf(() => window(Duration.seconds(0), Duration.minutes(5)))).toBe('InvalidFlaggerDuration');
  });
});
