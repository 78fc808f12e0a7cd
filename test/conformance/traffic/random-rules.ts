import { Random } from '../random';

export const PATHS = ['/', '/api', '/api/', '/api/v1', '/apis', '/reports', '/a.b', '/Login'];
export const HEADERS = ['x-canary', 'x-user', 'cookie', 'user-agent'];
export const VALUES = ['true', 'false', 'beta', 'jason', '', 'beta_user=true; a=b'];
export const SUBSETS = ['v1', 'v2', 'v3'];
export const PARAMETERS = ['q', 'lang'];
const METHODS = ['GET', 'POST', 'PUT'];
const REGEXES = ['.*', '/api/.*', 'b.*', '^(.*?;\\s*)?(beta_user=true)(;.*)?$', '[a-z]+', '/(api|reports)(/.*)?'];
const WEIGHTS = [0, 1, 10, 25, 33, 50, 75, 90, 100];
const RETRY_CONDITIONS = ['5xx', 'gateway-error', 'connect-failure', '503', '504', 'reset', 'retriable-status-codes'];
const DURATIONS = ['1s', '0.5s', '3s', '1m', '250ms', '1m30s'];

/** What rules can lead to and be bound to. */
export interface RuleWorld {
  readonly random: Random;
  readonly hosts: readonly string[];
  readonly ports: readonly number[];
  readonly gateways: readonly string[];
  readonly namespaces: readonly string[];
  /** Whether only gateways use the rule. */
  readonly isMesh: boolean;
}

export function httpRule(world: RuleWorld, index: number): object {
  const { random } = world;
  const matches = random.chance(0.75) ? random.times(1, 3, (at) => httpMatch(world, at)) : [];
  return {
    ...random.maybe(0.6, () => ({ name: `rule-${index}` })),
    ...matches.length > 0 && { match: matches },
    ...action(world, matches),
  };
}

/** A rule of a VirtualService that others lead to. */
export function delegatedRule(world: RuleWorld, index: number): object {
  return httpRule(world, index);
}

export function textMatch(random: Random, values: readonly string[], allowsEmpty = true): object {
  const kind = random.pick(['exact', 'exact', 'prefix', 'regex']);
  if (kind === 'regex') return { regex: random.pick(REGEXES) };
  const value = random.pick(values.filter((one) => one !== ''));
  const text = kind === 'prefix' ? value.slice(0, random.int(1, value.length)) : allowsEmpty && random.chance(0.05) ? '' : value;
  return { [kind]: text };
}

function httpMatch({ random, ports, gateways, namespaces, isMesh }: RuleWorld, at: number): object {
  const named = (keys: readonly string[], values: readonly string[], some: number, presence: number) => Object.fromEntries(random
    .some(keys, some).map((key) => (
      [key, random.chance(presence) ? {} : textMatch(random, values)]
    )));
  const match = {
    ...random.maybe(0.2, () => ({ name: `m${at}` })),
    ...random.maybe(0.55, () => ({ uri: uriMatch(random) })),
    ...random.maybe(0.1, () => ({ ignoreUriCase: true })),
    ...random.maybe(0.35, () => ({ headers: named(HEADERS, VALUES, 0.4, 0.15) })),
    ...random.maybe(0.12, () => ({ withoutHeaders: named(HEADERS, VALUES, 0.4, 0.3) })),
    ...random.maybe(0.12, () => ({ queryParams: named(PARAMETERS, VALUES, 0.6, 0.2) })),
    ...random.maybe(0.12, () => ({ method: random.chance(0.8) ? { exact: random.pick(METHODS) } : textMatch(random, METHODS, false) })),
    ...random.maybe(0.05, () => ({ scheme: { exact: random.pick(['http', 'https']) } })),
    ...random.maybe(0.06, () => ({ authority: textMatch(random, ['reviews', 'reviews:9080', 'shop.example.com'], false) })),
    ...random.maybe(0.1, () => ({ port: random.pick(ports) })),
    ...random.maybe(0.08, () => ({ sourceLabels: { [random.pick(['app', 'tier'])]: random.pick(['client', 'web']) } })),
    ...random.maybe(0.08, () => ({ sourceNamespace: random.pick(namespaces) })),
    ...random.maybe(gateways.length > 0 ? 0.12 : 0, () => ({ gateways: random.some([...gateways, ...isMesh ? ['mesh'] : []], 0.6) })),
  };
  return match;
}

function uriMatch(random: Random): object {
  if (random.chance(0.1)) return { regex: random.pick(['.*', '/api/.*', '/(api|reports)(/.*)?', '/[a-z]+']) };
  return random.chance(0.6) ? { prefix: random.pick(PATHS) } : { exact: random.pick(PATHS) };
}

function action(world: RuleWorld, matches: readonly any[]): object {
  const { random } = world;
  if (random.chance(0.1)) return { redirect: redirect(random, matches), ...random.maybe(0.2, () => ({ headers: headers(random, false) })) };
  if (random.chance(0.06)) return { directResponse: { status: random.pick([200, 403, 503]), body: { string: 'no' } } };
  const route = random.chance(0.5) ? [destination(world, false)] : weighted(world);
  return {
    route,
    ...random.maybe(0.15, () => ({ rewrite: rewrite(random) })),
    ...random.maybe(0.2, () => ({ timeout: random.pick(DURATIONS) })),
    ...random.maybe(0.2, () => ({ retries: retries(random) })),
    ...random.maybe(0.15, () => ({ fault: fault(random) })),
    ...random.maybe(0.15, () => ({ headers: headers(random, false) })),
    ...mirrors(world),
  };
}

function weighted(world: RuleWorld): object[] {
  const route = world.random.times(2, 3, () => destination(world, true) as any);
  return route.some(({ weight = 0 }) => weight > 0) ? route : route.map((one) => ({ ...one, weight: 1 }));
}

function destination(world: RuleWorld, isWeighted: boolean): object {
  const { random } = world;
  return {
    destination: target(world),
    ...isWeighted ? random.maybe(0.95, () => ({ weight: random.pick(WEIGHTS) })) : random.maybe(0.2, () => ({ weight: random.pick(WEIGHTS) })),
    ...random.maybe(0.1, () => ({ headers: headers(random, true) })),
  };
}

export function target({ random, hosts, ports }: RuleWorld): object {
  return {
    host: random.pick(hosts),
    ...random.maybe(0.6, () => ({ subset: random.pick(SUBSETS) })),
    ...random.maybe(0.5, () => ({ port: { number: random.pick(ports) } })),
  };
}

function redirect(random: Random, matches: readonly any[]): object {
  const isPrefix = matches.length > 0 && matches.every(({ uri }) => uri?.prefix !== undefined);
  const path = random.chance(0.3) && isPrefix ? { prefixRewrite: '/moved' } : random.maybe(0.6, () => ({ uri: random.pick(['/new', '/new?z=1']) }));
  return {
    authority: random.pick(['new.example.com', 'reviews']),
    ...random.maybe(0.05, () => ({ authority: undefined, scheme: 'https' })),
    ...path,
    ...random.maybe(0.5, () => ({ redirectCode: random.pick([301, 302, 303, 307, 308]) })),
    ...random.maybe(0.25, () => ({ scheme: random.pick(['http', 'https']) })),
    ...random.chance(0.2) ? { port: random.pick([80, 443, 8080]) } : random.maybe(0.2, () => ({ derivePort: random.pick(['FROM_REQUEST_PORT', 'FROM_PROTOCOL_DEFAULT']) })),
  };
}

function rewrite(random: Random): object {
  if (random.chance(0.25)) return { uriRegexRewrite: random.pick([{ match: '^/api/(.*)', rewrite: '/v2/\\1' }, { match: 'a', rewrite: 'b' }, { match: '/([a-z]+)', rewrite: '/\\1x' }]) };
  return { uri: random.pick(['/', '/new', '/new/']), ...random.maybe(0.3, () => ({ authority: 'rewritten.example.com' })) };
}

function retries(random: Random): object {
  if (random.chance(0.15)) return { attempts: 0 };
  return {
    attempts: random.int(1, 5),
    ...random.maybe(0.6, () => ({ retryOn: random.some(RETRY_CONDITIONS, 0.35).join(',') || '503' })),
    ...random.maybe(0.5, () => ({ perTryTimeout: random.pick(DURATIONS) })),
  };
}

function fault(random: Random): object {
  const percentage = () => random.maybe(0.85, () => ({ percentage: { value: random.pick([0.1, 5, 12.5, 33.3333, 50, 100]) } }));
  const abort = { ...percentage(), ...random.chance(0.8) ? { httpStatus: random.pick([400, 418, 500, 503]) } : { grpcStatus: random.pick(['UNAVAILABLE', 'NOT_FOUND', 'INTERNAL']) } };
  const delay = { ...percentage(), fixedDelay: random.pick(DURATIONS) };
  return random.chance(0.3) ? { abort, delay } : random.chance(0.5) ? { abort } : { delay };
}

/** The host of a request can be set once only, so that rules leave it to their rewrites. */
function headers(random: Random, maySetHost: boolean): object {
  const changes = (isRequest: boolean) => ({
    ...random.maybe(0.5, () => ({ set: { [random.pick(['x-set', 'x-version'])]: random.pick(['a', 'b']), ...isRequest && maySetHost && random.chance(0.1) && { host: 'set.example.com' } } })),
    ...random.maybe(0.4, () => ({ add: { [random.pick(['x-add', 'x-version'])]: random.pick(['c', 'd']) } })),
    ...random.maybe(0.3, () => ({ remove: [random.pick(['x-user', 'server'])] })),
  });
  return { ...random.maybe(0.7, () => ({ request: changes(true) })), ...random.maybe(0.4, () => ({ response: changes(false) })) };
}

function mirrors(world: RuleWorld): object {
  const { random } = world;
  const percentage = () => ({ value: random.pick([0, 1, 50, 100, 33.3333]) });
  if (random.chance(0.1)) return { mirror: target(world), ...random.maybe(0.6, () => ({ mirrorPercentage: percentage() })) };
  return random.maybe(0.05, () => ({
    mirrors: random.times(1, 2,
      () => ({ destination: target(world), ...random.maybe(0.6, () => ({ percentage: percentage() })) })),
  }));
}
