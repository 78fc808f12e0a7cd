import unittest

from cdk8s import App, Chart
from cdk8s_istio import (
    CanaryService, CanaryTraffic, HeaderMatch, HttpMatch, Manifests, RouteTest, ServicePort, ServiceVersion, Simulation,
)

ROUTES = """
tests:
- name: testers get the canary
  request: { host: reviews, headers: { x-canary: 'true' } }
  expect: { version: v2 }
- name: everybody else is split
  request: { host: reviews }
  expect: { shares: { v1: 90, v2: 10 } }
"""


def simulation(weight: int) -> Simulation:
    chart = Chart(App(), "bookinfo", namespace="bookinfo")
    CanaryService(
        chart, "reviews",
        ports=[ServicePort.http(8080)],
        stable=ServiceVersion.image("v1", "myregistry.io/reviews:v1.0.0"),
        canary=ServiceVersion.image("v2", "myregistry.io/reviews:v2.0.0"),
        traffic=CanaryTraffic.weight(weight),
        testers=[HttpMatch.header(HeaderMatch.exact("x-canary", "true"))],
    )
    return Simulation.of(Manifests.from_chart(chart))


class CanaryRoutes(unittest.TestCase):
    def test_requests_go_where_they_should(self) -> None:
        report = RouteTest.from_yaml(ROUTES).run(simulation(10))
        self.assertEqual([*report.failures, *report.problems], [])
        self.assertEqual(report.coverage_percent, 100)

    def test_a_tester_gets_the_canary_at_any_weight(self) -> None:
        answer = simulation(0).ask(host="reviews", headers={"x-canary": "true"})
        self.assertEqual(answer.share_of("v2"), 1)

    def test_another_split_is_a_failure(self) -> None:
        failures = RouteTest.from_yaml(ROUTES).run(simulation(25)).failures
        self.assertEqual(len(failures), 1)
        self.assertIn("expected v1 90 %, v2 10 %, found v1 75 %, v2 25 %", failures[0])


if __name__ == "__main__":
    unittest.main()
