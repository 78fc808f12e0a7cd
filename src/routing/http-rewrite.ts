import { authority as authorityValue } from '../istio/host';
import { isText } from '../istio/primitive';
import { re2Pattern, re2Problem } from '../istio/re2';
import { requestPath } from '../istio/request-path';
import type { RewriteSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * A replacement of parts of a path.
 *
 * @throws InvalidRegex, RewriteEmpty (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RegexRewrite
 */
export interface UriRegexRewrite {
  /**
   * What to replace: a regular expression in RE2 syntax, at most 1024 bytes. Every match within the path is replaced; to replace the whole
   * path, begin with `^` and end with `$`. The query is not looked at, and stays.
   */
  readonly match: string;
  /** What to write in its place, not empty. `\1` to `\9` stand for the groups of the expression; in a program, write `'\\1'`. */
  readonly rewrite: string;
}

/**
 * Another path or another host for requests, before they are forwarded. At least one is given, and only one of `uri` and `uriRegex`.
 *
 * @throws RewriteEmpty, RewriteConflict, InvalidPath, InvalidHost (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export interface HttpRewrite {
  /**
   * What to write in place of the part of the path that the match compares: of the prefix if it asks for a prefix, of the whole path if it
   * asks for an exact path or by a regular expression, and of the first slash if it does not ask for a path. It begins with a slash.
   *
   * Only the prefix is replaced: with the match `/foo`, the path `/` makes of `/foo/bar` the path `//bar`, which most services do not know.
   * Match the prefix `/foo/` (and exactly `/foo` in a rule of its own), or use `uriRegex`.
   *
   * @default - the path stays
   */
  readonly uri?: string;
  /**
   * Replaces parts of the path, whatever the match.
   *
   * @default - the path stays
   */
  readonly uriRegex?: UriRegexRewrite;
  /**
   * The host to call in place of the one that was called (the header `host`), perhaps with a port. Where the request goes is not changed.
   *
   * @default - the host stays
   */
  readonly authority?: string;
}

/** The `rewrite` of a rule. */
export function renderRewrite(place: Place, { uri, uriRegex, authority }: HttpRewrite): RewriteSpec {
  if (uri === undefined && uriRegex === undefined && authority === undefined) {
    place.fail('RewriteEmpty', { must: 'have something to write', got: {}, fix: 'give uri, uriRegex or authority, or leave the rewrite out' });
  }
  if (uri !== undefined && uriRegex !== undefined) {
    place.at('uri').fail('RewriteConflict', { must: 'be left out where uriRegex is given', got: uri, fix: 'keep one of the two: both write the path' });
  }
  if (uri !== undefined) {
    place.at('uri').check('InvalidPath', requestPath, uri, 'write a path such as /reports; a query, if any, stays as it is');
  }
  if (authority !== undefined) {
    place.at('authority').check('InvalidHost', authorityValue, authority, 'write the host alone, without https:// and path');
  }
  return { uri, uriRegexRewrite: uriRegex && renderUriRegex(place.at('uriRegex'), uriRegex), authority };
}

function renderUriRegex(place: Place, { match, rewrite }: UriRegexRewrite): UriRegexRewrite {
  const problem = isText(match) ? re2Problem(match) : 'it is no text';
  if (problem !== undefined) {
    place.at('match').fail('InvalidRegex', { must: `be ${re2Pattern.allowed}`, got: match, fix: problem });
  }
  if (!isText(rewrite) || rewrite === '') {
    place.at('rewrite').fail('RewriteEmpty', {
      must: 'be what to write', got: rewrite, fix: 'Istio takes no empty text: let match take one character more, such as a slash, and write that',
    });
  }
  return { match, rewrite };
}
