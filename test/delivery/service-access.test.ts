import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  BackendService, CanaryService, IDeliveryService, MeshSettings, ServiceAccess, ServiceGrant, ServicePort, ServiceVersion,
} from '../../src';
import { bookinfo } from '../support/bookinfo';
import { reviews, specOf, V1 } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function access(...grants: ServiceGrant[]) {
  const chart = bookinfo();
  const ports = [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(5432)];
  new ServiceAccess(chart, 'reviews-access', { service: reviews({ ports }, chart), grants });
  return specOf(chart, 'AuthorizationPolicy');
}

test('lets callers of two kinds through, to the pods of all versions', () => {
  expect(access({ serviceAccounts: ['bookinfo/productpage'], namespaces: ['monitoring'], methods: ['GET'], paths: ['/reviews*'] })).toEqual({
    selector: { matchLabels: { app: 'reviews' } },
    rules: [{
      from: [{ source: { serviceAccounts: ['bookinfo/productpage'] } }, { source: { namespaces: ['monitoring'] } }],
      to: [{ operation: { methods: ['GET'], paths: ['/reviews*'] } }],
    }],
  });
});

test('names the ports of the pods for those of the service', () => {
  expect(access({ ports: [80, 5432] }).rules).toEqual([{ to: [{ operation: { ports: ['8080', '5432'] } }] }]);
});

test('lets anybody through by a grant that says nothing', () => {
  expect(access({ namespaces: ['shop'] }, {}).rules).toEqual([{ from: [{ source: { namespaces: ['shop'] } }] }, {}]);
});

test('selects by the labels of the Service, whoever made it', () => {
  const chart = bookinfo();
  MeshSettings.of(chart, { appLabel: 'app.kubernetes.io/name' });
  const service = new CanaryService(chart, 'reviews', {
    service: BackendService.existing('reviews', { selector: { tier: 'books' } }), ports: [ServicePort.http(80)], stable: ServiceVersion.labels('v1', { version: 'v1' }),
  });
  new ServiceAccess(chart, 'access', { name: 'who-reads-reviews', service, grants: [{ namespaces: ['shop'] }] });
  expect(specOf(chart, 'AuthorizationPolicy').selector).toEqual({ matchLabels: { tier: 'books' } });
});

test.each<[string, ServiceGrant, string]>([
  ['a port that the service does not have', { ports: [80, 8080] }, 'ServiceAccessConflict: grants[0].ports[1] must be a port of the service (80, 5432)'],
  ['an empty list of callers', { namespaces: [] }, 'ValueMissing: grants[0].namespaces must'],
  ['a service account with a wildcard', { serviceAccounts: ['shop/*'] }, 'InvalidCaller: grants[0].serviceAccounts[0] must'],
  ['a namespace beside it that is none', { serviceAccounts: ['web'], namespaces: ['A'] }, 'InvalidCaller: grants[0].namespaces[0] must'],
  ['a path without a slash', { paths: ['info'] }, 'InvalidPath: grants[0].paths[0] must'],
])('refuses %s', (_mistake, grant, message) => {
  expect(messageOf(() => access(grant))).toContain(`[bookinfo/reviews-access] ${message}`);
});

test('refuses to grant nothing', () => {
  expect(codeOf(() => access())).toBe('ValueMissing');
});

test('refuses a service of another namespace', () => {
  const app = new App();
  const service = new CanaryService(new Chart(app, 'shop', { namespace: 'shop' }), 'reviews', { ports: [ServicePort.http(80)], stable: V1 });
  const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
  expect(messageOf(() => new ServiceAccess(chart, 'access', { service, grants: [{}] }))).toContain('must be in the namespace of the chart, bookinfo, got one in shop');
  expect(messageOf(() => new ServiceAccess(new Chart(app, 'c'), 'access', { service, grants: [{}] }))).toContain('which is not known, got one in shop');
});

test('refuses a construct that holds no delivery construct', () => {
  const chart = bookinfo();
  const service = new Construct(chart, 'mine') as unknown as IDeliveryService;
  expect(codeOf(() => new ServiceAccess(chart, 'access', { service, grants: [{}] }))).toBe('ServiceAccessConflict');
});
