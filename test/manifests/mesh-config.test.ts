import { defaultMeshConfig, readMeshConfig } from '../../src/manifests/mesh-config';

test('what is not said is as in Istio', () => {
  expect(defaultMeshConfig()).toMatchObject({
    rootNamespace: 'istio-system', outboundTrafficPolicyMode: 'ALLOW_ANY', defaultVirtualServiceExportTo: ['*'], trustDomain: 'cluster.local',
  });
  expect(readMeshConfig('# nothing\n')).toEqual(defaultMeshConfig());
});

const MESH = 'rootNamespace: mesh\noutboundTrafficPolicy:\n  mode: REGISTRY_ONLY\ndefaultHttpRetryPolicy: {attempts: 1}\ndefaultDestinationRuleExportTo: ["."]\n';

test.each([
  ['by itself', MESH],
  ['in the ConfigMap of istiod', `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata:\n  mesh: |\n${MESH.replace(/^/gm, '    ')}`],
  ['in an IstioOperator', `kind: IstioOperator\nspec:\n  meshConfig:\n${MESH.replace(/^/gm, '    ')}`],
  ['in values of Helm', `meshConfig:\n${MESH.replace(/^/gm, '  ')}`],
])('the mesh-wide configuration is found %s', (_, text) => {
  expect(readMeshConfig(text)).toMatchObject({
    rootNamespace: 'mesh', outboundTrafficPolicyMode: 'REGISTRY_ONLY', defaultHttpRetryPolicy: { attempts: 1 }, defaultDestinationRuleExportTo: ['.'],
  });
});

test('what is no mesh-wide configuration is said', () => {
  expect(readMeshConfig('a: b: c')).toMatch(/^it is not YAML: /);
  expect(readMeshConfig('- a')).toBe('it is no map');
});
