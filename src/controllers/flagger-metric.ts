import type { Duration } from 'cdk8s';
import { renderReference, requireName } from './flagger-alert';
import { renderSeconds, secondsOf } from './flagger-time';
import { duration } from '../istio/duration';
import type { CanarySpec } from '../private/imports';
import type { Place } from '../private/place';

/** The least share of requests that must succeed. */
export interface FlaggerSuccessRateOptions {
  /** The least share of requests that is not answered with 5xx, in percent: above 0 and at most 100. */
  readonly min: number;
  /**
   * How far back requests are counted: whole seconds, at most the interval of the analysis.
   *
   * @default - the interval of the analysis, and at least a minute
   */
  readonly interval?: Duration;
}

/** How long requests may take. */
export interface FlaggerRequestDurationOptions {
  /** The longest time in which 99 of 100 requests must be answered: whole milliseconds. */
  readonly max: Duration;
  /**
   * How far back requests are counted: whole seconds, at most the interval of the analysis.
   *
   * @default - the interval of the analysis, and at least a minute
   */
  readonly interval?: Duration;
}

/** What the value of a MetricTemplate must be. At least one of `min` and `max` is given. */
export interface FlaggerMetricTemplateOptions {
  /**
   * What the metric is called in events and in Flagger's own metrics. Not `request-success-rate` or `request-duration`: those are measured by Flagger itself.
   *
   * @default - the name of the template
   */
  readonly name?: string;
  /**
   * The namespace of the MetricTemplate.
   *
   * @default - that of the FlaggerCanary
   */
  readonly templateNamespace?: string;
  /**
   * The least value that is good.
   *
   * @default - no limit
   */
  readonly min?: number;
  /**
   * The greatest value that is good.
   *
   * @default - no limit
   */
  readonly max?: number;
  /**
   * What the template calls `interval`: whole seconds, at most the interval of the analysis.
   *
   * @default - the interval of the analysis, and at least a minute
   */
  readonly interval?: Duration;
  /**
   * What the template finds as `variables`.
   *
   * @default - none
   */
  readonly variables?: { [key: string]: string };
}

type MetricSpec = NonNullable<CanarySpec['analysis']['metrics']>[number];

/** Flagger measures these itself, from Istio's metrics. */
const SUCCESS_RATE = 'request-success-rate';
const REQUEST_DURATION = 'request-duration';
const BUILT_IN = [SUCCESS_RATE, REQUEST_DURATION];

/** Prometheus scrapes Istio's proxies every 15 s by default, and a rate needs several of its values. */
const LEAST_DEFAULT_WINDOW = 60;

/**
 * A measurement of the new version, made at every check. A value out of range is a failed check, and so is no value at all: where nobody calls the
 * new version, every release fails.
 *
 * @see https://docs.flagger.app/usage/metrics
 */
export class FlaggerMetric {
  /**
   * The share of requests that is not answered with 5xx, as the sidecars of the new version count. Errors of gRPC are HTTP 200 to them.
   *
   * @param options the least share
   * @throws FlaggerMetricRange, InvalidFlaggerDuration, FlaggerMetricWindow (when a construct receives it)
   */
  public static requestSuccessRate(options: FlaggerSuccessRateOptions): FlaggerMetric {
    return new FlaggerMetric(SUCCESS_RATE, options.interval, (place) => {
      const { min } = options;
      if (!(min > 0 && min <= 100)) {
        place.at('min').fail('FlaggerMetricRange', { must: 'be a percentage above 0 and at most 100', got: min, fix: 'write 99 for 99 of a hundred requests' });
      }
      return { thresholdRange: { min } };
    });
  }

  /**
   * The time in which 99 of 100 requests are answered (P99), as the sidecars of the new version measure it.
   *
   * @param options the longest time
   * @throws InvalidDuration, InvalidFlaggerDuration, FlaggerMetricWindow (when a construct receives it)
   */
  public static requestDuration(options: FlaggerRequestDurationOptions): FlaggerMetric {
    return new FlaggerMetric(REQUEST_DURATION, options.interval, (place) => ({ thresholdRange: { max: millisecondsOf(place.at('max'), options.max) } }));
  }

  /**
   * What a MetricTemplate measures.
   *
   * @param templateName the name of the MetricTemplate
   * @param options what its value must be
   * @throws FlaggerReferenceInvalid, FlaggerMetricRange, FlaggerMetricTwice, InvalidFlaggerDuration, FlaggerMetricWindow (when a construct receives it)
   */
  public static template(templateName: string, options: FlaggerMetricTemplateOptions): FlaggerMetric {
    return new FlaggerMetric(options.name ?? templateName, options.interval, (place) => renderTemplate(place, templateName, options));
  }

  private constructor(
    private readonly name: string,
    private readonly interval: Duration | undefined,
    private readonly measure: (place: Place) => Omit<MetricSpec, 'name'>,
  ) {}

  /**
   * An entry of a Canary's `metrics`.
   *
   * @internal
   */
  public _render(place: Place, intervalSeconds: number): MetricSpec {
    const seconds = this.interval
      ? windowSeconds(place.at('interval'), this.interval, intervalSeconds)
      : Math.max(intervalSeconds, LEAST_DEFAULT_WINDOW);
    return { name: this.name, interval: renderSeconds(seconds), ...this.measure(place) };
  }
}

/** Whether Flagger computes the metric from the requests that the new version gets. */
export function measuresRequests({ name }: MetricSpec): boolean {
  return BUILT_IN.includes(name);
}

/** The entries of a Canary's `metrics`. */
export function renderMetrics(place: Place, metrics: FlaggerMetric[], intervalSeconds: number): MetricSpec[] {
  const rendered = metrics.map((metric, index) => metric._render(place.item(index), intervalSeconds));
  const names = rendered.map(({ name }) => name);
  names.forEach((name, index) => {
    const isTemplate = rendered[index].templateRef !== undefined;
    if (names.indexOf(name) < index || (isTemplate && BUILT_IN.includes(name))) {
      place.item(index).at('name').fail('FlaggerMetricTwice', {
        must: `differ from the names of the other metrics, and from ${BUILT_IN.join(' and ')} if it is a template's`,
        got: name,
        fix: 'give name: Flagger measures by the name too, and shows both under one',
      });
    }
  });
  return rendered;
}

function renderTemplate(place: Place, templateName: string, { name, templateNamespace, min, max, variables }: FlaggerMetricTemplateOptions): Omit<MetricSpec, 'name'> {
  if (name !== undefined) {
    requireName(place.at('name'), name);
  }
  for (const [key, value] of Object.entries({ min, max })) {
    if (value !== undefined && !Number.isFinite(value)) {
      place.at(key).fail('FlaggerMetricRange', { must: 'be a number', got: value, fix: 'leave it out for no limit' });
    }
  }
  if (min === undefined && max === undefined) {
    place.fail('FlaggerMetricRange', { must: 'have min or max', found: 'neither', fix: 'say which values are good: Flagger would take every value above 0 for a failure' });
  }
  if (min !== undefined && max !== undefined && min > max) {
    place.at('min').fail('FlaggerMetricRange', { must: `be at most max (${max})`, got: min, fix: 'exchange them: no value could be good' });
  }
  return {
    templateRef: renderReference(place, 'template', templateName, templateNamespace),
    thresholdRange: { min, max },
    templateVariables: variables && { ...variables },
  };
}

function millisecondsOf(place: Place, time: Duration): number {
  const milliseconds = time?.toMilliseconds?.({ integral: false });
  if (!duration.accepts(milliseconds)) {
    const found = milliseconds === undefined ? JSON.stringify(time) : `${milliseconds} ms`;
    place.fail('InvalidDuration', { must: `be a Duration of ${duration.allowed}`, found, fix: 'write Duration.millis(500) for half a second' });
  }
  return milliseconds;
}

function windowSeconds(place: Place, interval: Duration, analysisSeconds: number): number {
  const seconds = secondsOf(place, interval, 1, 'leave it out for the interval of the analysis');
  const most = Math.max(analysisSeconds, LEAST_DEFAULT_WINDOW);
  if (seconds > most) {
    place.fail('FlaggerMetricWindow', {
      must: `be at most the interval of the analysis, ${renderSeconds(most)}`,
      found: renderSeconds(seconds),
      fix: 'shorten it, or lengthen the interval: each check would still count the requests of the steps before',
    });
  }
  return seconds;
}
