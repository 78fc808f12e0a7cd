import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import {
  CanaryService, CanaryServiceProps, CanaryTraffic, CookieSameSite, Exposure, Gateway, HeaderMatch, HttpMatch, ServicePort, ServiceVersion,
  SessionAffinity, SessionCookieOptions,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { V1, V2 } from '../support/chart';
import { Manifest, named, only } from '../support/manifests';
import { messageOf } from '../support/messages';
import { ask } from '../support/requests';
import { randomNumbers, Site, Visitor } from '../support/visitors';

const V3 = ServiceVersion.image('v3', 'myregistry.io/reviews:v3');
const GATEWAY = Gateway.fromName('public', { namespace: 'istio-ingress' });

function manifestsOf(props: Partial<CanaryServiceProps>, cookie: SessionCookieOptions = {}): Manifest[] {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', {
    ports: [ServicePort.http(8080)],
    stable: V1,
    canary: V2,
    traffic: CanaryTraffic.weight(10),
    sessionAffinity: SessionAffinity.cookie(cookie),
    ...props,
  });
  return synthesised(chart);
}

function service(props: Partial<CanaryServiceProps>, cookie: SessionCookieOptions = {}): Manifest {
  return only(manifestsOf(props, cookie), 'VirtualService');
}

function weight(percent: number): Partial<CanaryServiceProps> {
  return { traffic: CanaryTraffic.weight(percent) };
}

function shares(virtualService: Manifest, cookie: string) {
  return ask(virtualService, { headers: { cookie } })?.shares;
}

/** The cookies that answers bring, by the version that answers. */
function setCookies(virtualService: Manifest, request = {}): { [version: string]: string | undefined } {
  const { route } = ask(virtualService, request)!.rule;
  return Object.fromEntries(route.map(({ destination, headers }: any) => [destination.subset, headers?.response?.add?.['set-cookie']]));
}

describe('users whom the canary has answered', () => {
  test('get a cookie with the name of the version, and nobody else does', () => {
    expect(setCookies(service({}))).toEqual({ v1: undefined, v2: 'reviews-version=v2; Max-Age=86400; Path=/' });
  });

  test.each([1, 10, 99, 100])('stay with it at weight %i', (percent) => {
    expect(shares(service(weight(percent)), 'theme=dark; reviews-version=v2')).toEqual({ v2: 100 });
  });

  test('are taken off it at weight 0, and get no cookies', () => {
    const virtualService = service(weight(0), { keepStable: true });
    expect(shares(virtualService, 'reviews-version=v2')).toEqual({ v1: 100 });
    expect(setCookies(virtualService)).toEqual({ v1: undefined, v2: undefined });
  });

  test('are drawn anew by the next release, whose version has another name', () => {
    expect(shares(service({ stable: V2, canary: V3 }), 'reviews-version=v2')).toEqual({ v2: 90, v3: 10 });
  });

  test('are not led to it by their cookie while it is retiring', () => {
    const chart = bookinfo();
    new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], stable: V1, retiring: [V2] });
    expect(shares(only(synthesised(chart), 'VirtualService'), 'reviews-version=v2')).toEqual({ v1: 100 });
  });
});

describe('users whom stable has answered', () => {
  test('are drawn anew at each request', () => {
    expect(shares(service({}), 'reviews-version=v1')).toEqual({ v1: 90, v2: 10 });
  });

  test('stay with it if they are to be kept', () => {
    const virtualService = service({}, { keepStable: true });
    expect(setCookies(virtualService)).toMatchObject({ v1: 'reviews-version=v1; Max-Age=86400; Path=/' });
    expect(shares(virtualService, 'reviews-version=v1')).toEqual({ v1: 100 });
    expect(shares(virtualService, '')).toEqual({ v1: 90, v2: 10 });
  });

  test('go to the canary at weight 100 all the same', () => {
    expect(shares(service(weight(100), { keepStable: true }), 'reviews-version=v1')).toEqual({ v2: 100 });
  });

  test('stay with a long-lived version too, whose share would otherwise shrink', () => {
    const virtualService = service({ longLived: [{ version: V3, weight: 20 }] }, { keepStable: true });
    expect(shares(virtualService, 'reviews-version=v3')).toEqual({ v3: 100 });
    expect(shares(virtualService, '')).toEqual({ v1: 70, v2: 10, v3: 20 });
  });
});

describe('testers', () => {
  const testers = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];

  test('come before cookies, and get none', () => {
    const headers = { 'x-canary': 'true', 'cookie': 'reviews-version=v1' };
    const virtualService = service({ testers }, { keepStable: true });
    expect(ask(virtualService, { headers })).toMatchObject({ rule: { name: 'testers' }, shares: { v2: 100 } });
    expect(setCookies(virtualService, { headers })).toEqual({ v2: undefined });
  });
});

describe('rules', () => {
  const rules = [{ name: 'reports', match: [HttpMatch.pathPrefix('/reports')], timeout: Duration.seconds(30) }];

  test('keep their manners for users who stay, and set the cookie', () => {
    const virtualService = service({ rules });
    const returning = { path: '/reports', headers: { cookie: 'reviews-version=v2' } };
    expect(ask(virtualService, returning)).toMatchObject({ rule: { name: 'reports-sticky-canary', timeout: '30s' }, shares: { v2: 100 } });
    expect(setCookies(virtualService, { path: '/reports' })).toMatchObject({ v2: expect.stringContaining('reviews-version=v2') });
  });
});

describe('the cookie', () => {
  test('has the attributes that are asked for', () => {
    const cookie: SessionCookieOptions = {
      name: '__Secure-100%',
      maxAge: Duration.days(7),
      path: '/a%20b',
      domain: 'example.com',
      secure: true,
      httpOnly: true,
      sameSite: CookieSameSite.NONE,
      partitioned: true,
    };
    expect(setCookies(service({}, cookie)).v2)
      .toBe('__Secure-100%%=v2; Max-Age=604800; Path=/a%%20b; Domain=example.com; Secure; HttpOnly; SameSite=None; Partitioned');
  });

  test('stands for the path prefix of the exposure that was called, and for the whole host in the mesh', () => {
    const exposures = [
      Exposure.mesh(),
      Exposure.gateway(GATEWAY, { hosts: ['shop.example.com'], pathPrefix: '/reviews/', strip: true }),
      Exposure.gateway(GATEWAY, { hosts: ['reviews.example.com'], virtualServiceName: 'own-host' }),
    ];
    const manifests = manifestsOf({ exposures });
    const pathOf = (name: string, path: string) => /Path=([^;]*)/.exec(setCookies(named(manifests, 'VirtualService', name), { path }).v2!)?.[1];
    expect(pathOf('reviews', '/')).toBe('/');
    expect(pathOf('reviews-public', '/reviews/1')).toBe('/reviews');
    expect(pathOf('own-host', '/')).toBe('/');
  });

  test('comes back below the path prefix and keeps the user there', () => {
    const exposures = [Exposure.gateway(GATEWAY, { hosts: ['shop.example.com'], pathPrefix: '/reviews', strip: true })];
    const site = new Site(service({ exposures, ...weight(50) }));
    const visitor = new Visitor(randomNumbers(1));
    const paths = Array.from({ length: 50 }, (_, index) => index % 2 === 0 ? '/reviews' : `/reviews/${index}`);
    const versions = paths.map((path) => visitor.visit(site, path));
    expect(versions.slice(versions.indexOf('v2')).every((version) => version === 'v2')).toBe(true);
  });

  test.each<[string, SessionCookieOptions, string]>([
    ['without time', { maxAge: Duration.seconds(0) }, 'InvalidDuration: sessionAffinity.maxAge'],
    ['for half a second', { maxAge: Duration.millis(500) }, 'InvalidDuration: sessionAffinity.maxAge'],
    ['that is partitioned and not secure', { partitioned: true }, 'AffinityCookieDropped: sessionAffinity.secure'],
    ['whose name promises that it is secure', { name: '__Secure-a' }, 'AffinityCookieDropped: sessionAffinity.secure'],
    ['whose name promises one host, with a domain', { name: '__Host-a', secure: true, path: '/', domain: 'example.com' }, 'AffinityCookieDropped: sessionAffinity.domain'],
    ['whose name promises the whole host, with its prefix for a path', { name: '__Host-a', secure: true }, 'AffinityCookieDropped: sessionAffinity.path'],
    ['for another domain than that of the exposure', { domain: 'example.org' }, 'AffinityCookieDropped: sessionAffinity.domain'],
    ['for another path than that of the exposure', { path: '/ratings' }, 'AffinityCookieDropped: sessionAffinity.path'],
    ['with a name that no browser sends', { name: 'a b' }, 'InvalidCookie: sessionAffinity.name'],
    ['with a path that is none', { path: 'reviews' }, 'InvalidCookie: sessionAffinity.path'],
    ['with a domain that is none', { domain: 'a b' }, 'InvalidHost: sessionAffinity.domain'],
  ])('%s is refused', (_mistake, cookie, beginning) => {
    const exposures = [Exposure.gateway(GATEWAY, { hosts: ['shop.example.com', '*'], pathPrefix: '/reviews' })];
    expect(messageOf(() => service({ exposures }, cookie))).toContain(`[bookinfo/reviews] ${beginning} must `);
  });

  test.each(['example.com', 'shop.example.com'])('may be for the domain %s of the exposure', (domain) => {
    const exposures = [Exposure.gateway(GATEWAY, { hosts: ['shop.example.com'], pathPrefix: '/reviews' })];
    expect(setCookies(service({ exposures }, { domain, path: '/' }), { path: '/reviews' }).v2).toContain(`Path=/; Domain=${domain}`);
  });

  test('is refused without a canary', () => {
    expect(messageOf(() => service({ canary: undefined, traffic: undefined }))).toContain('CanaryMissing: sessionAffinity must come with a canary');
  });

  test('is refused where testers are already told by it', () => {
    const testers = [HttpMatch.header(HeaderMatch.cookie('reviews-version', 'v2'))];
    expect(messageOf(() => service({ testers }))).toContain('RouteHidden: sessionAffinity must take some request that no earlier one takes');
  });
});

/** Of so many users, which have seen both versions, and which the canary answers at their last visit; in percent. */
function simulate(site: Site, users: number, visits: number) {
  const draw = randomNumbers(20_000);
  const seen = Array.from({ length: users }, () => {
    const visitor = new Visitor(draw);
    return Array.from({ length: visits }, () => visitor.visit(site));
  });
  const share = (matching: string[][]) => 100 * matching.length / users;
  return { both: share(seen.filter((versions) => new Set(versions).size > 1)), canary: share(seen.filter((versions) => versions.at(-1) === 'v2')) };
}

describe('of 10,000 users with 20 visits each at weight 10', () => {
  // Somebody sees one version alone with 0.9^20 + 0.1^20 = 12.2 percent.
  test('88 of 100 see both versions without affinity, and 10 of 100 requests reach the canary', () => {
    const { both, canary } = simulate(new Site(service({ sessionAffinity: undefined })), 10_000, 20);
    expect(Math.abs(both - 87.8)).toBeLessThan(1);
    expect(Math.abs(canary - 10)).toBeLessThan(1);
  });

  // Those whom the canary answers first see it alone: 10 percent.
  test('78 of 100 see both if the canary alone keeps its users, each of them one change, and 88 end on the canary', () => {
    const { both, canary } = simulate(new Site(service({})), 10_000, 20);
    expect(Math.abs(both - 77.8)).toBeLessThan(1);
    expect(Math.abs(canary - SessionAffinity.cookie().canaryPercent(10, 20))).toBeLessThan(1);
  });

  test('nobody sees both if stable keeps its users too, and 10 of 100 users are on the canary', () => {
    const { both, canary } = simulate(new Site(service({}, { keepStable: true })), 10_000, 20);
    expect(both).toBe(0);
    expect(Math.abs(canary - SessionAffinity.cookie({ keepStable: true }).canaryPercent(10, 20))).toBeLessThan(1);
  });
});

describe('the percentage of users on the canary', () => {
  test.each([[10, 0, 0], [10, 1, 10], [10, 2, 19], [50, 3, 87.5], [100, 1, 100], [0, 20, 0], [-1, 5, 0], [120, 1, 100], [10, -1, 0]])(
    'of weight %d is after %d requests %d', (share, requests, expected) => {
      expect(SessionAffinity.cookie().canaryPercent(share, requests)).toBeCloseTo(expected, 9);
    });

  test('stays the weight where nobody is drawn twice', () => {
    const kept = SessionAffinity.cookie({ keepStable: true });
    expect([0, 1, 2, 20].map((requests) => kept.canaryPercent(25, requests))).toEqual([0, 25, 25, 25]);
  });
});

test('the documentation prints the percentages that are computed', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'session-affinity.md'), 'utf8');
  const numbers = (row: string) => row.split('|').slice(1, -1).map((cell) => parseFloat(cell.replace('after ', '')));
  const rows = page.split('\n').filter((line) => /^\| (?:Weight|[0-9]+) \|/.test(line)).map(numbers);
  const [[, ...requests], ...printed] = rows;
  expect(requests).toEqual([1, 2, 5, 10, 20]);
  expect(printed.map(([share]) => share)).toEqual([1, 5, 10, 25, 50]);
  for (const [share, ...percents] of printed) {
    expect(percents).toEqual(requests.map((count) => Number(SessionAffinity.cookie().canaryPercent(share, count).toFixed(1))));
  }
});
