import { Chart } from 'cdk8s';
import {
  BlueGreenService, BlueGreenSlot, CanaryService, CanaryTraffic, Caller, HeaderMatch, HeaderRoutedService, HttpMatch, Manifests, MirroredService,
  ServicePort,
  ServiceVersion, Simulation, SimulatedRequest, VersionedService, Destination, RouteTest, TrafficDifferences,
} from '../../src';
import { bookinfo } from '../support/bookinfo';

const PORTS = [ServicePort.http(8080)];
const [V1, V2] = ['v1', 'v2'].map((name) => ServiceVersion.image(name, `reviews:${name}`));
const TESTERS = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];
const TESTER = { 'x-canary': 'true' };

function simulated(write: (chart: Chart) => void): Simulation {
  const chart = bookinfo();
  write(chart);
  return Simulation.of(Manifests.fromChart(chart));
}

function canary(weight: number): Simulation {
  return simulated((chart) => new CanaryService(chart, 'reviews', { ports: PORTS, stable: V1, canary: V2, traffic: CanaryTraffic.weight(weight), testers: TESTERS }));
}

function shares(simulation: Simulation, request: Partial<SimulatedRequest> = {}): number[] {
  const answer = simulation.ask({ host: 'reviews', ...request });
  return ['v1', 'v2'].map((version) => answer.shareOf(version));
}

test('a canary gets its weight of the requests, and all of those of testers', () => {
  expect(shares(canary(10))).toEqual([0.9, 0.1]);
  expect(shares(canary(10), { headers: TESTER })).toEqual([0, 1]);
  expect(shares(canary(0), { caller: Caller.pod('other'), host: 'reviews.bookinfo' })).toEqual([1, 0]);
});

test('a step of a canary changes nothing for testers', () => {
  expect(TrafficDifferences.between(canary(10), canary(25)).toText()).toBe('all other requests to reviews.bookinfo: v1 90 %, v2 10 % -> v1 75 %, v2 25 %');
});

test('the tests of a canary hold before any file is written', () => {
  const report = RouteTest.fromYaml(`
tests:
- {request: {host: reviews, headers: {x-canary: 'true'}}, expect: {version: v2}}
- {request: {host: reviews}, expect: {shares: {v1: 90, v2: 10}}}`).run(canary(10));
  expect([report.failures, report.problems, report.coveragePercent]).toEqual([[], [], 100]);
});

test.each([[BlueGreenSlot.BLUE, [1, 0]], [BlueGreenSlot.GREEN, [0, 1]]])('all requests go to the active version', (active, expected) => {
  const simulation = simulated((chart) => new BlueGreenService(chart, 'reviews', { ports: PORTS, blue: V1, green: V2, active, previewers: TESTERS }));
  expect(shares(simulation)).toEqual(expected);
  expect(shares(simulation, { headers: TESTER })).toEqual([...expected].reverse());
});

test('requests go to the version of the route that takes them', () => {
  const simulation = simulated((chart) => new HeaderRoutedService(chart, 'reviews', {
    ports: PORTS, versions: [V1, V2], defaultVersion: V1, routes: [{ match: TESTERS, version: V2 }],
  }));
  expect([shares(simulation), shares(simulation, { headers: TESTER })]).toEqual([[1, 0], [0, 1]]);
});

test('a shadow gets copies and answers nobody', () => {
  const answer = simulated((chart) => new MirroredService(chart, 'reviews', { ports: PORTS, stable: V1, shadow: V2, percent: 10 })).ask({ host: 'reviews' });
  expect([answer.shareOf('v1'), answer.shareOf('v2')]).toEqual([1, 0]);
  expect(JSON.parse(answer.toJson()).mirrors).toEqual([{ cluster: 'outbound|8080|v2|reviews.bookinfo.svc.cluster.local', percent: 10 }]);
});

test('the versions of a service share its requests', () => {
  const simulation = simulated((chart) => new VersionedService(chart, 'reviews', {
    ports: PORTS, versions: [V1, V2], defaultRoute: [Destination.version(V1, 70), Destination.version(V2, 30)],
  }));
  expect(shares(simulation)).toEqual([0.7, 0.3]);
});
