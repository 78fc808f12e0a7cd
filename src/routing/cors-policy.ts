import type { Duration } from 'cdk8s';
import type { HttpRouteMethod } from './http-route-method';
import { renderStringMatch, StringMatch } from './string-match';
import { corsHeader } from '../istio/header-name';
import { isText } from '../istio/primitive';
import type { CorsPolicySpec, StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderWholeSeconds } from '../private/time';

/**
 * Websites whose scripts may call, by their origin: scheme, host and, if it is not the scheme's own, port, such as
 * `https://www.example.com`. Browsers write it in lower case and without a slash at the end.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export class CorsOrigin {
  /**
   * This origin, or all if it is `*`.
   *
   * @param origin as the browser sends it
   * @throws MatchValueMissing (when a construct receives it)
   */
  public static exact(origin: string): CorsOrigin {
    return new CorsOrigin({ exact: origin });
  }

  /**
   * Origins that begin with this text. `https://example.com` takes `https://example.com.evil.org` too: end it with a colon, to take a host
   * with any port, or use `regex`.
   *
   * @param beginning not empty
   * @throws MatchValueMissing (when a construct receives it)
   */
  public static prefix(beginning: string): CorsOrigin {
    return new CorsOrigin({ prefix: beginning });
  }

  /**
   * Origins that match this regular expression as a whole.
   *
   * @param pattern RE2 syntax, at most 1024 bytes; write dots as `\\.`
   * @throws MatchValueMissing, InvalidRegex (when a construct receives it)
   */
  public static regex(pattern: string): CorsOrigin {
    return new CorsOrigin({ regex: pattern });
  }

  private constructor(private readonly condition: StringMatch) {}

  /**
   * An entry of a policy's `allowOrigins`.
   *
   * @internal
   */
  public _render(place: Place): StringMatchSpec {
    const [text] = Object.values(this.condition);
    if (!isText(text) || text === '') {
      place.fail('MatchValueMissing', {
        must: 'be an origin, or a part of one', got: text, fix: 'write one such as https://www.example.com, or CorsOrigin.exact("*") for all',
      });
    }
    return renderStringMatch(place, this.condition);
  }
}

/** What becomes of preflight requests from origins that are not allowed. */
export enum UnmatchedPreflights {
  /** They are forwarded to the service, which may allow what the policy does not. */
  FORWARD = 'FORWARD',
  /** They are not forwarded, so the browser is told nothing and forbids the request. */
  IGNORE = 'IGNORE',
}

/**
 * Which scripts of other websites browsers let call. Envoy answers preflight requests from origins that are allowed itself, and says in
 * every other answer what the browser may do with it. It does not refuse requests: whoever uses no browser is not bound.
 *
 * @throws CorsOriginsMissing, CorsMethodUnknown, InvalidHeaderName, InvalidDuration (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export interface CorsPolicy {
  /** The websites; any of these is enough, and there is at least one. */
  readonly allowOrigins: CorsOrigin[];
  /**
   * The methods that scripts may use: those with a constant in `HttpRouteMethod`, or `HttpRouteMethod.of('*')` for all.
   *
   * @default - GET, HEAD and POST, which browsers allow without being told
   */
  readonly allowMethods?: HttpRouteMethod[];
  /**
   * The names of headers that scripts may send, or `*` for all.
   *
   * @default - only the few that browsers allow without being told
   */
  readonly allowHeaders?: string[];
  /**
   * The names of headers that scripts may read in answers, or `*` for all.
   *
   * @default - only the few that browsers show without being told
   */
  readonly exposeHeaders?: string[];
  /**
   * How long browsers may remember what a preflight request told them: whole seconds, at least 1.
   *
   * @default - as the browser likes, commonly 5 seconds
   */
  readonly maxAge?: Duration;
  /**
   * Whether scripts may send cookies and other credentials. Browsers then take a `*` among methods and headers as it stands, not for all.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;
  /**
   * What becomes of preflight requests from origins that are not allowed.
   *
   * @default UnmatchedPreflights.FORWARD
   */
  readonly unmatchedPreflights?: UnmatchedPreflights;
}

/** The `corsPolicy` of a rule. */
export function renderCors(place: Place, policy: CorsPolicy): CorsPolicySpec {
  const { allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAge, allowCredentials, unmatchedPreflights } = policy;
  const origins = place.at('allowOrigins');
  if (allowOrigins.length === 0) {
    origins.fail('CorsOriginsMissing', {
      must: 'have at least one origin', got: [], fix: 'add one, such as CorsOrigin.exact("https://www.example.com"), or leave cors out',
    });
  }
  return {
    allowOrigins: allowOrigins.map((origin, index) => origin._render(origins.item(index))),
    allowMethods: allowMethods?.map((method, index) => method._renderForCors(place.at('allowMethods').item(index))),
    allowHeaders: allowHeaders && renderNames(place.at('allowHeaders'), allowHeaders),
    exposeHeaders: exposeHeaders && renderNames(place.at('exposeHeaders'), exposeHeaders),
    maxAge: maxAge && renderWholeSeconds(place.at('maxAge'), maxAge),
    allowCredentials,
    unmatchedPreflights,
  };
}

function renderNames(place: Place, names: string[]): string[] {
  for (const [index, name] of names.entries()) {
    place.item(index).check('InvalidHeaderName', corsHeader, name, 'write the name alone, without colon or spaces');
  }
  return [...names];
}
