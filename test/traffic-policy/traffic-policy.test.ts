import { renderedPolicy } from '../support/chart';

test('is a connection pool and an outlier detection', () => {
  expect(renderedPolicy({
    connectionPool: { tcp: { maxConnections: 10 } },
    outlierDetection: { consecutiveGatewayErrors: 5 },
  })).toEqual({
    connectionPool: { tcp: { maxConnections: 10 } },
    outlierDetection: { consecutiveGatewayErrors: 5 },
  });
});

test.each([
  ['an empty policy', {}],
  ['an empty connection pool', { connectionPool: {} }],
])('is left out if it is %s, which Istio would refuse', (_kind, policy) => {
  expect(renderedPolicy(policy)).toBeUndefined();
});

test('leaves out the part that is not said', () => {
  expect(renderedPolicy({ connectionPool: { http: { maxRetries: 1 } } })).toEqual({ connectionPool: { http: { maxRetries: 1 } } });
  expect(renderedPolicy({ outlierDetection: {} })).toEqual({ outlierDetection: {} });
});
