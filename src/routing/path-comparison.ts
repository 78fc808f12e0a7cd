import { isDisjoint, StringMatch, textCovers } from './string-match';
import { quoted } from '../istio/re2';
import type { HttpMatchSpec } from '../private/imports';

/** What a match says of the path. A pattern is compared with regard to case, whatever else is said. */
export type PathSpec = Pick<HttpMatchSpec, 'uri' | 'ignoreUriCase'>;

/** What every path begins with. */
const ANY_PATH: StringMatch = { prefix: '/' };

/** Whether a path condition holds for every path for which another holds. */
export function pathCovers(path: PathSpec, other: PathSpec): boolean {
  const [own, others] = [path.uri ?? ANY_PATH, other.uri ?? ANY_PATH];
  if (ignoresCase(path)) {
    return textCovers(lowerCased(own), lowerCased(others));
  }
  if (ignoresCase(other)) {
    return own.regex === '.*' || (own.prefix !== undefined && !hasCase(own.prefix) && textCovers(own, others));
  }
  return textCovers(own, others);
}

/** Whether it is certain that no path meets both conditions. */
export function pathsDisjoint(a: PathSpec, b: PathSpec): boolean {
  const blind = ignoresCase(a) || ignoresCase(b);
  if (blind && (a.uri?.regex ?? b.uri?.regex) !== undefined) {
    return false;
  }
  const texts = [a, b].map(({ uri = ANY_PATH }) => blind ? lowerCased(uri) : uri);
  return isDisjoint(texts[0], texts[1]);
}

/**
 * The condition for paths that meet both, where one ignores case and begins, in some case, with the prefix that the other asks for: a pattern says
 * it. Nothing if they are not so.
 */
export function pathBelowPrefix(a: PathSpec, b: PathSpec): PathSpec | undefined {
  const [blind, strict] = ignoresCase(a) ? [a, b] : [b, a];
  const prefix = strict.uri?.prefix;
  const text = blind.uri?.exact ?? blind.uri?.prefix;
  if (!ignoresCase(blind) || prefix === undefined || text === undefined) {
    return undefined;
  }
  return { uri: { regex: quoted(prefix) + inAnyCase(text.slice(prefix.length)) + (blind.uri?.prefix === undefined ? '' : '.*') } };
}

/** Whether case makes no difference to what is compared. */
export function ignoresCase({ uri, ignoreUriCase = false }: PathSpec): boolean {
  const text = uri?.exact ?? uri?.prefix;
  return ignoreUriCase && text !== undefined && hasCase(text);
}

/** A pattern for a text in whatever case. */
export function inAnyCase(text: string): string {
  return `(?i:${quoted(text)})`;
}

/** Envoy knows the case of the letters of ASCII. */
function hasCase(text: string): boolean {
  return /[a-zA-Z]/.test(text);
}

function lowerCased({ exact, prefix, regex }: StringMatch): StringMatch {
  const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (exact !== undefined) {
    return { exact: lower(exact) };
  }
  return prefix === undefined ? { regex } : { prefix: lower(prefix) };
}
