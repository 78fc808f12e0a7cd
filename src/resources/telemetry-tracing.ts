import { TelemetryMode } from './telemetry-mode';
import { headerName } from '../istio/header-name';
import type { Primitive } from '../istio/primitive';
import type { TracingSpec, TracingTagSpec } from '../private/imports';
import type { Place } from '../private/place';
import { checkText } from '../private/value-list';

/** What a tag holds where its source is not there. */
export interface TracingTagOptions {
  /**
   * The value where the source is not there.
   *
   * @default - then there is no tag
   */
  readonly defaultValue?: string;
}

/**
 * A tag that is added to every span.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag
 */
export class TracingTag {
  /**
   * A text that is always the same.
   *
   * @param name the tag's name
   * @param value the text, not empty
   * @throws ValueMissing, TelemetryTwice (when a construct receives it)
   */
  public static literal(name: string, value: string): TracingTag {
    return new TracingTag(name, (place) => {
      checkText(place.at('value'), value, 'write the text, or leave the tag out');
      return { literal: { value } };
    });
  }

  /**
   * A variable in the environment of the proxy.
   *
   * @param name the tag's name
   * @param variable the variable's name
   * @param options what holds without it
   * @throws ValueMissing, TelemetryTwice (when a construct receives it)
   */
  public static environment(name: string, variable: string, options: TracingTagOptions = {}): TracingTag {
    return new TracingTag(name, (place) => {
      checkText(place.at('variable'), variable, 'name the variable');
      return { environment: { name: variable, defaultValue: options.defaultValue } };
    });
  }

  /**
   * A header of the request.
   *
   * @param name the tag's name
   * @param header the header's name
   * @param options what holds without it
   * @throws InvalidHeaderName, ValueMissing, TelemetryTwice (when a construct receives it)
   */
  public static requestHeader(name: string, header: string, options: TracingTagOptions = {}): TracingTag {
    return new TracingTag(name, (place) => {
      place.at('header').check('InvalidHeaderName', headerName, header, 'write the name alone, without colon or spaces');
      return { header: { name: header, defaultValue: options.defaultValue } };
    });
  }

  /**
   * What Envoy knows of the request, in the notation of its access log.
   *
   * @param name the tag's name
   * @param format the format, as `%REQUESTED_SERVER_NAME%`
   * @throws ValueMissing, TelemetryTwice (when a construct receives it)
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
   */
  public static formatted(name: string, format: string): TracingTag {
    return new TracingTag(name, (place) => {
      checkText(place.at('format'), format, 'write a format such as %REQUESTED_SERVER_NAME%');
      return { formatter: { value: format } };
    });
  }

  private constructor(
    private readonly name: string,
    private readonly render: (place: Place) => TracingTagSpec,
  ) {}

  /**
   * An entry of `customTags`, with its name.
   *
   * @internal
   */
  public _render(place: Place): [string, TracingTagSpec] {
    checkText(place.at('name'), this.name, 'name the tag');
    return [this.name, this.render(place)];
  }
}

/**
 * Which requests are traced, and what their spans say.
 *
 * @throws PercentOutOfRange, InvalidHeaderName, TelemetryTwice, ValueMissing (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing
 */
export interface TelemetryTracing {
  /**
   * On which side of a call this holds.
   *
   * @default TelemetryMode.CLIENT_AND_SERVER
   */
  readonly mode?: TelemetryMode;
  /**
   * Where spans go: one of `extensionProviders` in the configuration of the mesh. Istio knows one at a time.
   *
   * @default - that of the wider Telemetry, or of the mesh
   */
  readonly provider?: string;
  /**
   * How many requests in a hundred are traced, 0 to 100, of those that come without a decision.
   *
   * @default - that of the wider Telemetry, or of the mesh; unless somebody changed it, 1
   */
  readonly randomSamplingPercent?: number;
  /**
   * Whether no span is sent; what came with a request is passed on all the same.
   *
   * @default false
   */
  readonly disableSpanReporting?: boolean;
  /**
   * Whether what came with a request is not passed on, so that a trace ends here.
   *
   * @default false
   */
  readonly disableContextPropagation?: boolean;
  /**
   * Whether spans tell the version, the mesh and the namespace.
   *
   * @default true
   */
  readonly enableIstioTags?: boolean;
  /**
   * Tags that are added to every span, in place of those of a wider Telemetry.
   *
   * @default - those of the wider Telemetry
   */
  readonly customTags?: TracingTag[];
  /**
   * Whether the request's id decides, so that a proxy agrees with those before it. Istio's stable channel does not accept it.
   *
   * @default true
   */
  readonly useRequestIdForTraceSampling?: boolean;
}

const percentOfRequests: Primitive<number> = { allowed: 'a number from 0 to 100', accepts: (value) => value >= 0 && value <= 100 };

/** The only entry of a Telemetry's `tracing`: Istio takes no second one. */
export function renderTracing(place: Place, tracing: TelemetryTracing): TracingSpec {
  const { mode, provider, randomSamplingPercent, customTags, ...rest } = tracing;
  if (provider !== undefined) checkText(place.at('provider'), provider, 'name one of the extensionProviders of the mesh');
  if (randomSamplingPercent !== undefined) {
    place.at('randomSamplingPercent').check('PercentOutOfRange', percentOfRequests, randomSamplingPercent, 'write 1 for one request in a hundred');
  }
  return {
    ...rest,
    match: mode && { mode },
    providers: provider === undefined ? undefined : [{ name: provider }],
    randomSamplingPercentage: randomSamplingPercent,
    customTags: customTags && namedOnce(place.at('customTags'), customTags.map((tag, index) => tag._render(place.at('customTags').item(index)))),
  };
}

/** A map, of whose names none may be given twice. */
export function namedOnce<T>(place: Place, entries: [string, T][]): { [name: string]: T } {
  entries.forEach(([name], index) => {
    if (entries.findIndex(([other]) => other === name) < index) {
      place.item(index).at('name').fail('TelemetryTwice', { must: 'be a name that is not given yet', got: name, fix: 'remove one of them' });
    }
  });
  return Object.fromEntries(entries);
}
