import * as ts from 'typescript';
import { Exported, Member, PublicApi, publicApi, publicApiOf } from '../support/public-api';

/** The libraries that a user of this one has as well, in every language. */
const PACKAGES = ['cdk8s', 'constructs', 'cdk8s-plus-28'];

/** What is written about a signature that some language cannot have; jsii itself passes over most of it and drops what it does not know. */
function problemsOf(api: PublicApi): string[] {
  const isPublic = isPublicType(api);
  return [
    ...api.types.filter(({ kind }) => kind === 'no type').map(({ name }) => `${name}: not a class, interface or enum`),
    ...api.types.filter(({ node }) => hasTypeParameters(node)).map(({ name }) => `${name}: has type parameters`),
    ...api.types.flatMap(({ name, node }) => basesOf(node)
      .filter((base) => !isPublic(api.checker.getTypeAtLocation(base))).map((base) => `${name}: is a ${base.getText()}`)),
    ...api.types.filter(({ kind }) => kind === 'struct').flatMap(({ members }) => members)
      .filter(({ node }) => !isReadonly(node)).map(({ path }) => `${path}: can be changed`),
    ...overloaded(api.types).map((path) => `${path}: has overloads`),
    ...api.members.filter(({ node }) => hasTypeParameters(node)).map(({ path }) => `${path}: has type parameters`),
    ...api.members.filter(({ node }) => ts.isIndexSignatureDeclaration(node)).map(({ path }) => `${path}: an index signature`),
    ...api.members.flatMap((member) => typesIn(api.checker, member)
      .filter((type) => !isAllowed(api.checker, isPublic, type)).map((type) => `${member.path}: ${api.checker.typeToString(type)}`)),
  ];
}

/** The types that a member shows: as they are written, so that what `?` adds is left out. */
function typesIn(checker: ts.TypeChecker, { node, kind, parameters }: Member): ts.Type[] {
  const written = (part: ts.Declaration, type?: ts.TypeNode) => type ? checker.getTypeFromTypeNode(type) : checker.getTypeAtLocation(part);
  const inputs = parameters.map((parameter) => written(parameter, parameter.type));
  if (kind === 'constant' || kind === 'constructor') return inputs;
  if (kind === 'property') return [written(node, (node as ts.PropertyDeclaration).type)];
  return [...inputs, checker.getReturnTypeOfSignature(checker.getSignatureFromDeclaration(node as ts.MethodDeclaration)!)];
}

type IsPublic = (type: ts.Type) => boolean;

/** A class, an interface or an enum that users know by its name. */
function isPublicType({ types }: PublicApi): IsPublic {
  const ours = new Set(types.map(({ symbol }) => symbol));
  return (type) => {
    const symbol = type.getSymbol();
    if (!symbol || type.isTypeParameter()) return false;
    return ours.has(symbol) || (isNamed(symbol) && PACKAGES.includes(packageOf(symbol)));
  };
}

function isAllowed(checker: ts.TypeChecker, isPublic: IsPublic, type: ts.Type): boolean {
  if (isPublic(type) || ['string', 'number', 'boolean', 'void'].includes(checker.typeToString(type))) return true;
  if (type.isUnion()) {
    const known = checker.getNonNullableType(type);
    return known !== type && !checker.typeToString(type).includes('null') && isAllowed(checker, isPublic, known);
  }
  if (checker.isArrayType(type)) {
    return type.getSymbol()?.name === 'Array' && checker.getTypeArguments(type as ts.TypeReference).every((item) => isAllowed(checker, isPublic, item));
  }
  return isMapOfStrings(checker, type);
}

function isMapOfStrings(checker: ts.TypeChecker, type: ts.Type): boolean {
  const indexes = checker.getIndexInfosOfType(type);
  return type.getSymbol()?.declarations?.every(ts.isTypeLiteralNode) === true && type.getProperties().length === 0
    && indexes.length === 1 && checker.typeToString(indexes[0].keyType) === 'string' && checker.typeToString(indexes[0].type) === 'string';
}

function isNamed({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((node) => ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node));
}

function packageOf({ declarations = [] }: ts.Symbol): string {
  return declarations[0].getSourceFile().fileName.split('/node_modules/').at(-1)!.split('/')[0];
}

function basesOf(node: ts.Declaration): ts.Node[] {
  if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) return [];
  return (node.heritageClauses ?? []).flatMap(({ types }) => [...types]);
}

function hasTypeParameters(node: ts.Declaration): boolean {
  return ((node as ts.ClassDeclaration | ts.MethodDeclaration).typeParameters ?? []).length > 0;
}

function isReadonly(node: ts.Declaration): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword);
}

function overloaded(types: readonly Exported[]): string[] {
  return types.flatMap(({ members }) => {
    const callable = members.filter(({ kind }) => kind === 'method' || kind === 'constructor');
    const again = callable.filter(({ name, isStatic }, index) =>
      callable.slice(0, index).some((earlier) => earlier.name === name && earlier.isStatic === isStatic));
    return [...new Set(again.map(({ path }) => path))];
  });
}

/** Fields of a trailing struct become keyword arguments in Python, beside the other parameters. */
function keywordConflicts({ checker, members }: PublicApi): string[] {
  return members.flatMap(({ path, parameters }) => {
    const names = parameters.slice(0, -1).map(({ name }) => name.getText());
    const last = parameters.slice(-1).map((parameter) => checker.getNonNullableType(checker.getTypeAtLocation(parameter)));
    const structs = last.filter((type) => type.getSymbol()?.declarations?.some(ts.isInterfaceDeclaration) && !checker.isArrayType(type));
    const fields = structs.flatMap((struct) => struct.getProperties()).map(({ name }) => name);
    return names.filter((name) => fields.includes(name)).map((name) => `${path}: ${name}`);
  });
}

function namedAgainstVisibility(types: readonly Exported[]): string[] {
  return types.flatMap(({ members }) => members).filter(({ name, isInternal }) => isInternal !== name.startsWith('_')).map(({ path }) => path);
}

/** Each member has a signature that has to be found, and the name of what is wrong with it. */
const WRONG = publicApiOf(`
  import { Duration } from 'cdk8s';
  import type { VirtualServiceSpec } from '../imports/networking.istio.io';
  import type { RE2JS } from 're2js';

  class Hidden {}
  export interface Options { readonly name?: string }
  export class Wrong {
    static union(value: string | number): void {}
    static nullable(value: string | null): void {}
    static literals(value: 'a' | 'b'): void {}
    static literal(): 'a' { return 'a'; }
    static generic<T>(value: T): void {}
    static overloads(value: string): void;
    static overloads(): void;
    static overloads(): void {}
    static callback(value: () => void): void {}
    static inline(value: { readonly a: string }): void {}
    static numbers(value: { [key: string]: number }): void {}
    static partial(value: Partial<Options>): void {}
    static readonlyArray(value: readonly string[]): void {}
    static tuple(): [string, number] { return ['', 0]; }
    static inArray(value: (string | number)[]): void {}
    static promise(): Promise<string> { throw 0; }
    static map(value: Map<string, string>): void {}
    static hidden(value: Hidden): void {}
    static generated(value: VirtualServiceSpec): void {}
    static bundled(value: RE2JS): void {}
    static inferred = { a: 1 };
    static anything(value: any, other: unknown): void {}
    self(): this { return this; }
    private secret(value: 'a'): void {}
    static enumMember(value: Level.LOW): void {}
    static right(a: string, b: number[], c: Level, d: { [key: string]: string } = {}, e?: Duration, f: Options = {}): Wrong | undefined { throw 0; }
    static alsoRight(a?: boolean): Level | undefined { throw 0; }
    static rightToo(a: boolean | undefined): Wrong[] | undefined { throw 0; }
  }
  export enum Level { LOW = 'low', HIGH = 'high' }
  export interface Changeable { name: string }
  export class Descendant extends Hidden {}
  export class Box<T> { readonly content?: T }
  export function lost(): void {}
  export const ALSO_LOST = 1;
  export type Alias = string;
`);

test('every signature can be had in every language', () => {
  expect(problemsOf(publicApi())).toEqual([]);
});

test('signatures that some language cannot have are found', () => {
  expect(problemsOf(WRONG).sort()).toEqual([
    'ALSO_LOST: not a class, interface or enum',
    'Alias: not a class, interface or enum',
    'Box.content: T',
    'Box: has type parameters',
    'Changeable.name: can be changed',
    'Descendant: is a Hidden',
    'Wrong.anything: any',
    'Wrong.anything: unknown',
    'Wrong.bundled: RE2JS',
    'Wrong.callback: () => void',
    'Wrong.enumMember: Level.LOW',
    'Wrong.generated: VirtualServiceSpec',
    'Wrong.generic: T',
    'Wrong.generic: has type parameters',
    'Wrong.hidden: Hidden',
    'Wrong.inArray: (string | number)[]',
    'Wrong.inferred: { a: number; }',
    'Wrong.inline: { readonly a: string; }',
    'Wrong.literal: "a"',
    'Wrong.literals: "a" | "b"',
    'Wrong.map: Map<string, string>',
    'Wrong.nullable: string | null',
    'Wrong.numbers: { [key: string]: number; }',
    'Wrong.overloads: has overloads',
    'Wrong.partial: Partial<Options>',
    'Wrong.promise: Promise<string>',
    'Wrong.readonlyArray: readonly string[]',
    'Wrong.self: this',
    'Wrong.tuple: [string, number]',
    'Wrong.union: string | number',
    'lost: not a class, interface or enum',
  ]);
});

test('no parameter is called like a field of the struct behind it', () => {
  const wrong = publicApiOf(`
    export interface Options { readonly name?: string; readonly port?: number }
    export class A {
      static of(name: string, options: Options = {}): void {}
      static from(port: number, options?: Options): void {}
      static like(at: string, name: string[]): void {}
    }
  `);
  expect(keywordConflicts(wrong)).toEqual(['A.of: name', 'A.from: port']);
  expect(keywordConflicts(publicApi())).toEqual([]);
});

test('internal members, and no others, begin with an underscore', () => {
  const wrong = publicApiOf(`
    export class A {
      /** @internal */
      public render(): void {}
      public _shown: string = '';
      private _own = 1;
    }
  `);
  expect(namedAgainstVisibility(wrong.types)).toEqual(['A.render', 'A._shown']);
  expect(namedAgainstVisibility(publicApi().types)).toEqual([]);
});
