import * as fc from 'fast-check';
import { Checks } from '../../src/checks/checks';
import { deployment, destinationRule, httpRule, service, together } from '../../src/checks/examples';
import { Manifests } from '../../src/manifests/manifests';

// The rules for transitions against every order in which objects can be applied, one after the other.

/** Objects by what a message calls them. What is no object here is not there. */
interface Output {
  readonly rules: { readonly [name: string]: readonly { readonly name: string; readonly version: string }[] | undefined };
  readonly workloads: { readonly [name: string]: { readonly version: string; readonly replicas: number } | undefined };
  readonly routes: readonly { readonly subset: string; readonly weight: number }[] | undefined;
  readonly selectsVersion: string | undefined;
}

const VERSIONS = fc.constantFrom('v1', 'v2');
const SUBSETS = fc.uniqueArray(fc.record({ name: VERSIONS, version: VERSIONS }), { maxLength: 2, selector: ({ name }) => name });
const ROUTES = fc.record({ subset: fc.constantFrom('v1', 'v2', ''), weight: fc.constantFrom(0, 10, 90) });
const OUTPUTS: fc.Arbitrary<Output> = fc.record({
  rules: fc.record({
    more: fc.option(SUBSETS, { nil: undefined, freq: 1 }),
    reviews: fc.option(SUBSETS, { nil: undefined, freq: 4 }),
  }),
  workloads: fc.record({
    a: fc.option(fc.record({ version: VERSIONS, replicas: fc.constantFrom(0, 1, 1, 1) }), { nil: undefined, freq: 4 }),
    b: fc.option(fc.record({ version: VERSIONS, replicas: fc.constantFrom(0, 1, 1, 1) }), { nil: undefined, freq: 4 }),
  }),
  routes: fc.option(fc.array(ROUTES, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 6 }),
  selectsVersion: fc.option(VERSIONS, { nil: undefined, freq: 1 }),
});

function manifestsOf({ rules, workloads, routes, selectsVersion }: Output): Manifests {
  const subsets = (list: readonly { name: string; version: string }[]) => `subsets: [${list.map(({ name, version }) => `{name: ${name}, labels: {version: ${version}}}`).join(', ')}]`;
  return Manifests.fromYaml(together(
    service(selectsVersion === undefined ? '' : `selector: {app: reviews, version: ${selectsVersion}}`),
    ...Object.entries(rules).flatMap(([name, list]) => list ? [destinationRule(subsets(list), name)] : []),
    ...Object.entries(workloads).flatMap(([name, one]) => one ? [deployment(name, `{app: reviews, version: ${one.version}}`, `replicas: ${one.replicas}`)] : []),
    ...(routes ? [httpRule(`route: [${routes.map(({ subset, weight }) => `{destination: {host: reviews${subset === '' ? '' : `, subset: ${subset}`}}, weight: ${weight}}`).join(', ')}]`)] : []),
  ));
}

/** What is broken in a cluster that holds this: the rule, and the version. */
function brokenIn({ rules, workloads, routes, selectsVersion }: Output): Set<string> {
  const live = (routes ?? []).filter(({ weight }) => routes!.length === 1 || weight > 0);
  const subsets = [...rules.more ?? [], ...rules.reviews ?? []];
  const running = Object.values(workloads).filter((one) => one && one.replicas > 0).map((one) => one!.version);
  return new Set(live.flatMap(({ subset }) => {
    const found = subsets.find(({ name }) => name === subset);
    if (subset !== '' && !found) return [`transition-subset-gap ${subset}`];
    const wanted = [selectsVersion, found?.version].filter((version) => version !== undefined);
    return running.some((version) => wanted.every((one) => one === version)) ? [] : [`transition-pods-gap ${subset}`];
  }));
}

/** An output in which these objects are as they will be, and all others as they were. */
function between(old: Output, now: Output, done: ReadonlySet<string>): Output {
  const pick = <T>(name: string, before: T, after: T) => done.has(name) ? after : before;
  return {
    rules: {
      more: pick('DestinationRule shop/more', old.rules.more, now.rules.more),
      reviews: pick('DestinationRule shop/reviews', old.rules.reviews, now.rules.reviews),
    },
    workloads: {
      a: pick('Deployment shop/a', old.workloads.a, now.workloads.a),
      b: pick('Deployment shop/b', old.workloads.b, now.workloads.b),
    },
    routes: pick('VirtualService shop/reviews', old.routes, now.routes),
    selectsVersion: pick('Service shop/reviews', old.selectsVersion, now.selectsVersion),
  };
}

const OBJECTS = [
  'DestinationRule shop/more', 'DestinationRule shop/reviews', 'Deployment shop/a', 'Deployment shop/b', 'VirtualService shop/reviews', 'Service shop/reviews',
];

function permutations(items: readonly string[]): string[][] {
  return items.length === 0 ? [[]] : items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

/** What breaks on the way that neither end has. */
function breaksOnTheWay(old: Output, now: Output, order: readonly string[]): Set<string> {
  const expected = new Set([...brokenIn(old), ...brokenIn(now)]);
  const states = order.map((_, at) => between(old, now, new Set(order.slice(0, at + 1))));
  return new Set(states.flatMap((state) => [...brokenIn(state)]).filter((one) => !expected.has(one)));
}

function findingsOf(old: Output, now: Output) {
  const { findings } = Checks.run(manifestsOf(now), { previous: manifestsOf(old) });
  return findings.filter(({ rule }) => rule.startsWith('transition')).map(({ rule, message, fix }) => (
    { gap: `${rule} ${/^subset (\w+) of /.exec(message)?.[1] ?? ''}`, message, fix }
  ));
}

const ORDERS = permutations(OBJECTS);
/** Objects that are done at some point of some order, the last of them just now. */
const STATES = OBJECTS.reduce<string[][]>((all, object) => [...all, ...all.map((done) => [...done, object])], [[]]);

test('what breaks in some order is found, and nothing else', () => {
  fc.assert(fc.property(OUTPUTS, OUTPUTS, (old, now) => {
    const expected = new Set(STATES.flatMap((done) => [...breaksOnTheWay(old, now, done)]));
    expect(new Set(findingsOf(old, now).map(({ gap }) => gap))).toEqual(expected);
  }), { numRuns: 60 });
});

test('the order that is said to break breaks', () => {
  fc.assert(fc.property(OUTPUTS, OUTPUTS, (old, now) => {
    for (const { gap, message } of findingsOf(old, now)) {
      const [first] = message.split(' before ');
      const done = OBJECTS.filter((object) => first.includes(object));
      expect(done.length).toBeGreaterThan(0);
      const version = gap.split(' ')[1];
      const broken = [...brokenIn(between(old, now, new Set(done)))].map((one) => one.split(' ')[1]);
      expect(broken).toContain(version);
    }
  }), { numRuns: 200 });
});

test('the order that is said to be safe is safe, and where none is, all break', () => {
  let named = 0;
  fc.assert(fc.property(OUTPUTS, OUTPUTS, (old, now) => {
    for (const { fix } of findingsOf(old, now)) {
      if (fix.startsWith('no order is safe')) {
        expect(ORDERS.filter((order) => breaksOnTheWay(old, now, order).size === 0)).toEqual([]);
      } else {
        named++;
        const order = [...fix.split(';')[0].matchAll(/(?:apply|remove) (\w+ [\w/]+)/g)].map(([, object]) => object);
        expect(breaksOnTheWay(old, now, [...order, ...OBJECTS.filter((object) => !order.includes(object))])).toEqual(new Set());
      }
    }
  }), { numRuns: 100 });
  expect(named).toBeGreaterThan(0);
});
