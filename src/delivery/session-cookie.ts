import { Duration } from 'cdk8s';
import type { Exposure } from './exposure';
import { PathBelow } from './path-below';
import type { SessionAffinity, SessionCookieOptions } from './session-affinity';
import { cookieName } from '../istio/cookie';
import { fqdn } from '../istio/host';
import { cookiePath } from '../istio/set-cookie';
import type { HeadersSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderWholeSeconds } from '../private/time';
import { CookieSameSite } from '../routing/cookie-same-site';
import { Destination } from '../routing/destination';
import { HeaderMatch } from '../routing/header-match';
import { HttpMatch } from '../routing/http-match';
import type { ServiceVersion } from '../workload/service-version';

/** The cookie that keeps users of a service with a version, whose name it holds: one that an earlier release has left means nothing to a later one. */
export class SessionCookie {
  private readonly name: string;
  private readonly maxAge: Duration;
  private readonly options: SessionCookieOptions;

  /**
   * @param service the name of the service
   * @param exposures where it can be called from
   */
  public constructor(place: Place, { _options: options }: SessionAffinity, service: string, exposures: Exposure[]) {
    this.options = options;
    this.name = options.name ?? `${service}-version`;
    this.maxAge = options.maxAge ?? Duration.days(1);
    place.at('name').check('InvalidCookie', cookieName, this.name, 'name the cookie as the browser sends it');
    renderWholeSeconds(place.at('maxAge'), this.maxAge);
    rejectInsecure(place, this.name, options);
    rejectUnsent(place, options, exposures);
  }

  /** Whether users stay with the version that has this role. */
  public keeps(role: string): boolean {
    return role === 'canary' || this.options.keepStable === true;
  }

  /** The requests of users whom a version has answered. */
  public match(version: ServiceVersion): HttpMatch {
    return HttpMatch.header(HeaderMatch.cookie(this.name, version.name));
  }

  /** A version that answers with the cookie. */
  public destination(version: ServiceVersion, weight: number): Destination {
    return Destination.version(version, weight)._answering(({ outsidePath }) => this.setCookie(version, outsidePath));
  }

  /** Added, since `set` would take the application's own cookies away. */
  private setCookie(version: ServiceVersion, outsidePath = '/'): HeadersSpec {
    const { path = outsidePath.replace(/(.)\/$/, '$1'), domain, secure, httpOnly, sameSite, partitioned } = this.options;
    const text = [
      `${this.name}=${version.name}`,
      `Max-Age=${this.maxAge.toSeconds()}`,
      `Path=${path}`,
      ...(domain === undefined ? [] : [`Domain=${domain}`]),
      ...(secure ? ['Secure'] : []),
      ...(httpOnly ? ['HttpOnly'] : []),
      ...(sameSite === undefined ? [] : [`SameSite=${sameSite}`]),
      ...(partitioned ? ['Partitioned'] : []),
    ].join('; ');
    return { response: { add: { 'set-cookie': text.replaceAll('%', '%%') } } };
  }
}

/** Browsers take some cookies only from HTTPS, and some names only with the attributes that they promise. */
function rejectInsecure(place: Place, name: string, { secure, sameSite, partitioned, domain, path }: SessionCookieOptions): void {
  const prefix = /^__(?:Host|Secure)-/i.exec(name)?.[0];
  const needing = [sameSite === CookieSameSite.NONE && 'sameSite None', partitioned && 'partitioned', prefix && `called ${prefix}...`].find((one) => one);
  if (needing && !secure) {
    place.at('secure').fail('AffinityCookieDropped', { must: `be true where the cookie is ${needing}`, got: secure, fix: 'set it: browsers drop the cookie otherwise' });
  }
  if (prefix?.toLowerCase() === '__host-' && (domain !== undefined || path !== '/')) {
    const prop = domain === undefined ? 'path' : 'domain';
    place.at(prop).fail('AffinityCookieDropped', {
      must: `be ${prop === 'path' ? '"/"' : 'left out'} where the cookie is called ${prefix}...`, got: domain ?? path, fix: 'browsers drop the cookie otherwise: change this, or the name',
    });
  }
}

/** Complains of a cookie that browsers would not take from a gateway, or not send there. */
function rejectUnsent(place: Place, { path, domain }: SessionCookieOptions, exposures: Exposure[]): void {
  if (path !== undefined) {
    place.at('path').check('InvalidCookie', cookiePath, path, 'write / for the whole host');
  }
  if (domain !== undefined) {
    place.at('domain').check('InvalidHost', fqdn, domain, 'write a host such as example.com');
  }
  for (const { hosts, pathPrefix } of exposures.flatMap(({ _behind }) => _behind?.options ?? [])) {
    const foreign = hosts.find((host) => domain !== undefined && host !== '*' && !`.${host.toLowerCase()}`.endsWith(`.${domain.toLowerCase()}`));
    if (foreign !== undefined) {
      place.at('domain').fail('AffinityCookieDropped', {
        must: `be ${foreign} or a domain above it, since callers use that host`, got: domain, fix: 'leave it out for the host that was called',
      });
    }
    if (path !== undefined && pathPrefix !== undefined && !new PathBelow(path, false).overlaps(new PathBelow(pathPrefix, false))) {
      place.at('path').fail('AffinityCookieDropped', {
        must: `be above or below ${pathPrefix}, where callers see the service`, got: path, fix: 'leave it out for the path prefix of each exposure',
      });
    }
  }
}
