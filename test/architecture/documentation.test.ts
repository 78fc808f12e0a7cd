import * as ts from 'typescript';
import { ERROR_CODES } from '../../src/private/error-codes';
import { Exported, PublicApi, publicApi, publicApiOf, tagsOf } from '../support/public-api';

/** Whose documentation says how Istio and its surroundings behave. */
const SOURCES = /^https:\/\/(istio\.io|docs\.flagger\.app|fluxcd\.io|argo-cd\.readthedocs\.io|kubernetes\.io|www\.envoyproxy\.io|cdk8s\.io)\/\S+$/;

/** Classes that follow no page of Istio's. */
const OWN_IDEAS = [
  'MeshSettings', // defaults for this library's own props
];

/** The arguments of one constructor or method, where the page is named. */
const ARGUMENTS = /(Props|Options)$/;

function withoutSummary({ types, members }: PublicApi): string[] {
  const documented = [
    ...types.map(({ name, node }) => ({ name, node })),
    ...members.filter(({ kind }) => kind !== 'constructor').map(({ path, node }) => ({ name: path, node })),
  ];
  return documented.filter(({ node }) => !/^(?:[A-Z0-9`]|gRPC )[^]*\.$/.test(summaryOf(node))).map(({ name }) => name);
}

function withoutParam({ members }: PublicApi): string[] {
  return members.filter(({ kind }) => kind === 'method').flatMap(({ path, parameters }) => parameters
    .filter((parameter) => !ts.getJSDocParameterTags(parameter).some(({ comment }) => comment)).map(({ name }) => `${path}: ${name.getText()}`));
}

/** A default belongs to what is optional, and to nothing else. */
function withWrongDefault({ members }: PublicApi): string[] {
  return members.filter(({ kind }) => kind === 'property')
    .filter(({ node, isOptional }) => tagsOf(node, 'default').filter((text) => text !== '').length !== (isOptional ? 1 : 0))
    .map(({ path }) => path);
}

function withoutSource({ types }: PublicApi): string[] {
  return types.filter(({ kind, name }) => kind === 'class' || (kind === 'struct' && !ARGUMENTS.test(name)))
    .filter(({ node }) => !linksOf(node).some((link) => SOURCES.test(link)))
    .map(({ name }) => name);
}

function linksElsewhere({ types, members }: PublicApi): string[] {
  return [...types, ...members].flatMap(({ node }) => linksOf(node)).filter((link) => !SOURCES.test(link));
}

function constructs({ checker, types }: PublicApi): Exported[] {
  const isConstruct = (type: ts.Type): boolean => type.getSymbol()?.name === 'Construct' || (type.getBaseTypes() ?? []).some(isConstruct);
  return types.filter(({ kind, symbol }) => kind === 'class' && isConstruct(checker.getDeclaredTypeOfSymbol(symbol)));
}

/** An example is a whole program, so that it can be compiled and translated. */
function withoutExample(api: PublicApi): string[] {
  return constructs(api).filter(({ node, name }) => !tagsOf(node, 'example').some((example) =>
    example.includes(`new ${name}(`) && /^import \{.*\} from 'cdk8s-istio';$/m.test(example))).map(({ name }) => name);
}

/** The codes that an `@throws` names; words in backquotes and in parentheses are other things. */
function codesThrown({ types, members }: PublicApi): string[] {
  const texts = [...types, ...members].flatMap(({ node }) => tagsOf(node, 'throws'));
  return texts.flatMap((text) => text.replace(/`[^`]*`|\([^)]*\)/g, '').match(/\b(?:[A-Z][a-z]+){2,}\b/g) ?? []);
}

/** The text before the tags. */
function summaryOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(comments.at(-1)?.comment) ?? '').trim();
}

/** What stands behind `@see`, as it is written: the compiler takes the beginning of an address for a name. */
function linksOf(node: ts.Node): string[] {
  return ts.getJSDocTags(node).filter(ts.isJSDocSeeTag).map((tag) => tag.getText().replace(/^@see\s+/, '').split(/\s/)[0]);
}

const POOR = publicApiOf(`
  import { Construct } from 'constructs';
  export interface AProps {
    /** Ends well. */
    readonly a?: string;
    /**
     * Is required.
     *
     * @default none
     */
    readonly b: string;
  }
  export interface Policy {
    /** ends without a stop */
    readonly c: string;
  }
  /**
   * A thing.
   *
   * @see https://example.com/
   */
  export class Thing extends Construct {
    public static readonly ONE = 1;
    /**
     * Does something.
     *
     * @throws NoSuchCode, and what \`OtherThing\` raises (SomeWords)
     */
    public do(thing: string): void {}
    private undocumented(): void {}
    /** @internal */
    public _undocumented(): void {}
  }
  /** Levels. */
  export enum Level { LOW = 'low' }
`);

describe('the documentation', () => {
  test('says in a sentence or more what every type and member is', () => {
    expect(withoutSummary(POOR)).toEqual(['AProps', 'Policy', 'Policy.c', 'Thing.ONE', 'Level.LOW']);
    expect(withoutSummary(publicApi())).toEqual([]);
  });

  test('says what the parameters of methods are', () => {
    expect(withoutParam(POOR)).toEqual(['Thing.do: thing']);
    expect(withoutParam(publicApi())).toEqual([]);
  });

  test('says what happens if an optional member is left out', () => {
    expect(withWrongDefault(POOR)).toEqual(['AProps.a', 'AProps.b']);
    expect(withWrongDefault(publicApi())).toEqual([]);
  });

  test('names the page that describes the behaviour', () => {
    expect(withoutSource(POOR)).toEqual(['Policy', 'Thing']);
    expect(withoutSource(publicApi())).toEqual(OWN_IDEAS);
  });

  test('refers only to the documentation of Istio, Envoy, Flagger, Flux, Argo CD, Kubernetes and cdk8s', () => {
    expect(linksElsewhere(POOR)).toEqual(['https://example.com/']);
    expect(linksElsewhere(publicApi())).toEqual([]);
  });

  test('has an example of every construct', () => {
    expect(withoutExample(POOR)).toEqual(['Thing']);
    expect(constructs(publicApi())).not.toEqual([]);
    expect(withoutExample(publicApi())).toEqual([]);
  });
});

describe('the errors', () => {
  test('that the documentation names are in the catalogue', () => {
    expect(codesThrown(POOR)).toEqual(['NoSuchCode']);
    expect(codesThrown(publicApi()).filter((code) => !(code in ERROR_CODES))).toEqual([]);
  });

  test('that are in the catalogue are named where they can arise', () => {
    const named = codesThrown(publicApi());
    expect(Object.keys(ERROR_CODES).filter((code) => !named.includes(code))).toEqual([]);
  });
});
