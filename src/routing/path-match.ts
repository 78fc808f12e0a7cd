import { renderStringMatch, StringMatch } from './string-match';
import { isText } from '../istio/primitive';
import type { HttpMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/** How a path is compared. */
export interface PathMatchOptions {
  /**
   * Whether `/Reports` and `/reports` are the same.
   *
   * @default false
   */
  readonly ignoreCase?: boolean;
}

/**
 * A condition on the path of a request, without its query. Envoy normalises the path first: `/a/../b` is compared as `/b`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class PathMatch {
  /**
   * The path is exactly this one: `/reports` does not take `/reports/`.
   *
   * @param path the whole path, beginning with a slash
   * @param options whether case matters
   * @throws InvalidPath (when a construct receives it) if it does not begin with a slash, or has a query
   */
  public static exact(path: string, options: PathMatchOptions = {}): PathMatch {
    return new PathMatch({ exact: path }, options.ignoreCase);
  }

  /**
   * The path begins with this text. Istio compares characters, not path segments: `/reports` takes `/reports/1`, and
   * `/reportsx` too.
   *
   * @param path the beginning, itself beginning with a slash
   * @param options whether case matters
   * @throws InvalidPath (when a construct receives it) if it does not begin with a slash, or has a query
   */
  public static prefix(path: string, options: PathMatchOptions = {}): PathMatch {
    return new PathMatch({ prefix: path }, options.ignoreCase);
  }

  /**
   * The whole path matches this regular expression. To ignore case, begin it with `(?i)`.
   *
   * @param pattern RE2 syntax, at most 1024 bytes; it must match from the first to the last character
   * @throws InvalidRegex (when a construct receives it)
   */
  public static regex(pattern: string): PathMatch {
    return new PathMatch({ regex: pattern });
  }

  private constructor(private readonly condition: StringMatch, private readonly ignoreCase = false) {}

  /**
   * The `uri` and the `ignoreUriCase` of a match.
   *
   * @internal
   */
  public _render(place: Place): Pick<HttpMatchSpec, 'uri' | 'ignoreUriCase'> {
    const path = this.condition.exact ?? this.condition.prefix;
    if (isText(path) && !path.startsWith('/')) {
      place.fail('InvalidPath', { must: 'begin with a slash', got: path, fix: `every path does: write "/${path}"` });
    }
    if (isText(path) && /[?#]/.test(path)) {
      place.fail('InvalidPath', {
        must: 'be a path without query and fragment', got: path, fix: 'Envoy compares the path alone: match parameters with QueryMatch',
      });
    }
    return { uri: renderStringMatch(place, this.condition), ...(this.ignoreCase && { ignoreUriCase: true }) };
  }
}
