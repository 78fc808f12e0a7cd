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

test('leaves out the part that is not said', () => {
  expect(renderedPolicy({ connectionPool: { http: { maxRetries: 1 } } })).toEqual({ connectionPool: { http: { maxRetries: 1 } } });
  expect(renderedPolicy({ outlierDetection: {} })).toEqual({ outlierDetection: {} });
});
