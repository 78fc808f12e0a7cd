import { type AskedRequest, queryValues } from './asked-request';
import { claimIn, type HttpMatchModel, type NamedTest } from './http-match-model';
import { inWords, passes, type TextTest } from './text-test';

/** The first condition of a match that does not hold. */
export interface FailedCondition {
  /** What is asked: `header x-canary exact "true"`. */
  readonly condition: string;
  /** The value in the request; nothing if there is none. */
  readonly seen?: string;
}

/** Whether a request passes a match; nothing is the match of a rule without one. */
export function failedCondition(match: HttpMatchModel | undefined, request: AskedRequest): FailedCondition | undefined {
  if (!match) return pathFailure({ kind: 'prefix', value: '/' }, false, request);
  return pathFailure(match.uri ?? { kind: 'prefix', value: '/' }, match.ignoreUriCase, request)
    ?? (match.method && textFailure('method', match.method, request.method))
    ?? (match.authority && textFailure('authority', match.authority, request.authority))
    ?? (match.scheme && textFailure('scheme', match.scheme, request.scheme))
    ?? headerFailure(match.headers, request)
    ?? absenceFailure(match.withoutHeaders, request)
    ?? queryFailure(match.queryParams, request)
    ?? claimFailure(match.claims, true, request)
    ?? claimFailure(match.withoutClaims, false, request);
}

function pathFailure(test: TextTest, ignoreCase: boolean, { path }: AskedRequest): FailedCondition | undefined {
  const isFolded = ignoreCase && (test.kind === 'exact' || test.kind === 'prefix');
  const holds = isFolded ? passes({ ...test, value: test.value.toLowerCase() }, path.toLowerCase()) : passes(test, path);
  return holds ? undefined : { condition: `path ${inWords(test)}`, seen: path };
}

function textFailure(name: string, test: TextTest, value: string): FailedCondition | undefined {
  return passes(test, value) ? undefined : { condition: `${name} ${inWords(test)}`, seen: value };
}

function headerFailure(tests: readonly NamedTest[], request: AskedRequest): FailedCondition | undefined {
  for (const { name, test } of tests) {
    const value = headerValue(request, name);
    if (value === undefined || !passes(test, value)) return { condition: `header ${name} ${inWords(test)}`, ...value !== undefined && { seen: value } };
  }
  return undefined;
}

/** A header that is not there counts as empty, unless nothing is asked but its absence. */
function absenceFailure(tests: readonly NamedTest[], request: AskedRequest): FailedCondition | undefined {
  for (const { name, test } of tests) {
    const value = headerValue(request, name);
    const isFound = test.kind === 'present' ? value !== undefined : passes(test, value ?? '');
    if (isFound) return { condition: `no header ${name} ${inWords(test)}`, ...value !== undefined && { seen: value } };
  }
  return undefined;
}

function queryFailure(tests: readonly NamedTest[], { query }: AskedRequest): FailedCondition | undefined {
  if (tests.length === 0) return undefined;
  const values = queryValues(query);
  for (const { name, test } of tests) {
    const value = values.get(name);
    if (value === undefined || !passes(test, value)) return { condition: `query ${name} ${inWords(test)}`, ...value !== undefined && { seen: value } };
  }
  return undefined;
}

/** A claim with several values passes if one of them does. */
function claimFailure(tests: readonly NamedTest[], isAsked: boolean, { claims }: AskedRequest): FailedCondition | undefined {
  for (const one of tests) {
    const values = claims[claimIn(one)] ?? [];
    if (values.some((value) => passes(one.test, value)) === isAsked) continue;
    return { condition: `${isAsked ? '' : 'no '}${one.name} ${inWords(one.test)}`, ...values.length > 0 && { seen: values.join(' ') } };
  }
  return undefined;
}

function headerValue({ headers, method, authority, scheme, path, query }: AskedRequest, name: string): string | undefined {
  switch (name.toLowerCase()) {
    case ':method': return method;
    // Envoy keeps both as one.
    case ':authority': case 'host': return authority;
    case ':scheme': return scheme;
    case ':path': return path + query;
    default: return headers.get(name.toLowerCase());
  }
}
