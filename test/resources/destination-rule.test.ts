import { ApiObject, JsonPatch } from 'cdk8s';
import { DestinationRule, Subset } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { destinationRule, specOf, specWithUnknownField } from '../support/chart';
import { only } from '../support/manifests';
import { codeOf } from '../support/messages';

test('is one object, named as its construct, in the namespace of the chart', () => {
  const chart = bookinfo();
  new DestinationRule(chart, 'ratings', {
    host: 'ratings.bookinfo.svc.cluster.local',
    subsets: [Subset.labeled('v1', { version: 'v1' })],
    trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } } },
  });
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'ratings', namespace: 'bookinfo' },
    spec: {
      host: 'ratings.bookinfo.svc.cluster.local',
      subsets: [{ name: 'v1', labels: { version: 'v1' } }],
      trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } } },
    },
  }]);
});

test('needs nothing but a host', () => {
  const chart = bookinfo();
  destinationRule({}, chart);
  expect(specOf(chart, 'DestinationRule')).toEqual({ host: 'ratings' });
});

test('takes a name of its own, which may have dots', () => {
  const chart = bookinfo();
  destinationRule({ name: 'ratings.v1' }, chart);
  expect(only(synthesised(chart), 'DestinationRule').metadata).toEqual({ name: 'ratings.v1', namespace: 'bookinfo' });
});

test.each(['ratings', 'ratings.prod.svc.cluster.local', '*.example.com', '*'])('takes the host %s', (host) => {
  const chart = bookinfo();
  destinationRule({ host }, chart);
  expect(specOf(chart, 'DestinationRule')).toEqual({ host });
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = destinationRule({ subsets: [Subset.labeled('v1', { version: 'v1' })] }, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/exportTo', ['.']), JsonPatch.add('/spec/subsets/0/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'DestinationRule')).toEqual({
    host: 'ratings', exportTo: ['.'], subsets: [{ name: 'v1', labels: { version: 'v1' }, aFieldOfTomorrow: 1 }],
  });
});

test.each([
  ['an empty host', () => destinationRule({ host: '' }), 'InvalidHost'],
  ['an IP address', () => destinationRule({ host: '10.0.0.1' }), 'InvalidHost'],
  ['a wildcard in the middle', () => destinationRule({ host: 'ratings.*.com' }), 'InvalidHost'],
  ['an id that is no name', () => new DestinationRule(bookinfo(), 'Ratings', { host: 'ratings' }), 'InvalidObjectName'],
  ['a name with an underscore', () => destinationRule({ name: 'my_ratings' }), 'InvalidObjectName'],
])('refuses %s', (_mistake, program, code) => {
  expect(codeOf(program)).toBe(code);
});
