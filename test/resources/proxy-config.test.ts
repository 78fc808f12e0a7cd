import { ApiObject, JsonPatch } from 'cdk8s';
import { MeshSettings, NetworkingApiVersion, ProxyConfig, ProxyConfigProps } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { specWithUnknownField } from '../support/chart';
import { codeOf } from '../support/messages';

function proxyConfig(props: ProxyConfigProps, scope = bookinfo()): ProxyConfig {
  return new ProxyConfig(scope, 'reviews', props);
}

test('is one object of the only version that there is, whatever the settings say', () => {
  const chart = bookinfo();
  MeshSettings.of(chart, { apiVersion: NetworkingApiVersion.V1 });
  proxyConfig({ selector: { app: 'reviews' }, concurrency: 0, environmentVariables: { A: '1' }, imageType: 'debug' }, chart);
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'ProxyConfig',
    metadata: { name: 'reviews', namespace: 'bookinfo' },
    spec: { selector: { matchLabels: { app: 'reviews' } }, concurrency: 0, environmentVariables: { A: '1' }, image: { imageType: 'debug' } },
  }]);
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = proxyConfig({ concurrency: 4 }, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'ProxyConfig')).toEqual({ concurrency: 4, aFieldOfTomorrow: 1 });
});

test.each<[string, ProxyConfigProps, string]>([
  ['a name with an underscore', { name: 'a_b' }, 'InvalidObjectName'],
  ['a selector without labels', { selector: {} }, 'LabelsMissing'],
  ['fewer threads than none', { concurrency: -1 }, 'InvalidCount'],
  ['half a thread', { concurrency: 0.5 }, 'InvalidCount'],
  ['a variable that begins with a digit', { environmentVariables: { '1A': '' } }, 'InvalidVariable'],
  ['a value of 2049 characters', { environmentVariables: { A: 'a'.repeat(2049) } }, 'InvalidVariable'],
  ['an image without a name', { imageType: '' }, 'ValueMissing'],
])('refuses %s', (_mistake, props, code) => {
  expect(codeOf(() => proxyConfig(props))).toBe(code);
});
