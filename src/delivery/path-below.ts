import { matchesFully, quoted, re2Pattern, re2Problem } from '../istio/re2';
import type { HttpMatchSpec, HttpRouteSpec } from '../private/imports';
import type { Place } from '../private/place';
import { intersectAll } from '../routing/match-intersection';
import { ignoresCase, inAnyCase, PathSpec } from '../routing/path-comparison';

type Path = HttpMatchSpec['uri'];

/** A rule for callers that see the service below a path: what it takes there, and what the service gets to see. */
export class PathBelow {
  private readonly prefix: string;

  /**
   * @param prefix begins with a slash; one at the end makes no difference
   * @param strip whether the service does not see the prefix
   */
  public constructor(prefix: string, private readonly strip: boolean) {
    this.prefix = prefix.replace(/\/$/, '');
  }

  /** Whether it is the whole host. */
  public get isRoot(): boolean {
    return this.prefix === '';
  }

  /** Whether one path holds the other, or both are the same. */
  public overlaps(other: PathBelow): boolean {
    return `${this.prefix}/`.startsWith(`${other.prefix}/`) || `${other.prefix}/`.startsWith(`${this.prefix}/`);
  }

  /** The rule as it stands behind the gateway; nothing if no path below the prefix belongs to it. */
  public move(place: Place, rule: HttpRouteSpec): HttpRouteSpec | undefined {
    if (this.isRoot) {
      return rule;
    }
    return this.strip ? this.moveStripped(place, rule) : this.narrow(place, rule);
  }

  private moveStripped(place: Place, rule: HttpRouteSpec): HttpRouteSpec {
    const match = (rule.match ?? [{}]).flatMap(({ ignoreUriCase, ...one }) => (
      this.added(place, rule, { uri: one.uri, ignoreUriCase }).map((uri) => ({ ...one, uri }))
    ));
    return { ...rule, match, ...this.cut(place, rule) };
  }

  private narrow(place: Place, rule: HttpRouteSpec): HttpRouteSpec | undefined {
    const own = rule.match ?? [{}];
    const match = intersectAll(place.at('match'), own, [{ uri: { prefix: `${this.prefix}/` } }, { uri: { exact: this.prefix } }]);
    const isLonger = match.some(({ uri }) => !own.some((one) => isSame(one.uri, uri)));
    if (isLonger) {
      this.rejectReplacement(place.at('rewrite').at('uri'), rule.rewrite?.uri);
      this.rejectReplacement(place.at('prefixRewrite'), rule.redirect?.prefixRewrite);
    }
    return match.length === 0 ? undefined : { ...rule, match };
  }

  /** Istio replaces the prefix that was matched: a longer one here than in the mesh would leave another path. */
  private rejectReplacement(place: Place, replacement?: string): void {
    if (replacement !== undefined) {
      place.fail('RewriteConflict', {
        must: `be left to rules for paths below ${this.prefix}, which stays in the path`,
        got: replacement,
        fix: 'name such a path in the match, or strip the prefix',
      });
    }
  }

  /** The paths that callers use for what the service sees under this one. */
  private added(place: Place, rule: HttpRouteSpec, path: PathSpec): Path[] {
    const { uri } = path;
    const text = uri?.exact ?? uri?.prefix ?? '/';
    if (ignoresCase(path)) {
      return [this.addedInAnyCase(place, rule, uri!)];
    }
    if (uri?.regex !== undefined) {
      return this.addedToRegex(place, uri.regex);
    }
    if (text === '/') {
      return uri?.exact ? [{ exact: this.prefix }, { exact: `${this.prefix}/` }] : [{ prefix: `${this.prefix}/` }, { exact: this.prefix }];
    }
    return [uri?.exact ? { exact: this.prefix + text } : { prefix: this.prefix + text }];
  }

  /** The prefix is compared with regard to case, whatever is below it: only a pattern says so, and of its matches Istio replaces the whole path. */
  private addedInAnyCase(place: Place, rule: HttpRouteSpec, { exact, prefix }: NonNullable<Path>): Path {
    if (prefix !== undefined) {
      this.rejectBlind(place.at('rewrite').at('uri'), rule.rewrite?.uri);
      this.rejectBlind(place.at('prefixRewrite'), rule.redirect?.prefixRewrite);
    }
    return { regex: `${quoted(this.prefix)}${inAnyCase(exact ?? prefix!)}${exact === undefined ? '.*' : ''}` };
  }

  private rejectBlind(place: Place, replacement?: string): void {
    if (replacement !== undefined) {
      place.fail('RewriteConflict', {
        must: 'be left out where a path that ignores case is matched behind an exposure that strips its prefix',
        got: replacement,
        fix: 'match the path with regard to case, or by a regular expression',
      });
    }
  }

  private addedToRegex(place: Place, regex: string): Path[] {
    if (/(?:^|[^\\[])\^|\\A/.test(regex)) {
      place.at('match').fail('InvalidRegex', {
        must: `have no ^ behind an exposure that strips ${this.prefix}`, got: regex, fix: 'leave it out: the pattern always matches the whole path',
      });
    }
    const joined = `${quoted(this.prefix)}(?:${regex})`;
    const problem = re2Problem(joined);
    if (problem !== undefined) {
      place.at('match').fail('InvalidRegex', { must: `be ${re2Pattern.allowed} behind ${this.prefix}`, got: regex, fix: problem });
    }
    return matchesFully(regex, '/') ? [{ regex: joined }, { exact: this.prefix }] : [{ regex: joined }];
  }

  /**
   * Cutting the prefix off by a regular expression fits every kind of match; by `uri` it would take another rule for each kind. A rewrite
   * of the rule's own replaces what was matched, prefix included.
   */
  private cut(place: Place, { rewrite, redirect, directResponse }: HttpRouteSpec): Partial<HttpRouteSpec> {
    if (directResponse) {
      return {};
    }
    if (redirect) {
      const { authority, uri, prefixRewrite } = redirect;
      const outside = (path?: string) => path === undefined || authority !== undefined ? path : this.prefix + path;
      return { redirect: { ...redirect, uri: outside(uri), prefixRewrite: outside(prefixRewrite) } };
    }
    if (rewrite?.uriRegexRewrite) {
      place.at('rewrite').at('uriRegex').fail('RewriteConflict', {
        must: 'be left out where an exposure strips its path prefix', got: rewrite.uriRegexRewrite, fix: 'the prefix is cut off by such a rewrite itself: use uri',
      });
    }
    const uriRegexRewrite = { match: `^${quoted(this.prefix)}/?(.*)$`, rewrite: '/\\1' };
    return rewrite?.uri === undefined ? { rewrite: { ...rewrite, uriRegexRewrite } } : {};
  }
}

function isSame(path: Path, other: Path): boolean {
  return path?.prefix === other?.prefix && path?.exact === other?.exact && path?.regex === other?.regex;
}
