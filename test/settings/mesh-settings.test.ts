import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ApplyOrder, CanaryService, MeshSettings, MeshSettingsProps, NetworkingApiVersion, RetryPolicy, RetryOn, ServicePort, ServiceVersion,
  VersionedServiceProps,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { destinationRule, reviews, virtualService } from '../support/chart';
import { named, only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';

/** What the settings above a service make of it. */
function effectsOn(chart: Chart) {
  reviews({}, chart);
  const manifests = synthesised(chart);
  return {
    host: only(manifests, 'VirtualService').spec.hosts[0],
    selector: only(manifests, 'Service').spec.selector,
    subset: only(manifests, 'DestinationRule').spec.subsets[0].labels,
    podLabels: only(manifests, 'Deployment').spec.template.metadata.labels,
    apiVersions: [only(manifests, 'VirtualService').apiVersion, only(manifests, 'DestinationRule').apiVersion],
  };
}

const DEFAULTS = {
  host: 'reviews.bookinfo.svc.cluster.local',
  selector: { app: 'reviews' },
  subset: { version: 'v1' },
  podLabels: { app: 'reviews', version: 'v1' },
  apiVersions: ['networking.istio.io/v1', 'networking.istio.io/v1'],
};

/** Every setting, so that one that is added has to be added here. */
const ALL: Required<MeshSettingsProps> = {
  applyOrder: ApplyOrder.argoSyncWaves(),
  defaultRetries: RetryPolicy.none(),
  exportTo: ['.', 'istio-ingress'],
  clusterDomain: 'corp.example',
  appLabel: 'app.kubernetes.io/name',
  versionLabel: 'app.kubernetes.io/version',
  apiVersion: NetworkingApiVersion.V1BETA1,
};

test('are those of Istio and Kubernetes unless something else is said', () => {
  expect(effectsOn(bookinfo())).toEqual(DEFAULTS);
});

test('hold for everything below', () => {
  const chart = bookinfo();
  MeshSettings.of(chart, ALL);
  expect(effectsOn(chart)).toEqual({
    host: 'reviews.bookinfo.svc.corp.example',
    selector: { 'app.kubernetes.io/name': 'reviews' },
    subset: { 'app.kubernetes.io/version': 'v1' },
    podLabels: { 'app.kubernetes.io/name': 'reviews', 'app.kubernetes.io/version': 'v1' },
    apiVersions: ['networking.istio.io/v1beta1', 'networking.istio.io/v1beta1'],
  });
});

test('say the version of objects of one\'s own too', () => {
  const chart = bookinfo();
  MeshSettings.of(chart, { apiVersion: NetworkingApiVersion.V1BETA1 });
  virtualService({}, chart);
  destinationRule({}, new Construct(chart, 'part'));
  expect(synthesised(chart).map(({ apiVersion }) => apiVersion)).toEqual(['networking.istio.io/v1beta1', 'networking.istio.io/v1beta1']);
});

test('of the nearest construct win, member by member', () => {
  const app = new App();
  const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
  MeshSettings.of(app, { clusterDomain: 'corp.example', versionLabel: 'release' });
  MeshSettings.of(chart, { clusterDomain: 'shop.example' });
  expect(effectsOn(chart)).toEqual({
    ...DEFAULTS,
    host: 'reviews.bookinfo.svc.shop.example',
    subset: { release: 'v1' },
    podLabels: { app: 'reviews', release: 'v1' },
  });
});

test('that are left out explicitly are inherited', () => {
  const app = new App();
  const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
  MeshSettings.of(app, { clusterDomain: 'corp.example' });
  MeshSettings.of(chart, { clusterDomain: undefined, appLabel: undefined });
  expect(effectsOn(chart)).toEqual({ ...DEFAULTS, host: 'reviews.bookinfo.svc.corp.example' });
});

test('of one chart do not reach another', () => {
  const app = new App();
  MeshSettings.of(new Chart(app, 'other'), ALL);
  expect(effectsOn(new Chart(app, 'bookinfo', { namespace: 'bookinfo' }))).toEqual(DEFAULTS);
});

test('of a part of a chart do not reach the rest', () => {
  const chart = bookinfo();
  const part = new Construct(chart, 'part');
  MeshSettings.of(part, { apiVersion: NetworkingApiVersion.V1BETA1 });
  destinationRule({ name: 'inside' }, part);
  destinationRule({ name: 'outside' }, chart);
  const manifests = synthesised(chart);
  expect(named(manifests, 'DestinationRule', 'inside').apiVersion).toBe('networking.istio.io/v1beta1');
  expect(named(manifests, 'DestinationRule', 'outside').apiVersion).toBe('networking.istio.io/v1');
});

test('do not change with the object that they came from', () => {
  const chart = bookinfo();
  const props = { clusterDomain: 'corp.example' };
  MeshSettings.of(chart, props);
  props.clusterDomain = 'other.example';
  expect(effectsOn(chart)).toEqual({ ...DEFAULTS, host: 'reviews.bookinfo.svc.corp.example' });
});

test('may be set for one chart after another has been filled', () => {
  const app = new App();
  reviews({}, new Chart(app, 'first', { namespace: 'bookinfo' }));
  const second = new Chart(app, 'second', { namespace: 'bookinfo' });
  MeshSettings.of(second, { clusterDomain: 'corp.example' });
  expect(effectsOn(second)).toEqual({ ...DEFAULTS, host: 'reviews.bookinfo.svc.corp.example' });
});

test('that were refused can be set again', () => {
  const chart = bookinfo();
  expect(() => MeshSettings.of(chart, { appLabel: '' })).toThrow('InvalidSetting');
  MeshSettings.of(chart, { clusterDomain: 'corp.example' });
  expect(effectsOn(chart)).toEqual({ ...DEFAULTS, host: 'reviews.bookinfo.svc.corp.example' });
});

test.each([
  ['an empty domain', { clusterDomain: '' }],
  ['a wildcard domain', { clusterDomain: '*.local' }],
  ['a domain with a leading dot', { clusterDomain: '.cluster.local' }],
  ['an empty label', { appLabel: '' }],
  ['a label with a space', { versionLabel: 'the version' }],
])('cannot be %s', (_mistake, props) => {
  expect(codeOf(() => MeshSettings.of(bookinfo(), props))).toBe('InvalidSetting');
});

test.each([
  ['a second time', (chart: Chart) => MeshSettings.of(chart, { appLabel: 'app' })],
  ['after a service has read them', (chart: Chart) => reviews({}, chart)],
  ['after an object of one\'s own has read them', (chart: Chart) => virtualService({}, new Construct(chart, 'part'))],
])('cannot be set %s', (_mistake, first) => {
  const chart = bookinfo();
  first(chart);
  expect(codeOf(() => MeshSettings.of(chart, { appLabel: 'name' }))).toBe('SettingsTooLate');
});

test('cannot be set for an app after a service in one of its charts has read them', () => {
  const app = new App();
  reviews({}, new Chart(app, 'bookinfo'));
  expect(codeOf(() => MeshSettings.of(app, {}))).toBe('SettingsTooLate');
});

test('cannot give one label to the service and to the version, wherever the two were set', () => {
  const app = new App();
  MeshSettings.of(app, { appLabel: 'version' });
  expect(messageOf(() => reviews({}, new Chart(app, 'bookinfo')))).toBe(
    '[bookinfo/reviews] InvalidSetting: MeshSettings.versionLabel must differ from appLabel, got "version"; '
    + 'one label cannot hold the name of the service and that of the version',
  );
});

test('name the service that has read them as the user wrote it', () => {
  const app = new App();
  const chart = new Chart(app, 'bookinfo');
  new CanaryService(chart, 'reviews', { ports: [ServicePort.http(8080)], stable: ServiceVersion.labels('v1', { version: 'v1' }) });
  expect(messageOf(() => MeshSettings.of(app, {}))).toBe(
    '[the app] SettingsTooLate: MeshSettings must be set once, before the first construct that uses them, got a call after bookinfo/reviews was made; '
    + 'move the call up, right behind the line that makes this app or chart',
  );
});

test('say who may see VirtualServices and DestinationRules', () => {
  const chart = bookinfo();
  MeshSettings.of(chart, { exportTo: ['.', 'istio-ingress'] });
  reviews({}, chart);
  const manifests = synthesised(chart);
  expect(only(manifests, 'VirtualService').spec.exportTo).toEqual(['.', 'istio-ingress']);
  expect(only(manifests, 'DestinationRule').spec.exportTo).toEqual(['.', 'istio-ingress']);
});

test('name the namespace of a chart once, where it is among those of the app', () => {
  const chart = bookinfo();
  MeshSettings.of(chart, { exportTo: ['.', 'bookinfo', 'istio-ingress'] });
  reviews({}, chart);
  expect(only(synthesised(chart), 'VirtualService').spec.exportTo).toEqual(['.', 'istio-ingress']);
});

test.each([
  ['*', ['*', 'bookinfo']],
  ['a name that is none', ['book_info']],
  ['a namespace twice', ['bookinfo', 'bookinfo']],
])('cannot export to %s among others', (_kind, exportTo) => {
  expect(codeOf(() => MeshSettings.of(bookinfo(), { exportTo }))).toBe('InvalidSetting');
});

test('give retries to services that say nothing of them', () => {
  const retriesOf = (props: Partial<VersionedServiceProps>) => {
    const chart = bookinfo();
    MeshSettings.of(chart, { defaultRetries: RetryPolicy.on([RetryOn.RESET], { attempts: 1 }) });
    reviews(props, chart);
    return only(synthesised(chart), 'VirtualService').spec.http[0].retries;
  };
  expect(retriesOf({})).toEqual({ attempts: 1, retryOn: 'reset' });
  expect(retriesOf({ retries: RetryPolicy.none() })).toEqual({ attempts: 0 });
});

test('are complained of where they are set', () => {
  expect(messageOf(() => MeshSettings.of(bookinfo(), { defaultRetries: RetryPolicy.on([]) })))
    .toContain('[bookinfo] RetryConditionsMissing: MeshSettings.defaultRetries.conditions must name');
});
