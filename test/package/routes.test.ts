import { App, Chart } from 'cdk8s';
import {
  CanaryService, CanaryTraffic, HeaderMatch, HttpMatch, Manifests, RouteTest, ServicePort, ServiceVersion, Simulation,
} from 'cdk8s-istio';

const ROUTES = `
tests:
- name: testers get the canary
  request: { host: reviews, headers: { x-canary: 'true' } }
  expect: { version: v2 }
- name: everybody else is split
  request: { host: reviews }
  expect: { shares: { v1: 90, v2: 10 } }
`;

function simulation(weight: number): Simulation {
  const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
  new CanaryService(chart, 'reviews', {
    ports: [ServicePort.http(8080)],
    stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0'),
    canary: ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0'),
    traffic: CanaryTraffic.weight(weight),
    testers: [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))],
  });
  return Simulation.of(Manifests.fromChart(chart));
}

test('requests go where they should', () => {
  const report = RouteTest.fromYaml(ROUTES).run(simulation(10));
  expect([...report.failures, ...report.problems]).toEqual([]);
  expect(report.coveragePercent).toBe(100);
});

test('a tester gets the canary at any weight', () => {
  expect(simulation(0).ask({ host: 'reviews', headers: { 'x-canary': 'true' } }).shareOf('v2')).toBe(1);
});

test('another split is a failure', () => {
  expect(RouteTest.fromYaml(ROUTES).run(simulation(25)).failures).toEqual([
    expect.stringContaining('expected v1 90 %, v2 10 %, found v1 75 %, v2 25 %'),
  ]);
});
