import { renderStringMatch, StringMatch } from './string-match';
import type { StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * A condition on one query parameter. Names and values are compared with regard to case and as they are sent: `%20` is not
 * decoded. Of a parameter given more than once, the first counts.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class QueryMatch {
  /**
   * The parameter has exactly this value.
   *
   * @param name the parameter's name, not empty
   * @param value the whole value, possibly empty
   * @throws MatchValueMissing (when a construct receives it) if `name` is empty
   */
  public static exact(name: string, value: string): QueryMatch {
    return new QueryMatch(name, { exact: value });
  }

  /**
   * The parameter's value begins with this text.
   *
   * @param name the parameter's name, not empty
   * @param value the beginning, not empty; to ask only whether the parameter is there, use `present`
   * @throws MatchValueMissing (when a construct receives it) if `name` or `value` is empty
   */
  public static prefix(name: string, value: string): QueryMatch {
    return new QueryMatch(name, { prefix: value });
  }

  /**
   * The parameter's whole value matches this regular expression.
   *
   * @param name the parameter's name, not empty
   * @param pattern RE2 syntax, at most 1024 bytes; it must match from the first to the last character
   * @throws MatchValueMissing, InvalidRegex (when a construct receives it)
   */
  public static regex(name: string, pattern: string): QueryMatch {
    return new QueryMatch(name, { regex: pattern });
  }

  /**
   * The parameter is there, with any value.
   *
   * @param name the parameter's name, not empty
   * @throws MatchValueMissing (when a construct receives it) if `name` is empty
   */
  public static present(name: string): QueryMatch {
    return new QueryMatch(name, {});
  }

  private constructor(private readonly parameter: string, private readonly condition: StringMatch) {}

  /**
   * The key and the value of an entry in a match's `queryParams`.
   *
   * @internal
   */
  public _render(place: Place): [string, StringMatchSpec] {
    if (this.parameter === '') {
      place.at('name').fail('MatchValueMissing', { must: 'not be empty', got: '', fix: 'name the query parameter' });
    }
    return [this.parameter, renderStringMatch(place.at('value'), this.condition)];
  }
}
