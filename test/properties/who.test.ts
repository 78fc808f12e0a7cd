import * as fc from 'fast-check';
import {
  CanaryService, CanaryServiceProps, CanaryTraffic, HeaderMatch, HttpMatch, Lane, ServicePort, ServiceVersion, SessionAffinity,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { Manifest, named } from '../support/manifests';
import '../support/random-objects';
import { ask, Request } from '../support/requests';

const [STABLE, CANARY, LASTING] = ['v1', 'v2', 'v3'].map((name) => ServiceVersion.image(name, `myregistry.io/reviews:${name}`));
const VERSIONS = [STABLE, CANARY, LASTING];
const RULES = [{ name: 'reports', match: [HttpMatch.pathPrefix('/reports')] }];
const RUNS = { numRuns: 30 };
const PATH = fc.constantFrom('/', '/reports', '/reports/1');

interface Case {
  readonly weight: number;
  readonly lasting: number;
  readonly keepStable?: boolean;
  readonly testers: boolean;
  readonly rules: boolean;
  readonly member: ServiceVersion;
  readonly entry: boolean;
  readonly strip: boolean;
}

type Headers = NonNullable<Request['headers']>;

/** A service at any weight, with any affinity, in a lane of any of its versions. */
const cases: fc.Arbitrary<Case> = fc.record({
  weight: fc.integer({ min: 0, max: 100 }),
  lasting: fc.integer({ min: 0, max: 100 }),
  keepStable: fc.option(fc.boolean(), { nil: undefined }),
  testers: fc.boolean(),
  rules: fc.boolean(),
  member: fc.constantFrom(...VERSIONS),
  entry: fc.boolean(),
  strip: fc.boolean(),
}).map((one) => ({ ...one, lasting: Math.min(one.lasting, 100 - one.weight) }));

function propsOf({ weight, lasting, keepStable, testers, rules }: Case): CanaryServiceProps {
  return {
    ports: [ServicePort.http(8080)],
    stable: STABLE,
    canary: CANARY,
    traffic: CanaryTraffic.weight(weight),
    longLived: [{ version: LASTING, weight: lasting, match: [HttpMatch.header(HeaderMatch.exact('x-lasting', 'true'))] }],
    sessionAffinity: keepStable === undefined ? undefined : SessionAffinity.cookie({ keepStable }),
    testers: testers ? [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))] : [],
    rules: rules ? RULES : [],
  };
}

function virtualServiceOf(one: Case): Manifest {
  const chart = bookinfo();
  const members = ['reviews', 'ratings'].map((name) => ({ service: new CanaryService(chart, name, propsOf(one)), version: one.member, entry: one.entry }));
  new Lane(chart, 'beta', { members, stripAtGateways: one.strip });
  return named(synthesised(chart), 'VirtualService', 'reviews');
}

/** The shares that are above 0. */
function weights({ weight, lasting }: Case): { [version: string]: number } {
  return Object.fromEntries(Object.entries({ v1: 100 - weight - lasting, v2: weight, v3: lasting }).filter(([, share]) => share > 0));
}

function sharesOf(one: Case, request: Request) {
  return ask(virtualServiceOf(one), request)?.shares;
}

test('the header of the lane decides before all else', () => {
  fc.assert(fc.property(cases, PATH, fc.constantFrom('v1', 'v2', 'v3'), (one, path, kept) => {
    const headers = { 'x-lane': 'beta', 'x-canary': 'true', 'x-lasting': 'true', 'cookie': `reviews-version=${kept}` };
    expect(sharesOf(one, { path, headers })).toEqual({ [one.member.name]: 100 });
  }), RUNS);
});

test('then testers, then requests of a long-lived version, whatever their cookies say', () => {
  fc.assert(fc.property(cases, PATH, fc.constantFrom('v1', 'v2', 'v3'), (one, path, kept) => {
    const cookie = `reviews-version=${kept}`;
    expect(sharesOf({ ...one, testers: true }, { path, headers: { cookie, 'x-canary': 'true', 'x-lasting': 'true' } })).toEqual({ v2: 100 });
    expect(sharesOf(one, { path, headers: { cookie, 'x-lasting': 'true' } })).toEqual({ v3: 100 });
  }), RUNS);
});

test('then cookies, as far as their version has a share and keeps its users', () => {
  fc.assert(fc.property(cases, PATH, fc.constantFrom('v1', 'v2', 'v3'), (one, path, kept) => {
    const keeps = one.weight > 0 && one.keepStable !== undefined && (kept === 'v2' || one.keepStable) && kept in weights(one);
    expect(sharesOf(one, { path, headers: { cookie: `theme=dark; reviews-version=${kept}` } })).toEqual(keeps ? { [kept]: 100 } : weights(one));
  }), RUNS);
});

test('without any of them the shares are the weights', () => {
  fc.assert(fc.property(cases, PATH, (one, path) => {
    expect(sharesOf(one, { path, headers: { 'x-lane': 'other', 'cookie': 'reviews-version=v0' } })).toEqual(weights(one));
  }), RUNS);
});

test('the version of an entry marks every request but those in the lane, and no other version does', () => {
  fc.assert(fc.property(cases, PATH, fc.constantFrom<Headers>({}, { 'x-canary': 'true' }, { cookie: 'reviews-version=v2' }), (one, path, headers) => {
    const { route } = ask(virtualServiceOf(one), { path, headers })!.rule;
    for (const { destination, headers: edits } of route) {
      expect(edits?.request?.set?.['x-lane']).toBe(one.entry && destination.subset === one.member.name ? 'beta' : undefined);
    }
  }), RUNS);
});
