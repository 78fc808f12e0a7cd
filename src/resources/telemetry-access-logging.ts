import { renderProviders } from './telemetry-metrics';
import { TelemetryMode } from './telemetry-mode';
import type { AccessLoggingSpec } from '../private/imports';
import type { Place } from '../private/place';
import { checkText } from '../private/value-list';

/**
 * Which requests are logged where.
 *
 * @throws ValueMissing (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging
 */
export interface TelemetryAccessLogging {
  /**
   * On which side of a call this holds.
   *
   * @default TelemetryMode.CLIENT_AND_SERVER
   */
  readonly mode?: TelemetryMode;
  /**
   * Where they are logged: names of `extensionProviders` in the configuration of the mesh; `envoy` is the standard output of the proxy, and always there.
   *
   * @default - those of the wider Telemetry, or of the mesh
   */
  readonly providers?: string[];
  /**
   * Whether nothing is logged there.
   *
   * @default false
   */
  readonly disabled?: boolean;
  /**
   * Which requests are logged, as an expression in CEL: `response.code >= 500`. Istio refuses one that it cannot parse, which is not seen before. Its stable channel
   * does not accept any.
   *
   * @default - all of them
   */
  readonly filter?: string;
}

/** An entry of a Telemetry's `accessLogging`. */
export function renderAccessLogging(place: Place, { mode, providers, disabled, filter }: TelemetryAccessLogging): AccessLoggingSpec {
  if (filter !== undefined) checkText(place.at('filter'), filter, 'write an expression such as response.code >= 500');
  return {
    match: mode && { mode },
    providers: providers && renderProviders(place.at('providers'), providers),
    disabled,
    filter: filter === undefined ? undefined : { expression: filter },
  };
}
