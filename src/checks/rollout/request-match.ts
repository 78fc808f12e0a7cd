import { isObject } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import { Field } from '../field';

/** A match of a rule: the paths that it takes, and what else must hold, each as a text. */
export interface RequestMatch {
  readonly field: Field;
  readonly rule: Field;
  /** `prefix /foo`, or nothing for all paths. */
  readonly path: string;
  readonly conditions: readonly string[];
}

/** What a rule without matches takes. */
export const EVERYTHING: RequestMatch = { field: new Field(undefined, []), rule: new Field(undefined, []), path: '', conditions: [] };

const SIMPLE = ['method', 'authority', 'scheme', 'port', 'sourceLabels', 'sourceNamespace', 'gateways'];

export function requestMatch(rule: Field, field: Field): RequestMatch {
  // Beside gateways, Istio does not ask where a request comes from.
  const simple = field.at('gateways').size > 0 ? SIMPLE.filter((key) => !key.startsWith('source')) : SIMPLE;
  const maps = ['headers', 'queryParams', 'withoutHeaders'].flatMap((kind) => (
    field.at(kind).entries.map(([name, value]) => `${kind} ${kind === 'queryParams' ? name : name.toLowerCase()} ${textOf(value)}`)
  ));
  const conditions = [...simple.filter((key) => field.at(key).isPresent).map((key) => `${key} ${textOf(field.at(key))}`), ...maps];
  return { field, rule, path: pathOf(field), conditions };
}

export function takesAllPaths(uri: Field): boolean {
  const [prefix, regex] = [uri.at('prefix'), uri.at('regex').text];
  return !['exact', 'prefix', 'regex'].some((key) => uri.at(key).isPresent) || (prefix.isPresent && ['', '/'].includes(prefix.text)) || ['.*', '/.*'].includes(regex);
}

/** The matches before a rule, found by what a later one has in common with them. */
export class EarlierMatches {
  /** By path and one condition. */
  private readonly known = new Map<string, RequestMatch[]>();
  private readonly prefixes = new Map<string, RequestMatch>();

  public add(match: RequestMatch): void {
    listAt(this.known, `${match.path}\n${match.conditions[0] ?? ''}`).push(match);
    if (match.path.startsWith('prefix') && !this.prefixes.has(match.path)) this.prefixes.set(match.path, match);
  }

  /** One that takes everything that a later match asks for. */
  public covering(later: RequestMatch): RequestMatch | undefined {
    const held = new Set(later.conditions.flatMap((condition) => [condition, condition.replace(/^((?:headers|queryParams) \S+ ).*$/s, '$1')]));
    for (const path of ['', later.path, ...prefixesOf(later.path)]) {
      for (const condition of ['', ...held]) {
        const found = this.known.get(`${path}\n${condition}`)?.find((one) => one.conditions.every((asked) => held.has(asked)));
        if (found) return found;
      }
    }
    return undefined;
  }

  /** One whose prefix ends within a word of a later path, and which does something else. */
  public mixedUp(later: RequestMatch): { match: RequestMatch; text: string } | undefined {
    const text = textIn(later.path);
    for (const path of prefixesOf(later.path)) {
      const match = this.prefixes.get(path);
      const rest = text.slice(textIn(path).length);
      if (match && /\w$/.test(path) && /^[^/]/.test(rest) && bodyOf(match.rule) !== bodyOf(later.rule)) return { match, text };
    }
    return undefined;
  }
}

function pathOf(match: Field): string {
  const uri = match.at('uri');
  if (takesAllPaths(uri)) return '';
  const ignored = match.at('ignoreUriCase').isTrue;
  const kind = ['exact', 'prefix', 'regex'].find((key) => uri.at(key).isPresent)!;
  const text = uri.at(kind).text;
  return ignored && kind !== 'regex' ? `${kind}-in-any-case ${text.toLowerCase()}` : `${kind} ${text}`;
}

function textIn(path: string): string {
  return path.replace(/^\S+ /, '');
}

/** The paths of matches by a prefix that take this one. */
function prefixesOf(path: string): string[] {
  const [, kind, text] = /^(\S+) (.*)$/s.exec(path) ?? ['', '', ''];
  if (!/^(?:exact|prefix)/.test(kind)) return [];
  return Array.from({ length: text.length }, (_, index) => `${kind.replace('exact', 'prefix')} ${text.slice(0, index + 1)}`);
}

/** Without a value it is asked that there is one. */
function textOf({ value }: Field): string {
  return value === null || (isObject(value) && Object.keys(value).length === 0) ? '' : JSON.stringify(value);
}

function bodyOf({ value }: Field): string {
  return JSON.stringify({ ...value as object, match: undefined, name: undefined });
}
