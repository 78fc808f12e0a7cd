import { type AnswerData, OUTCOME_KINDS, type OutcomeData } from './answer';
import { percentText } from './explanation-text';
import { inSeconds, millisecondsIn } from './milliseconds';
import { isObject, type JsonObject, numberIn, objectIn, textIn } from '../manifests/json';

/** Shares that differ by less count as the same. */
const TOLERANCE = 1e-6;

const KEYS = ['version', 'shares', 'status', 'flag', 'location', 'rewrite', 'authority', 'timeout', 'retries', 'mirror', 'virtualService', 'route', 'kind'] as const;

type Key = typeof KEYS[number];

const RETRY_KEYS = ['attempts', 'on', 'perTryTimeout'];

/** What a test expects of an answer, by what it looks at. */
export type Expectation = { readonly [key in Key]?: JsonObject[string] };

/** Something in a test that can never hold, and where. */
export interface Impossible {
  readonly path: readonly string[];
  readonly message: string;
}

/** Where an answer is not what was expected. */
export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** What of an expectation cannot hold for any request. */
export function impossibleIn(expectation: JsonObject, versions: ReadonlySet<string>): Impossible[] {
  const unknownKeys = Object.keys(expectation).filter((key) => !(KEYS as readonly string[]).includes(key));
  return [
    ...unknownKeys.map((key) => ({ path: [key], message: `${key} is nothing that an answer has; it has ${KEYS.join(', ')}` })),
    ...Object.keys(expectation).length === 0 ? [{ path: [], message: 'nothing is expected' }] : [],
    ...impossibleVersion(expectation, versions),
    ...impossibleShares(expectation, versions),
    ...impossibleTimeout(expectation),
    ...impossibleKind(expectation),
    ...impossibleMirror(expectation, versions),
    ...impossibleRetries(expectation),
  ];
}

/** Where an answer is not what was expected; nothing if it is. */
export function differencesFrom(expectation: Expectation, answer: AnswerData): Difference[] {
  return KEYS.filter((key) => expectation[key] !== undefined).flatMap((key) => {
    const expected = expectedText(key, expectation[key]!);
    const named = key === 'version' ? { [textIn(expectation.version)]: 100 } : objectIn(expectation[key]);
    const found = foundText(key, answer, named);
    return expected === found ? [] : [{ what: key, expected, found }];
  });
}

function impossibleVersion({ version }: JsonObject, versions: ReadonlySet<string>): Impossible[] {
  if (version === undefined) return [];
  return typeof version === 'string' && versions.has(version) ? [] : [{ path: ['version'], message: `no subset and no service is called ${JSON.stringify(version)}` }];
}

function impossibleShares({ shares }: JsonObject, versions: ReadonlySet<string>): Impossible[] {
  if (shares === undefined) return [];
  if (!isObject(shares)) return [{ path: ['shares'], message: 'shares are a map from versions to percentages' }];
  const unknown = Object.keys(shares).filter((name) => !versions.has(name) && !/^\d{3}$/.test(name));
  const sum = Object.values(shares).reduce<number>((total, one) => total + (numberIn(one) ?? NaN), 0);
  return [
    ...unknown.map((name) => ({ path: ['shares', name], message: `no subset and no service is called ${JSON.stringify(name)}` })),
    ...Object.entries(shares).filter(([, share]) => (numberIn(share) ?? 0) < 0).map(([name, share]) => ({ path: ['shares', name], message: `a share is not less than 0, got ${JSON.stringify(share)}` })),
    ...Math.abs(sum - 100) < TOLERANCE ? [] : [{ path: ['shares'], message: `shares sum to 100, these to ${Number.isNaN(sum) ? 'no number' : sum}` }],
  ];
}

function impossibleTimeout({ timeout }: JsonObject): Impossible[] {
  const isPossible = timeout === undefined || timeout === 'none' || millisecondsIn(timeout) !== undefined;
  return isPossible ? [] : [{ path: ['timeout'], message: `a timeout is a duration as 3s, or none, got ${JSON.stringify(timeout)}` }];
}

function impossibleKind({ kind }: JsonObject): Impossible[] {
  const isPossible = kind === undefined || textIn(kind).split(', ').every((one) => (OUTCOME_KINDS as readonly string[]).includes(one));
  return isPossible ? [] : [{ path: ['kind'], message: `an outcome is ${OUTCOME_KINDS.join(', ')}, got ${JSON.stringify(kind)}` }];
}

function impossibleMirror({ mirror }: JsonObject, versions: ReadonlySet<string>): Impossible[] {
  if (mirror === undefined || mirror === 'none') return [];
  if (!isObject(mirror)) return [{ path: ['mirror'], message: 'mirror is a map from versions to percentages, or none' }];
  return Object.keys(mirror).filter((name) => !versions.has(name)).map((name) => ({ path: ['mirror', name], message: `no subset and no service is called ${JSON.stringify(name)}` }));
}

function impossibleRetries({ retries }: JsonObject): Impossible[] {
  if (!isObject(retries)) return [];
  return Object.keys(retries).filter((key) => !RETRY_KEYS.includes(key)).map((key) => ({ path: ['retries', key], message: `${key} is nothing that retries have; they have ${RETRY_KEYS.join(', ')}` }));
}

/** The share of each version: of subsets by their name, of whole services by their host, of Envoy's own answers by their status. */
export function sharesOf({ outcomes }: AnswerData): Map<string, number> {
  const shares = new Map<string, number>();
  for (const outcome of outcomes) {
    const name = versionOf(outcome);
    shares.set(name, (shares.get(name) ?? 0) + outcome.share);
  }
  return shares;
}

function versionOf({ kind, subset, host, status, flag }: OutcomeData): string {
  if (kind === 'forward') return subset ?? host ?? '';
  return kind === 'passthrough' ? 'passthrough' : String(status ?? flag);
}

function expectedText(key: Key, value: JsonObject[string]): string {
  switch (key) {
    case 'version': return sharesText(new Map([[textIn(value), 1]]));
    case 'shares': return sharesText(new Map(Object.entries(objectIn(value)).filter(([, share]) => share !== 0).map(([name, share]) => [name, numberIn(share)! / 100])));
    case 'timeout': return value === 'none' ? 'none' : inSeconds(millisecondsIn(value)!);
    case 'retries': return isObject(value) ? fieldsText(value) : String(value);
    case 'mirror': return isObject(value) ? fieldsText(value) : String(value);
    default: return String(value);
  }
}

function foundText(key: Key, answer: AnswerData, expected: JsonObject): string {
  const { outcomes, timeout, retries, rewrite, mirrors, virtualService, route } = answer;
  const distinct = (values: readonly unknown[]) => [...new Set(values.filter((one) => one !== undefined).map(String))].join(', ') || 'none';
  switch (key) {
    case 'version': case 'shares': return sharesText(sharesNamed(sharesOf(answer), Object.keys(expected)));
    case 'status': return distinct(outcomes.map(({ status }) => status));
    case 'flag': return distinct(outcomes.map(({ flag }) => flag));
    case 'kind': return distinct(outcomes.map(({ kind }) => kind));
    case 'location': return distinct(outcomes.map(({ location }) => location));
    case 'rewrite': return rewrite?.path ?? 'none';
    case 'authority': return rewrite?.authority ?? 'none';
    case 'timeout': return timeout ?? 'none';
    case 'retries': return retriesText(retries, expected);
    case 'mirror': return fieldsText(Object.fromEntries(mirrors.map(({ cluster, percent }) => [mirrorName(cluster, Object.keys(expected)), percent])));
    case 'virtualService': return virtualService ?? 'none';
    case 'route': return route ?? 'none';
  }
}

/** A service may be expected by its short name. */
function sharesNamed(shares: ReadonlyMap<string, number>, names: readonly string[]): Map<string, number> {
  return new Map([...shares].map(([name, share]) => [names.find((short) => name.startsWith(`${short}.`)) ?? name, share]));
}

function sharesText(shares: ReadonlyMap<string, number>): string {
  return [...shares].sort(([a], [b]) => a < b ? -1 : 1).map(([name, share]) => `${name} ${percentText(share)}`).join(', ') || 'nothing';
}

function retriesText(retries: AnswerData['retries'], expected: JsonObject): string {
  if (!retries) return 'none';
  const fields = { ...retries } as unknown as JsonObject;
  const keys = Object.keys(expected);
  return keys.length === 0 ? String(retries.attempts) : fieldsText(Object.fromEntries(keys.map((key) => [key, fields[key] ?? 'none'])));
}

function mirrorName(cluster: string, names: readonly string[]): string {
  const [, , subset, host] = cluster.split('|');
  return subset || names.find((short) => host.startsWith(`${short}.`)) || host;
}

function fieldsText(fields: JsonObject): string {
  return Object.entries(fields).sort(([a], [b]) => a < b ? -1 : 1).map(([key, value]) => `${key} ${String(value)}`).join(', ') || 'none';
}

/** The names by which tests may know what answers: subsets, and hosts with their short names. */
export function labelledVersions(subsets: readonly string[], hosts: readonly string[]): Set<string> {
  return new Set([...subsets, ...hosts, ...hosts.map((host) => host.split('.', 1)[0]), 'passthrough']);
}
