import { ApiObject, App, Chart } from 'cdk8s';
import { DestinationRule, FlaggerExposure, FlaggerTarget, HttpRoute, ServicePort, VirtualService } from '../../src';
import { synthesised } from '../support/bookinfo';
import { RATINGS } from '../support/chart';
import { flaggerCanary } from '../support/flagger';
import { messageOf } from '../support/messages';

/** Synthesises a FlaggerCanary of the Deployment reviews and the Service web beside an object in the same or another namespace. */
function beside(apiVersion: string, kind: string, name: string, namespace = 'bookinfo') {
  return () => {
    const app = new App();
    const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
    flaggerCanary({ service: { name: 'web', port: ServicePort.http(80) } }, chart);
    new ApiObject(new Chart(app, 'other'), 'object', { apiVersion, kind, metadata: { name, namespace } });
    return synthesised(chart);
  };
}

test.each([
  ['v1', 'Service', 'web'], ['v1', 'Service', 'web-primary'], ['v1', 'Service', 'web-canary'],
  ['networking.istio.io/v1', 'DestinationRule', 'web-primary'], ['networking.istio.io/v1beta1', 'DestinationRule', 'web-canary'],
  ['networking.istio.io/v1', 'VirtualService', 'web'], ['apps/v1', 'Deployment', 'reviews-primary'],
])('an object of %s that is the %s %s is Flagger\'s', (apiVersion, kind, name) => {
  expect(messageOf(beside(apiVersion, kind, name))).toContain(`FlaggerObjectTwice: no other object of the app must be the ${kind} ${name}, which Flagger makes by itself, got other/object;`);
});

test.each([
  ['v1', 'Service', 'reviews', 'bookinfo'], ['v1', 'Service', 'web', 'other'], ['v1', 'ConfigMap', 'web', 'bookinfo'], ['serving.knative.dev/v1', 'Service', 'web', 'bookinfo'],
  ['apps/v1', 'Deployment', 'reviews', 'bookinfo'], ['networking.istio.io/v1', 'DestinationRule', 'web', 'bookinfo'],
])('an object of %s that is the %s %s in %s is the user\'s', (apiVersion, kind, name, namespace) => {
  expect(beside(apiVersion, kind, name, namespace)).not.toThrow();
});

test('all objects that Flagger makes are named at once', () => {
  const chart = new Chart(new App(), 'bookinfo');
  flaggerCanary({ target: FlaggerTarget.daemonSet('reviews') }, chart);
  new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' } });
  new DestinationRule(chart, 'rule', { name: 'reviews-primary', host: 'reviews-primary' });
  expect(messageOf(() => synthesised(chart)).match(/FlaggerObjectTwice/g)).toHaveLength(2);
});

test('the VirtualService that delegates has another name than the one to which it does', () => {
  const rooted = (name: string) => () => {
    const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
    flaggerCanary({ service: { port: ServicePort.http(80), exposure: FlaggerExposure.delegation() } }, chart);
    new VirtualService(chart, 'root', { name, hosts: ['reviews'], http: [HttpRoute.forward({ to: [RATINGS] })] });
    return synthesised(chart);
  };
  expect(messageOf(rooted('reviews'))).toContain('VirtualService reviews, which Flagger makes by itself, got bookinfo/root;');
  expect(rooted('reviews-root')).not.toThrow();
});

test('charts without a namespace may go to different ones', () => {
  const app = new App();
  const chart = new Chart(app, 'a');
  flaggerCanary({}, chart);
  new ApiObject(new Chart(app, 'b'), 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' } });
  expect(() => synthesised(chart)).not.toThrow();
});
