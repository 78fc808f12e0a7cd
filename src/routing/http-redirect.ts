import { rejectForwarding } from './forwarding-props';
import type { HttpRuleProps } from './http-rule';
import { authority as authorityValue } from '../istio/host';
import { redirectStatus } from '../istio/http-status';
import { portNumber } from '../istio/port-number';
import { requestPath } from '../istio/request-path';
import type { HttpMatchSpec, RedirectSpec } from '../private/imports';
import type { Place } from '../private/place';

/** A scheme of URLs. */
export enum HttpScheme {
  /** Without encryption. */
  HTTP = 'http',
  /** With encryption. */
  HTTPS = 'https',
}

/** Which port a redirect leads to where no number is given. */
export enum RedirectPort {
  /** The port that the caller named, if any; in a redirect to another scheme, the port of that scheme. */
  FROM_PROTOCOL_DEFAULT = 'FROM_PROTOCOL_DEFAULT',
  /** The port on which the request arrived: that of the gateway's server, or the service's. */
  FROM_REQUEST_PORT = 'FROM_REQUEST_PORT',
}

/**
 * A rule that sends callers elsewhere. It says at least one thing about where: what it does not say stays as it was requested, the query
 * included. A rule that takes the requests to which it leads makes callers go in circles.
 */
export interface HttpRedirectProps extends HttpRuleProps {
  /**
   * The path to go to, in place of the whole path that was requested, whatever the match. It begins with a slash. A query in it replaces
   * that of the request.
   *
   * @default - the requested path
   */
  readonly uri?: string;
  /**
   * What to write in place of the prefix that the match asks for; all matches about paths are by prefix. It begins with a slash. As in
   * `HttpRewrite.uri`, the prefix `/foo` and `/` make of `/foo/bar` the path `//bar`.
   *
   * @default - the requested path
   */
  readonly prefixRewrite?: string;
  /**
   * The host to go to, perhaps with a port.
   *
   * @default - the requested host
   */
  readonly authority?: string;
  /**
   * The port to go to, 1 to 65535. Only one of this and `derivePort` is given.
   *
   * @default - as `derivePort` says
   */
  readonly port?: number;
  /**
   * Which port to go to, without a number.
   *
   * @default RedirectPort.FROM_PROTOCOL_DEFAULT
   */
  readonly derivePort?: RedirectPort;
  /**
   * The scheme to go to.
   *
   * @default - the requested scheme
   */
  readonly scheme?: HttpScheme;
  /**
   * The status of the answer: 301 and 308 for good, 302, 303 and 307 for now. With 307 and 308 callers repeat the method and the body, with
   * 303 they ask by GET, with 301 and 302 most of them do.
   *
   * @default 301
   */
  readonly code?: number;
}

/** The `redirect` of a rule with these matches. */
export function renderRedirect(place: Place, props: HttpRedirectProps, matches: HttpMatchSpec[] = []): RedirectSpec {
  const { uri, prefixRewrite, authority, port, derivePort, scheme, code } = props;
  rejectForwarding(place, 'a redirect', props);
  const leadsBack = derivePort === undefined || derivePort === RedirectPort.FROM_PROTOCOL_DEFAULT;
  if (leadsBack && [uri, prefixRewrite, authority, port, scheme].every((part) => part === undefined)) {
    place.fail('RedirectEmpty', {
      must: 'lead elsewhere', found: 'a redirect to where the request came from', fix: 'give uri, prefixRewrite, authority, port or scheme',
    });
  }
  validatePath(place, props, matches);
  if (authority !== undefined) {
    place.at('authority').check('InvalidHost', authorityValue, authority, 'write the host alone: scheme and uri have props of their own');
  }
  if (port !== undefined) {
    place.at('port').check('InvalidPort', portNumber, port, 'name the port to go to');
  }
  if (port !== undefined && derivePort !== undefined) {
    rejectBoth(place.at('derivePort'), 'port', derivePort);
  }
  if (code !== undefined) {
    place.at('code').check('InvalidStatus', redirectStatus, code, 'for any other Envoy refuses all rules of the port, not this one alone');
  }
  return { uri, prefixRewrite, authority, port, derivePort, scheme, redirectCode: code };
}

function validatePath(place: Place, { uri, prefixRewrite }: HttpRedirectProps, matches: HttpMatchSpec[]): void {
  if (uri !== undefined && prefixRewrite !== undefined) {
    rejectBoth(place.at('prefixRewrite'), 'uri', prefixRewrite);
  }
  for (const [key, path] of Object.entries({ uri, prefixRewrite })) {
    if (path !== undefined) {
      place.at(key).check('InvalidPath', requestPath, path, 'write a path such as /reports: authority and scheme have props of their own');
    }
  }
  const withoutPrefix = matches.findIndex((match) => match.uri && match.uri.prefix === undefined);
  if (prefixRewrite !== undefined && withoutPrefix >= 0) {
    place.at('prefixRewrite').fail('RedirectConflict', {
      must: 'come with matches by path prefix only', found: `another one in match[${withoutPrefix}]`, fix: 'give uri for the whole path, or match a prefix',
    });
  }
}

function rejectBoth(place: Place, other: string, got: string): never {
  return place.fail('RedirectConflict', { must: `be left out where ${other} is given`, got, fix: 'keep one of the two: Istio refuses both together' });
}
