import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import * as ts from 'typescript';
import { ROOT } from '../support/public-api';

const MOST_LINES_OF_A_FILE = 300;
const MOST_LINES_OF_A_FUNCTION = 40;

/** Names that say nothing of what is inside, so that anything ends up there. */
const VAGUE_NAMES = ['utils', 'util', 'common', 'types', 'base', 'helpers', 'helper', 'misc', 'shared', 'constants', 'interfaces'];

interface SourceText {
  /** Below src, with slashes. */
  readonly path: string;
  readonly text: string;
}

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).sort()
  .map((path): SourceText => ({ path: path.split(sep).join('/'), text: readFileSync(join(ROOT, 'src', path), 'utf8') }));

function longFiles(sources: SourceText[]): string[] {
  return sources.map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES_OF_A_FILE).map(({ path, lines }) => `${path} (${lines})`);
}

/** Lines between the braces; what a function holds counts as its own. */
function longFunctions(sources: SourceText[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line;
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const body = ts.isFunctionLike(node) && 'body' in node ? node.body : undefined;
      if (body) {
        const lines = lineAt(body.getEnd()) - lineAt(body.getStart()) - 1;
        if (lines > MOST_LINES_OF_A_FUNCTION) found.push(`${path}:${lineAt(node.getStart()) + 1} (${lines})`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function vaguelyNamed(sources: SourceText[]): string[] {
  return sources.map(({ path }) => path).filter((path) => VAGUE_NAMES.includes(basename(path, '.ts')));
}

/** The folders between which lint knows the direction of imports. */
function foldersUnderLint(): string[] {
  const { config } = ts.parseConfigFileTextToJson('.eslintrc.json', readFileSync(join(ROOT, '.eslintrc.json'), 'utf8'));
  const [, { zones }] = config.rules['import/no-restricted-paths'] as [string, { zones: { target: string | string[] }[] }];
  return zones.flatMap(({ target }) => target).flatMap((target) => /^\.\/src\/([\w-]+)$/.exec(target)?.[1] ?? []);
}

function foldersOf(sources: SourceText[]): string[] {
  return [...new Set(sources.filter(({ path }) => path !== 'index.ts').map(({ path }) => path.split('/').slice(0, -1)[0] ?? ''))];
}

test('there are files to look at', () => {
  expect(files.map(({ path }) => path)).toContain('delivery/canary-service.ts');
});

test('no file is too long to be read at one sitting', () => {
  const lines = (count: number) => 'line\n'.repeat(count);
  expect(longFiles([{ path: 'a.ts', text: lines(300) }, { path: 'b.ts', text: lines(301) }])).toEqual(['b.ts (301)']);
  expect(longFiles(files)).toEqual([]);
});

test('no function is too long to be seen at one glance', () => {
  const method = (count: number) => `class A {\n  f() {\n${'    g();\n'.repeat(count)}  }\n}\n`;
  const arrow = `const f = () => {\n${'  g();\n'.repeat(41)}};\n`;
  expect(longFunctions([{ path: 'a.ts', text: method(40) }, { path: 'b.ts', text: method(41) }, { path: 'c.ts', text: arrow }]))
    .toEqual(['b.ts:2 (41)', 'c.ts:1 (41)']);
  expect(longFunctions(files)).toEqual([]);
});

test('every file is named after what is in it', () => {
  expect(vaguelyNamed([{ path: 'routing/utils.ts', text: '' }, { path: 'routing/types.ts', text: '' }, { path: 'routing/base-path.ts', text: '' }]))
    .toEqual(['routing/utils.ts', 'routing/types.ts']);
  expect(vaguelyNamed(files)).toEqual([]);
});

test('lint knows the direction of imports for every folder, and for no folder that is gone', () => {
  expect(foldersOf([{ path: 'index.ts', text: '' }, { path: 'main.ts', text: '' }, { path: 'a/b/c.ts', text: '' }])).toEqual(['', 'a']);
  expect(foldersOf(files).sort()).toEqual(foldersUnderLint().sort());
});
