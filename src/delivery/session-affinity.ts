import type { Duration } from 'cdk8s';
import type { CookieSameSite } from '../routing/cookie-same-site';

/** The cookie by which users stay with a version. */
export interface SessionCookieOptions {
  /**
   * The name of the cookie: letters, digits and any of !#$%&'*+-.^_`|~. Two services behind one host need two.
   *
   * @default - the name of the service and `-version`
   */
  readonly name?: string;
  /**
   * How long browsers keep the cookie: whole seconds. Nobody stays longer, so let it outlast the release; browsers cut it to about 400 days.
   *
   * @default Duration.days(1)
   */
  readonly maxAge?: Duration;
  /**
   * The path, as browsers see it, below which they send the cookie.
   *
   * @default - the path prefix of the exposure that was called, or `/`
   */
  readonly path?: string;
  /**
   * The host, with all below it, to which browsers send the cookie.
   *
   * @default - only the host that was called
   */
  readonly domain?: string;
  /**
   * Whether browsers send the cookie by HTTPS alone.
   *
   * @default false
   */
  readonly secure?: boolean;
  /**
   * Whether scripts cannot read the cookie.
   *
   * @default false
   */
  readonly httpOnly?: boolean;
  /**
   * To which requests from other websites browsers add the cookie.
   *
   * @default - as the browser likes, commonly CookieSameSite.LAX
   */
  readonly sameSite?: CookieSameSite;
  /**
   * Whether browsers keep the cookie apart for each website in which the host is embedded; they take it only with `secure`.
   *
   * @default false
   */
  readonly partitioned?: boolean;
  /**
   * Whether users stay with stable, or with a long-lived version, too once it has answered them. The canary's share then stays its weight; but those
   * who are on stable stay there when the weight rises, until their cookies end.
   *
   * @default false
   */
  readonly keepStable?: boolean;
}

/**
 * How users stay with the version that answered them first, where every request would be drawn anew: the answer brings a cookie with the name of the
 * version, and requests that carry it go there again. The cookie is that of the caller that keeps it, a browser as a rule: between services nobody
 * does, there a `Lane` keeps requests together.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 *
 * @example
 *
 * import { Duration } from 'cdk8s';
 * import { CookieSameSite, SessionAffinity } from 'cdk8s-istio';
 *
 * const affinity = SessionAffinity.cookie({ maxAge: Duration.days(7), secure: true, httpOnly: true, sameSite: CookieSameSite.LAX });
 * const percent = affinity.canaryPercent(10, 20); // 87.8: so many of the users are on the canary after 20 requests
 */
export class SessionAffinity {
  /**
   * By a cookie that the proxies of callers and gateways add to answers; the application's own cookies stay.
   *
   * @param options the cookie, and who stays
   * @throws CanaryMissing, InvalidCookie, InvalidDuration, InvalidHost, InvalidRegex, AffinityCookieDropped, RouteHidden, MatchesIncompatible (when a
   * construct receives it)
   */
  public static cookie(options: SessionCookieOptions = {}): SessionAffinity {
    return new SessionAffinity({ ...options });
  }

  private constructor(
    /** @internal */
    public readonly _options: SessionCookieOptions,
  ) {}

  /**
   * How many of a hundred users the canary answers after so many requests, if all keep the cookie and the weight stays. Whoever is on the canary
   * stays there, while all others are drawn again at each request: of a weight `w` the canary has `1 - (1 - w)^n` after `n` requests. With
   * `keepStable` nobody is drawn twice, and it is `w`.
   *
   * @param weight the weight of the canary, 0 to 100; beyond these it is taken for the nearer of them
   * @param requests the number of requests that each user has sent, from 0; a page that loads ten parts of itself from the service counts as so many
   */
  public canaryPercent(weight: number, requests: number): number {
    const share = Math.min(Math.max(weight, 0), 100) / 100;
    const draws = this._options.keepStable ? Math.min(requests, 1) : requests;
    return 100 * (1 - (1 - share) ** Math.max(draws, 0));
  }
}
