import { ClientTls, LoadBalancer, TrafficPolicy } from '../../src';
import { renderedPolicy } from '../support/chart';

/** Every field, so that one that is added to the struct has to be added here. */
const ALL: Required<TrafficPolicy> = {
  connectionPool: { tcp: { maxConnections: 10 } },
  outlierDetection: { consecutiveGatewayErrors: 5 },
  loadBalancer: LoadBalancer.random(),
  tls: ClientTls.disable(),
};

test('is a connection pool, an outlier detection, a load balancer and the security of connections', () => {
  expect(renderedPolicy(ALL)).toEqual({
    connectionPool: { tcp: { maxConnections: 10 } },
    outlierDetection: { consecutiveGatewayErrors: 5 },
    loadBalancer: { simple: 'RANDOM' },
    tls: { mode: 'DISABLE' },
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
  expect(renderedPolicy({ connectionPool: {}, loadBalancer: LoadBalancer.random() })).toEqual({ loadBalancer: { simple: 'RANDOM' } });
  expect(renderedPolicy({ tls: ClientTls.istioMutual() })).toEqual({ tls: { mode: 'ISTIO_MUTUAL' } });
});
