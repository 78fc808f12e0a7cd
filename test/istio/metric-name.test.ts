import { metricName } from '../../src/istio/metric-name';

describe('the name of a metric, which is a part of a path', () => {
  test.each(['http_requests', 'a', 'queue.length', 'job:latency:rate5m', '...'])('may be %s', (value) => {
    expect(metricName.accepts(value)).toBe(true);
  });

  test.each(['', '.', '..', 'a/b', 'a b', 'a%b', ' '])('cannot be %j', (value) => {
    expect(metricName.accepts(value)).toBe(false);
  });
});
