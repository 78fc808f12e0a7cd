import type * as Yaml from 'yaml';
import type { FieldPath } from './source-location';

type Tag = Yaml.ScalarTag;
type AnyDocument = Yaml.Document.Parsed | Yaml.Document<Yaml.Node> & { errors: Yaml.YAMLParseError[] };

/** How Kubernetes reads plain scalars: YAML 1.1 for booleans, merges and octal numbers, but neither sexagesimal numbers nor dates. */
const KUBERNETES_TAGS: Tag[] = [
  scalar('tag:yaml.org,2002:null', /^(?:~|null|Null|NULL|)$/, () => null),
  scalar('tag:yaml.org,2002:bool', /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  scalar('tag:yaml.org,2002:bool', /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  scalar('tag:yaml.org,2002:int', /^[-+]?0_*b[01_]+$/, (text) => radix(text, 2)),
  scalar('tag:yaml.org,2002:int', /^[-+]?0_*o?[0-7_]+$/, (text) => radix(text, 8)),
  scalar('tag:yaml.org,2002:int', /^[-+]?0_*x[0-9a-fA-F_]+$/, (text) => radix(text, 16)),
  scalar('tag:yaml.org,2002:int', /^[-+]?[0-9][0-9_]*$/, (text) => Number(text.replaceAll('_', ''))),
  scalar('tag:yaml.org,2002:float', /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/, Number),
  scalar('tag:yaml.org,2002:float', /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/, (text) => (
    /nan/i.test(text) ? NaN : text.startsWith('-') ? -Infinity : Infinity
  )),
];

/** A document as it was read. */
export interface ReadDocument {
  readonly value: unknown;
  /** Why nothing could be read, with the line within the document, from 1. */
  readonly failure?: YamlProblem;
  /** Keys that a map has twice; of those the last one counts. */
  readonly repeatedKeys: YamlProblem[];
}

export interface YamlProblem {
  readonly message: string;
  readonly line: number;
}

/** Reads one document of YAML, or of JSON, which is YAML as well. */
export function readDocument(text: string): ReadDocument {
  return read(parse(text, false), text);
}

/** The same for what no cluster reads: `on`, `y` and the like are texts. */
export function readPlainDocument(text: string): ReadDocument {
  return read(loadYaml().parseDocument(text, { merge: true, prettyErrors: false, logLevel: 'silent' }), text);
}

function read(document: AnyDocument, text: string): ReadDocument {
  const problems = document.errors.map((error): YamlProblem & { code: string } => (
    { code: error.code, message: firstLine(error.message), line: lineAt(text, error.pos[0]) }
  ));
  const repeatedKeys = problems.filter(({ code }) => code === 'DUPLICATE_KEY');
  const failure = problems.find(({ code }) => code !== 'DUPLICATE_KEY');
  if (failure) return { value: undefined, failure, repeatedKeys: [] };
  try {
    return { value: document.toJS({ maxAliasCount: 1000 }), repeatedKeys };
  } catch (error) {
    return { value: undefined, failure: { message: firstLine((error as Error).message), line: 1 }, repeatedKeys: [] };
  }
}

/** Says on which lines of a document things stand. */
export interface DocumentTree {
  /** The line of a field, or of the nearest one around it, from 1. */
  lineOf(path: FieldPath): number;
}

let latest: { readonly text: string; readonly tree: DocumentTree } | undefined;

/** The tree of a document; the one asked for last is kept, because findings come object by object. */
export function documentTree(text: string): DocumentTree {
  if (latest?.text !== text) latest = { text, tree: treeOf(text) };
  return latest.tree;
}

function treeOf(text: string): DocumentTree {
  const { isAlias, isMap, isSeq, isScalar } = loadYaml();
  const document = parse(text, true);
  const positionOf = (path: FieldPath): number => {
    let node: unknown = document.contents;
    let position = startOf(node);
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(document);
      if (isMap(node)) {
        const pair = node.items.filter(({ key }) => isScalar(key) && String(key.value) === String(step)).at(-1);
        if (!pair) return position;
        position = startOf(pair.key);
        node = pair.value;
      } else if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
        node = node.items[step];
        position = startOf(node);
      } else {
        return position;
      }
    }
    return position;
  };
  return { lineOf: (path) => lineAt(text, positionOf(path)) };
}

function startOf(node: unknown): number {
  return (node as Yaml.Node | null)?.range?.[0] ?? 0;
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

function parse(text: string, keepPositions: boolean): AnyDocument {
  const document = loadYaml().parseDocument(text, {
    version: '1.1',
    schema: 'failsafe',
    customTags: (tags) => [...tags, ...KUBERNETES_TAGS, 'merge', 'binary'],
    merge: true,
    prettyErrors: false,
    keepSourceTokens: keepPositions,
    logLevel: 'silent',
  });
  if (COLON_AT_THE_END.test(text)) keepColons(document);
  return document;
}

/** In `[2001:db8::]` Kubernetes takes the last colon for a part of the text, and not for the end of a key. */
const COLON_AT_THE_END = /:[\],]/;

function keepColons(document: AnyDocument): void {
  const { isScalar, isSeq, Scalar, visit } = loadYaml();
  visit(document, {
    Map: (_, { items }, path) => {
      const [around, [first, ...more]] = [path.at(-1), items];
      const isColon = isSeq(around) && around.flow === true && more.length === 0 && isScalar(first?.key) && isNothing(first.value);
      return isColon ? new Scalar(`${(first.key as Yaml.Scalar).source}:`) : undefined;
    },
  });
}

function isNothing(value: unknown): boolean {
  return value === null || (value as Yaml.Scalar).source === '';
}

function scalar(tag: string, test: RegExp, resolve: (text: string) => unknown): Tag {
  return { tag, default: true, test, resolve, identify: () => false };
}

function radix(text: string, base: number): number {
  const digits = text.replaceAll('_', '').replace(/^[-+]?0[box]?/, '');
  const value = digits === '' ? 0 : parseInt(digits, base);
  return text.startsWith('-') ? -value : value;
}

function firstLine(text: string): string {
  return text.split('\n')[0].replace(/:$/, '');
}

function loadYaml(): typeof Yaml {
  return require('yaml') as typeof Yaml;
}
