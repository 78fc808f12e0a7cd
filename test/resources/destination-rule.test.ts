import { ApiObject, JsonPatch } from 'cdk8s';
import { DestinationRule, DestinationRuleProps, MeshSettings, Subset } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { destinationRule, specOf, specWithUnknownField } from '../support/chart';
import { only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';

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

describe('exportTo', () => {
  function exportedTo(props: Partial<DestinationRuleProps>, settings?: string[]) {
    const chart = bookinfo();
    MeshSettings.of(chart, { exportTo: settings });
    destinationRule(props, chart);
    return specOf(chart, 'DestinationRule').exportTo;
  }

  test.each([[['*']], [['.']], [['shop', 'bookings']], [['.', 'shop']]])('is %j', (exportTo) => {
    expect(exportedTo({ exportTo })).toEqual(exportTo);
  });

  test("stands before that of the app's settings", () => {
    expect(exportedTo({ exportTo: ['*'] }, ['shop'])).toEqual(['*']);
    expect(exportedTo({}, ['shop'])).toEqual(['shop']);
  });

  test('names its own namespace as Istio wants it', () => {
    expect(exportedTo({ exportTo: ['bookinfo', '.', 'shop'] })).toEqual(['.', 'shop']);
  });

  test('of a rule for some callers is its own namespace', () => {
    const workloadSelector = { app: 'productpage' };
    expect(exportedTo({ workloadSelector }, ['*'])).toBeUndefined();
    expect(exportedTo({ workloadSelector, exportTo: ['.'] })).toEqual(['.']);
    expect(exportedTo({ workloadSelector, exportTo: ['bookinfo'] })).toEqual(['.']);
  });

  test.each<[string, Partial<DestinationRuleProps>, string]>([
    ['no namespace', { exportTo: [''] }, 'exportTo[0]'],
    ['a namespace twice', { exportTo: ['shop', 'shop'] }, 'exportTo[1]'],
    ['all namespaces and one', { exportTo: ['shop', '*'] }, 'exportTo[1]'],
    ['nobody', { exportTo: ['~'] }, 'exportTo[0]'],
    ['other namespaces beside a selector', { exportTo: ['.', 'shop'], workloadSelector: { app: 'a' } }, 'exportTo'],
    ['all namespaces beside a selector', { exportTo: ['*'], workloadSelector: { app: 'a' } }, 'exportTo'],
  ])('refuses %s', (_mistake, props, place) => {
    expect(codeOf(() => exportedTo(props))).toBe('InvalidExportTo');
    expect(messageOf(() => exportedTo(props))).toContain(`: ${place} must `);
  });
});

test('is obeyed by some callers alone', () => {
  const chart = bookinfo();
  const workloadSelector = { app: 'productpage' };
  destinationRule({ workloadSelector }, chart);
  workloadSelector.app = 'other';
  expect(specOf(chart, 'DestinationRule')).toEqual({ host: 'ratings', workloadSelector: { matchLabels: { app: 'productpage' } } });
});

test.each([
  ['callers with no label', () => destinationRule({ workloadSelector: {} }), 'LabelsMissing'],
  ['callers with a label that is none', () => destinationRule({ workloadSelector: { app: '*' } }), 'InvalidLabel'],
  ['an empty host', () => destinationRule({ host: '' }), 'InvalidHost'],
  ['an IP address', () => destinationRule({ host: '10.0.0.1' }), 'InvalidHost'],
  ['a wildcard in the middle', () => destinationRule({ host: 'ratings.*.com' }), 'InvalidHost'],
  ['an id that is no name', () => new DestinationRule(bookinfo(), 'Ratings', { host: 'ratings' }), 'InvalidObjectName'],
  ['a name with an underscore', () => destinationRule({ name: 'my_ratings' }), 'InvalidObjectName'],
])('refuses %s', (_mistake, program, code) => {
  expect(codeOf(program)).toBe(code);
});
