import { renderStringMatch, StringMatch } from './string-match';
import type { TextMatch } from './text-match';
import { cookieName, cookiePattern, cookieValue } from '../istio/cookie';
import { claimName, headerName } from '../istio/header-name';
import { isText } from '../istio/primitive';
import { re2Pattern } from '../istio/re2';
import type { StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * A condition on one header of a request. Header names are compared without regard to case, values with it; several
 * values of one header are compared as one text, joined by commas.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class HeaderMatch {
  /**
   * The header has exactly this value.
   *
   * @param name the header's name: letters, digits and ``!#$%&'*+-.^_`|~``, or a pseudo header such as `:authority`
   * @param value the whole value; the empty text means a header that is present and empty
   * @throws InvalidHeaderName (when a construct receives it) if `name` is no header name
   */
  public static exact(name: string, value: string): HeaderMatch {
    return new HeaderMatch(name, { exact: value });
  }

  /**
   * The header's value begins with this text.
   *
   * @param name as in `exact`
   * @param value the beginning, not empty; to ask only whether the header is there, use `present`
   * @throws InvalidHeaderName, MatchValueMissing (when a construct receives it)
   */
  public static prefix(name: string, value: string): HeaderMatch {
    return new HeaderMatch(name, { prefix: value });
  }

  /**
   * The header's whole value matches this regular expression.
   *
   * @param name as in `exact`
   * @param pattern RE2 syntax, at most 1024 bytes; it must match from the first to the last character
   * @throws InvalidHeaderName, InvalidRegex (when a construct receives it)
   */
  public static regex(name: string, pattern: string): HeaderMatch {
    return new HeaderMatch(name, { regex: pattern });
  }

  /**
   * The header is there, with any value.
   *
   * @param name as in `exact`
   * @throws InvalidHeaderName (when a construct receives it) if `name` is no header name
   */
  public static present(name: string): HeaderMatch {
    return new HeaderMatch(name, {});
  }

  /**
   * The request carries this cookie with this value, whatever other cookies come with it. Istio has no condition of its own
   * for cookies, so this becomes a regular expression on the `cookie` header; one match can ask for one cookie.
   *
   * @param name the cookie's name
   * @param value the cookie's whole value, as it is sent (Istio does not decode it)
   * @throws InvalidCookie (when a construct receives it) if it cannot stand in a Cookie header, or is too long
   */
  public static cookie(name: string, value: string): HeaderMatch {
    return new HeaderMatch('cookie', { regex: cookiePattern(name, value) }, { name, value });
  }

  /**
   * The token with which the request came, verified by a `RequestAuthentication` at the gateway, has a claim with this value; of a claim that is a
   * list, any item. Istio keeps claims in the place of headers, and knows them on gateways only: in a VirtualService that acts in the mesh too it is
   * an error, and a delivery construct leaves the match out of its rules for the mesh.
   *
   * @param path the claim's name; of one in another one, the names of both, outermost first
   * @param value what the claim is compared with
   * @throws InvalidClaim, MatchValueMissing, InvalidRegex, ClaimsOutsideGateway (when a construct receives it)
   */
  public static jwtClaim(path: string[], value: TextMatch): HeaderMatch {
    return new HeaderMatch(`@request.auth.claims[${path.join('][')}]`, value._condition, undefined, [...path]);
  }

  private constructor(
    private readonly header: string,
    private readonly condition: StringMatch,
    private readonly ofCookie?: Cookie,
    private readonly claim?: string[],
  ) {}

  /**
   * The key and the value of an entry in a match's `headers`.
   *
   * @internal
   */
  public _render(place: Place): [string, StringMatchSpec] {
    if (this.ofCookie) {
      validateCookie(place, this.ofCookie);
    }
    if (this.claim) {
      validateClaim(place.at('path'), this.claim);
    } else {
      const fix = isClaim(this.header) ? 'match a claim of a token by HeaderMatch.jwtClaim()' : 'write the name alone, without colon or spaces';
      place.at('name').check('InvalidHeaderName', headerName, this.header, fix);
    }
    return [this.header, renderStringMatch(place.at('value'), this.condition)];
  }
}

/** Whether what stands in the place of a header is a claim of a token. */
export function isClaim(header: string): boolean {
  return claimName.accepts(header);
}

/** The identity of what stands in the place of a header: case matters to claims alone. */
export function headerIdentity(header: string): string {
  return isClaim(header) ? header : header.toLowerCase();
}

/** Istio takes the names of a path apart at the brackets between them. */
function validateClaim(place: Place, path: string[]): void {
  if (path.length === 0 || path.some((name) => !isText(name) || name === '' || /[[\]]/.test(name))) {
    place.fail('InvalidClaim', { must: 'be names of claims, without brackets', got: path, fix: "name the claim, such as ['group']" });
  }
}

interface Cookie {
  readonly name: string;
  readonly value: string;
}

function validateCookie(place: Place, { name, value }: Cookie): void {
  const fix = 'name the cookie and its value as the browser sends them';
  place.at('name').check('InvalidCookie', cookieName, name, fix);
  place.at('value').check('InvalidCookie', cookieValue, value, fix);
  if (!re2Pattern.accepts(cookiePattern(name, value))) {
    place.at('value').fail('InvalidCookie', {
      must: 'be short enough for a regular expression of 1024 bytes', got: value, fix: 'match a shorter cookie, or a part of this one with regex()',
    });
  }
}
