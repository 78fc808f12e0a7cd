import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import {
  BlueGreenService, BlueGreenSlot, Destination, Exposure, Gateway, HeaderMatch, HeaderRoute, HeaderRoutedService, HttpMatch, HttpRoute, Mirror,
  PathMatch, ServicePort, ServiceVersion, VersionedService,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { Manifest, named, only } from '../support/manifests';
import '../support/random-objects';
import { ask } from '../support/requests';

const VERSIONS = ['v1', 'v2', 'v3'].map((name) => ServiceVersion.labels(name, { version: name }));
const PORTS = [ServicePort.http(8080), ServicePort.grpc(9090)];
const PUBLIC = Exposure.gateway(Gateway.fromName('public'), { hosts: ['a.example.com'], pathPrefix: '/api', strip: true, port: 9090 });

/** What a match asks for: few values, so that requests often have them. */
interface Wanted {
  readonly header?: string;
  readonly value?: string;
  readonly path?: string;
}

interface Asked {
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
}

const headerNames = fc.constantFrom('x-a', 'x-b');
const values = fc.constantFrom('1', '2');
const prefixes = fc.constantFrom('/reports', '/reports/old', '/other');
const wanted: fc.Arbitrary<Wanted> = fc.oneof(
  fc.record({ header: headerNames, value: values }),
  fc.record({ header: headerNames }),
  fc.record({ path: prefixes }),
  fc.record({ header: headerNames, value: values, path: prefixes }),
);
const asked: fc.Arbitrary<Asked> = fc.record({
  path: fc.constantFrom('/', '/reports', '/reports/1', '/reports/old/1', '/other', '/others/2', '/report'),
  headers: fc.dictionary(headerNames, values, { noNullPrototype: true }),
});

function matchOf({ header, value, path }: Wanted): HttpMatch {
  const headers = header === undefined ? undefined : [value === undefined ? HeaderMatch.present(header) : HeaderMatch.exact(header, value)];
  return HttpMatch.of({ headers, path: path === undefined ? undefined : PathMatch.prefix(path) });
}

function wants({ header, value, path = '/' }: Wanted, request: Asked): boolean {
  const sent = header === undefined ? undefined : request.headers[header];
  return request.path.startsWith(path) && (header === undefined || (sent !== undefined && (value === undefined || sent === value)));
}

/** The index of the first list in which a match holds. */
function firstOf(lists: Wanted[][], request: Asked): number {
  return lists.findIndex((list) => list.some((one) => wants(one, request)));
}

/** What a program writes, if it has no rule that is in the way of another one. */
function written(write: (chart: ReturnType<typeof bookinfo>) => unknown): Manifest[] | undefined {
  const chart = bookinfo();
  try {
    write(chart);
  } catch (error) {
    if (!/ (RouteHidden|MirrorAnswers): /.test((error as Error).message)) throw error;
    return undefined;
  }
  return synthesised(chart);
}

/** Who answers a request to the mesh, on any port, and to the gateway, where its path is longer; and after how many seconds at most. */
function answers(manifests: Manifest[], { path, headers }: Asked) {
  const mesh = named(manifests, 'VirtualService', 'reviews');
  const outside = ask(named(manifests, 'VirtualService', 'reviews-public'), { path: path === '/' ? '/api' : `/api${path}`, headers, port: 80 })!;
  expect(outside.path).toBe(path);
  return [ask(mesh, { path, headers, port: 8080 })!, ask(mesh, { path, headers, port: 9090 })!, outside]
    .map(({ shares, rule }) => ({ shares, timeout: rule.timeout }));
}

const ways = { exposures: [Exposure.mesh(), PUBLIC], timeout: Duration.seconds(90) };
const rulesOf = (lists: Wanted[][]) => lists.map((list, index) => ({ match: list.map(matchOf), timeout: Duration.seconds(index + 1) }));
const lists = fc.array(fc.array(wanted, { minLength: 1, maxLength: 2 }), { maxLength: 3 });

test('the first route that takes a request says which version answers, and the first rule how: in the mesh, on any port and behind a gateway', () => {
  const targeted = fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 3 });
  fc.assert(fc.property(lists, lists, targeted, fc.nat({ max: 2 }), fc.array(asked, { minLength: 5 }),
    (routed, ruled, targets, fallback, requests) => {
      const routes: HeaderRoute[] = routed.map((list, index) => ({ match: list.map(matchOf), version: VERSIONS[targets[index]] }));
      const manifests = written((chart) => new HeaderRoutedService(chart, 'reviews', {
        ...ways, ports: PORTS, versions: VERSIONS, defaultVersion: VERSIONS[fallback], routes, rules: rulesOf(ruled),
      }));
      fc.pre(manifests !== undefined);
      for (const request of requests) {
        const route = firstOf(routed, request);
        const rule = firstOf(ruled, request);
        const expected = { shares: { [VERSIONS[route < 0 ? fallback : targets[route]].name]: 100 }, timeout: rule < 0 ? '90s' : `${rule + 1}s` };
        expect(answers(manifests!, request)).toEqual([expected, expected, expected]);
      }
    }), { numRuns: 200 });
});

test('previewers, and nobody else, reach the standby, whichever slot is active', () => {
  const slot = fc.constantFrom(BlueGreenSlot.BLUE, BlueGreenSlot.GREEN);
  fc.assert(fc.property(fc.array(wanted, { maxLength: 3 }), lists, slot, fc.array(asked, { minLength: 5 }),
    (previewing, ruled, active, requests) => {
      const manifests = written((chart) => new BlueGreenService(chart, 'reviews', {
        ...ways, ports: PORTS, blue: VERSIONS[0], green: VERSIONS[1], active, previewers: previewing.map(matchOf), rules: rulesOf(ruled),
      }));
      fc.pre(manifests !== undefined);
      const [live, standby] = active === BlueGreenSlot.BLUE ? ['v1', 'v2'] : ['v2', 'v1'];
      for (const request of requests) {
        const expected = { [previewing.some((one) => wants(one, request)) ? standby : live]: 100 };
        expect(answers(manifests!, request).map(({ shares }) => shares)).toEqual([expected, expected, expected]);
      }
    }), { numRuns: 200 });
});

test('no rule that is written sends copies of requests where it sends the requests', () => {
  const some = fc.uniqueArray(fc.nat({ max: 2 }), { maxLength: 2 }).map((all) => all.map((index) => Mirror.version(VERSIONS[index])));
  const mirrors = fc.option(some, { nil: undefined });
  const to = fc.oneof(
    fc.nat({ max: 2 }).map((index) => [Destination.version(VERSIONS[index])]),
    fc.constantFrom(0, 50, 100).map((weight) => [Destination.version(VERSIONS[0], weight), Destination.version(VERSIONS[1], 100 - weight)]),
  );
  const ahead = { match: [HttpMatch.pathExact('/added')] };
  fc.assert(fc.property(mirrors, mirrors, mirrors, to, to, to, (general, ofRule, ofRoute, defaultRoute, diverted, added) => {
    const manifests = written((chart) => new VersionedService(chart, 'reviews', {
      ports: PORTS,
      versions: VERSIONS,
      mirrors: general,
      defaultRoute,
      rules: [{ match: [HttpMatch.pathPrefix('/reports')], mirrors: ofRule }],
      diversions: [{ name: 'staff', match: [HttpMatch.header(HeaderMatch.present('x-staff'))], to: diverted }],
      routes: [HttpRoute.forward({ ...ahead, to: added, mirrors: ofRoute })],
    }));
    fc.pre(manifests !== undefined);
    const rules = only(manifests!, 'VirtualService').spec.http;
    expect(rules).toHaveLength(10);
    for (const { route, mirrors: copies = [] } of rules) {
      const answering = route.filter(({ weight }: any) => weight !== 0).map(({ destination }: any) => destination);
      for (const { destination } of copies) {
        expect(answering).not.toContainEqual(destination);
      }
    }
  }), { numRuns: 200 });
});
