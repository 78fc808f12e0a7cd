import { gatewayNamed } from './gateway-name';
import { optionalTestIn, type TextTest, textTestIn } from './text-test';
import { isObject, type Json, type JsonObject, labelsIn, numberIn, objectIn, textIn, textsIn } from '../manifests/json';
import type { Manifest } from '../manifests/manifest';

/** Of a token that a gateway has checked. */
const CLAIM = '@request.auth.claims';

/** One match of an HTTP rule: all of it has to hold. */
export interface HttpMatchModel {
  readonly name: string;
  readonly uri?: TextTest;
  readonly ignoreUriCase: boolean;
  readonly method?: TextTest;
  readonly authority?: TextTest;
  readonly scheme?: TextTest;
  readonly headers: readonly NamedTest[];
  readonly withoutHeaders: readonly NamedTest[];
  readonly queryParams: readonly NamedTest[];
  /** Conditions on the claims of a token. */
  readonly claims: readonly NamedTest[];
  readonly withoutClaims: readonly NamedTest[];
  readonly port?: number;
  readonly gateways: readonly string[];
  readonly sourceLabels: { readonly [key: string]: string };
  readonly sourceNamespace: string;
  /** Where it stands: the index in its rule; nothing if it is made of two. */
  readonly index?: number;
}

export interface NamedTest {
  readonly name: string;
  readonly test: TextTest;
}

export function httpMatchIn(match: JsonObject, index: number, { namespace }: Manifest): HttpMatchModel {
  const headers = namedTestsIn(match.headers);
  const withoutHeaders = namedTestsIn(match.withoutHeaders);
  const port = numberIn(match.port);
  return {
    name: textIn(match.name),
    uri: isObject(match.uri) && Object.keys(match.uri).length > 0 ? textTestIn(match.uri) : undefined,
    ignoreUriCase: match.ignoreUriCase === true,
    method: optionalTestIn(match.method),
    authority: optionalTestIn(match.authority),
    scheme: optionalTestIn(match.scheme),
    headers: headers.filter(isHeader),
    withoutHeaders: withoutHeaders.filter(isHeader),
    queryParams: namedTestsIn(match.queryParams),
    claims: headers.filter((one) => !isHeader(one)),
    withoutClaims: withoutHeaders.filter((one) => !isHeader(one)),
    ...port !== undefined && port !== 0 && { port },
    gateways: textsIn(match.gateways).map((name) => gatewayNamed(name, namespace)),
    sourceLabels: labelsIn(match.sourceLabels),
    sourceNamespace: textIn(match.sourceNamespace),
    index,
  };
}

/** Whether every request passes once the match is in the routes of a proxy; what comes behind such a match is never written. */
export function isCatchAll({ uri, method, authority, scheme, headers, withoutHeaders, queryParams, claims, withoutClaims }: HttpMatchModel): boolean {
  const anyPath = uri === undefined || (uri.kind === 'prefix' && uri.value === '/') || (uri.kind === 'regex' && uri.value === '.*');
  return anyPath && !method && !authority && !scheme
    && [headers, withoutHeaders, queryParams, claims, withoutClaims].every((tests) => tests.length === 0);
}

/** The claim of a condition, parts of nested ones behind dots: of `@request.auth.claims[realm][role]` that is `realm.role`. */
export function claimIn({ name }: NamedTest): string {
  const path = name.slice(CLAIM.length);
  return path.startsWith('[') ? path.slice(1).replace(/\]$/, '').replaceAll('][', '.') : path.slice(1);
}

function isHeader({ name }: NamedTest): boolean {
  return !name.startsWith(CLAIM);
}

function namedTestsIn(value: Json | undefined): NamedTest[] {
  return Object.entries(objectIn(value)).map(([name, test]) => ({ name, test: textTestIn(test) }));
}
