import { renderStringMatch, StringMatch } from './string-match';
import type { StringMatchSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * A condition on a text of a request, such as the host that is called. Texts are compared with regard to case.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export class TextMatch {
  /**
   * The text is exactly this one.
   *
   * @param text the whole text
   * @throws MatchValueMissing (when a construct receives it)
   */
  public static exact(text: string): TextMatch {
    return new TextMatch({ exact: text });
  }

  /**
   * The text begins with this one.
   *
   * @param beginning not empty
   * @throws MatchValueMissing (when a construct receives it)
   */
  public static prefix(beginning: string): TextMatch {
    return new TextMatch({ prefix: beginning });
  }

  /**
   * The whole text matches this regular expression.
   *
   * @param pattern RE2 syntax, at most 1024 bytes; it must match from the first to the last character
   * @throws MatchValueMissing, InvalidRegex (when a construct receives it)
   */
  public static regex(pattern: string): TextMatch {
    return new TextMatch({ regex: pattern });
  }

  private constructor(
    /** @internal */
    public readonly _condition: StringMatch,
  ) {}

  /**
   * The condition as it stands in a match.
   *
   * @internal
   */
  public _render(place: Place): StringMatchSpec {
    return renderStringMatch(place, this._condition);
  }
}
