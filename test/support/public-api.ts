import { join, resolve } from 'node:path';
import * as ts from 'typescript';

export const ROOT = resolve(__dirname, '../..');

/** A part of an exported type that other languages see. */
export interface Member {
  /** With its type, as in `CanaryTraffic.weight`. */
  readonly path: string;
  readonly name: string;
  readonly kind: 'property' | 'method' | 'constructor' | 'constant';
  readonly isStatic: boolean;
  readonly isOptional: boolean;
  /** Marked `@internal`: no part of the API, though TypeScript shows it. */
  readonly isInternal: boolean;
  readonly node: ts.Declaration;
  readonly parameters: readonly ts.ParameterDeclaration[];
}

/** An exported name. */
export interface Exported {
  readonly name: string;
  /** A struct has data only, a behaviour has methods. What is no type at all is lost in other languages. */
  readonly kind: 'class' | 'struct' | 'behaviour' | 'enum' | 'no type';
  readonly symbol: ts.Symbol;
  readonly node: ts.Declaration;
  /** The public and the internal ones, without those that are inherited. */
  readonly members: readonly Member[];
}

export interface PublicApi {
  readonly checker: ts.TypeChecker;
  /** Without those that are marked `@internal`, which jsii passes over. */
  readonly types: readonly Exported[];
  /** Of all types, without the internal ones. */
  readonly members: readonly Member[];
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  // Signatures need arrays of the standard library and no more, and to read it all takes long.
  lib: ['lib.es5.d.ts'],
  types: [],
  strict: true,
};

let cached: PublicApi | undefined;

/** The API of this library, read from its source: in a fresh clone nothing is compiled yet. */
export function publicApi(): PublicApi {
  return cached ??= readPublicApi(ts.createProgram([join(ROOT, 'src/index.ts')], OPTIONS));
}

/** The API of a module with this text, as if it were the library's index. */
export function publicApiOf(text: string): PublicApi {
  const path = join(ROOT, 'src/sample.ts');
  const host = ts.createCompilerHost(OPTIONS);
  const getSourceFile: ts.CompilerHost['getSourceFile'] = (name, options) =>
    name === path ? ts.createSourceFile(path, text, options, true) : host.getSourceFile(name, options);
  return readPublicApi(ts.createProgram([path], OPTIONS, { ...host, getSourceFile }));
}

/** The names that a package exports. */
export function namesExportedBy(packageName: string): string[] {
  return publicApiOf(`export * from '${packageName}';`).types.map(({ name }) => name);
}

/** The tags of a doc comment, with their text. */
export function tagsOf(node: ts.Node, tag: string): string[] {
  return ts.getJSDocTags(node).filter(({ tagName }) => tagName.text === tag).map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '');
}

function readPublicApi(program: ts.Program): PublicApi {
  const checker = program.getTypeChecker();
  const index = checker.getSymbolAtLocation(program.getSourceFile(program.getRootFileNames()[0])!)!;
  const types = checker.getExportsOfModule(index).map((symbol) => describe(checker, symbol)).filter(({ node }) => tagsOf(node, 'internal').length === 0);
  return { checker, types, members: types.flatMap(({ members }) => members).filter(({ isInternal }) => !isInternal) };
}

function describe(checker: ts.TypeChecker, exported: ts.Symbol): Exported {
  const symbol = exported.declarations!.some(ts.isExportSpecifier) ? checker.getAliasedSymbol(exported) : exported;
  const node = symbol.declarations![0];
  const members = membersOf(node).map((member) => toMember(exported.name, member));
  return { name: exported.name, kind: kindOf(node, members), symbol, node, members };
}

function kindOf(node: ts.Declaration, members: Member[]): Exported['kind'] {
  if (ts.isClassDeclaration(node)) return 'class';
  if (ts.isEnumDeclaration(node)) return 'enum';
  if (ts.isInterfaceDeclaration(node)) return members.some(({ kind }) => kind === 'method') ? 'behaviour' : 'struct';
  return 'no type';
}

function membersOf(node: ts.Declaration): ts.Declaration[] {
  if (ts.isEnumDeclaration(node) || ts.isInterfaceDeclaration(node)) return [...node.members];
  if (!ts.isClassDeclaration(node)) return [];
  const properties = node.members.filter(ts.isConstructorDeclaration).flatMap(({ parameters }) => parameters)
    .filter((parameter) => ts.isParameterPropertyDeclaration(parameter, parameter.parent));
  return [...node.members, ...properties].filter((member) => !ts.isClassStaticBlockDeclaration(member) && !has(member, ts.SyntaxKind.PrivateKeyword));
}

function toMember(owner: string, node: ts.Declaration): Member {
  const name = ts.isConstructorDeclaration(node) ? 'constructor' : ts.getNameOfDeclaration(node)?.getText() ?? '(without a name)';
  return {
    path: `${owner}.${name}`,
    name,
    kind: kindOfMember(node),
    isStatic: has(node, ts.SyntaxKind.StaticKeyword),
    isOptional: (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) && node.questionToken !== undefined,
    isInternal: tagsOf(node, 'internal').length > 0,
    node,
    parameters: ts.isFunctionLike(node) ? node.parameters.filter((parameter) => !ts.isJSDocParameterTag(parameter)) : [],
  };
}

function kindOfMember(node: ts.Declaration): Member['kind'] {
  if (ts.isEnumMember(node)) return 'constant';
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  return ts.isMethodDeclaration(node) || ts.isMethodSignature(node) ? 'method' : 'property';
}

function has(node: ts.Declaration, modifier: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === modifier);
}
