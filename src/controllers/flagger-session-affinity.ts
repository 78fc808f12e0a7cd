import type { Duration } from 'cdk8s';
import { secondsOf } from './flagger-time';
import { fqdn } from '../istio/host';
import { textPrimitive } from '../istio/primitive';
import { cookiePath } from '../istio/set-cookie';
import type { CanarySpec } from '../private/imports';
import type { Place } from '../private/place';
import { CookieSameSite } from '../routing/cookie-same-site';

/**
 * How a client stays with the version that it got first: by a cookie that Envoy sets while a release is tried out. A weight is then a share of clients, not of requests.
 *
 * @throws FlaggerAffinityConflict, InvalidCookie, InvalidHost, InvalidFlaggerDuration (when a construct receives it)
 * @see https://docs.flagger.app/usage/deployment-strategies#canary-release-with-session-affinity
 */
export interface FlaggerSessionAffinity {
  /** The name of the cookie of the new version: letters, digits, hyphens, underscores and dots. */
  readonly cookieName: string;
  /**
   * The name of a cookie of the version that serves, to keep its clients there too until the weight rises.
   *
   * @default - they are drawn anew at every request
   */
  readonly primaryCookieName?: string;
  /**
   * How long the cookie of the new version lives: whole seconds. That of the other lives as long as the interval.
   *
   * @default Duration.days(1)
   */
  readonly maxAge?: Duration;
  /**
   * The host, with all below it, to which browsers send the cookies.
   *
   * @default - only the host that set them
   */
  readonly domain?: string;
  /**
   * The path below which browsers send the cookies.
   *
   * @default - the directory of the request's path
   */
  readonly path?: string;
  /**
   * Whether scripts cannot read the cookies.
   *
   * @default false
   */
  readonly httpOnly?: boolean;
  /**
   * Whether browsers send the cookies by HTTPS alone.
   *
   * @default false
   */
  readonly secure?: boolean;
  /**
   * To which requests from other websites browsers add the cookies.
   *
   * @default - as the browser likes, commonly CookieSameSite.LAX
   */
  readonly sameSite?: CookieSameSite;
  /**
   * Whether browsers keep the cookies apart for each website in which the host is embedded; they take them only with `secure`.
   *
   * @default false
   */
  readonly partitioned?: boolean;
}

/** Flagger puts the name into a regular expression as it stands. */
const plainCookieName = textPrimitive('a cookie name of letters, digits, hyphens, underscores and dots', /^[-\w.]+$/);

/** The `sessionAffinity` of an analysis. */
export function renderSessionAffinity(place: Place, affinity: FlaggerSessionAffinity): CanarySpec['analysis']['sessionAffinity'] {
  const { cookieName, primaryCookieName, maxAge, domain, path } = affinity;
  for (const key of ['cookieName', 'primaryCookieName'] as const) {
    if (key === 'cookieName' || primaryCookieName !== undefined) {
      place.at(key).check('InvalidCookie', plainCookieName, affinity[key] as string, 'Flagger compares it as a regular expression: use no other characters');
    }
  }
  if (cookieName === primaryCookieName) {
    place.at('primaryCookieName').fail('FlaggerAffinityConflict', {
      must: 'differ from cookieName', got: primaryCookieName, fix: 'Flagger refuses to begin a release with one cookie for two versions',
    });
  }
  if (domain !== undefined) {
    place.at('domain').check('InvalidHost', fqdn, domain, 'write a host such as example.com');
  }
  if (path !== undefined) {
    place.at('path').check('InvalidCookie', cookiePath, path, 'write / for the whole host');
  }
  rejectInsecure(place, affinity);
  return { ...affinity, maxAge: maxAge && secondsOf(place.at('maxAge'), maxAge, 1, 'leave it out for a day') };
}

/** Browsers drop such cookies, and then every request would be drawn anew. */
function rejectInsecure(place: Place, { secure, sameSite, partitioned }: FlaggerSessionAffinity): void {
  const needing = sameSite === CookieSameSite.NONE ? 'sameSite None' : partitioned && 'partitioned';
  if (needing && !secure) {
    place.at('secure').fail('FlaggerAffinityConflict', { must: `be true where the cookie is ${needing}`, got: secure, fix: 'set it: browsers drop the cookie otherwise' });
  }
}
