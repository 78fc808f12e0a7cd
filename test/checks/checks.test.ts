import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { CanaryService, Checks, FindingSeverity, Manifests, ServicePort, ServiceVersion } from '../../src';
import { deployment, httpRule, service, together } from '../../src/checks/examples';
import * as reading from '../../src/manifests/yaml-reading';

const UNKNOWN_HOST = httpRule('');

function codes(yaml: string, options = {}) {
  return Checks.run(Manifests.fromYaml(yaml), options).findings.map(({ code }) => code);
}

function annotated(yaml: string, annotation: string) {
  return yaml.replace('  namespace: shop\n', `  namespace: shop\n  annotations:\n    ${annotation}\n`);
}

describe('what is assumed', () => {
  test('may be referred to, and is not looked at', () => {
    expect(codes(UNKNOWN_HOST)).toEqual(['IST0101']);
    expect(codes(UNKNOWN_HOST, { assumed: Manifests.fromYaml(service('ports:\n- {name: web, port: 9080, targetPort: 9080, protocol: TCP}')) })).toEqual([]);
  });

  test('is mentioned where it cannot be read', () => {
    expect(codes(service(''), { assumed: Manifests.fromYaml('a: b: c') })).toEqual(['YamlUnreadable']);
  });
});

describe('a finding is accepted', () => {
  test.each(['galley.istio.io/analyze-suppress: IST0101', 'galley.istio.io/analyze-suppress: IST0109,IST0101', 'galley.istio.io/analyze-suppress: "*"'])('by %s', (annotation) => {
    expect(codes(annotated(UNKNOWN_HOST, annotation))).toEqual([]);
  });

  test('by an annotation with a reason, for a rule or a code', () => {
    expect(codes(annotated(UNKNOWN_HOST, 'checks.cdk8s-istio.dev/accept.destination-host-not-found: it lives elsewhere'))).toEqual([]);
    expect(codes(annotated(UNKNOWN_HOST, 'checks.cdk8s-istio.dev/accept.IST0101: it lives elsewhere'))).toEqual([]);
  });

  test('not for another code, behind a space, or without a reason', () => {
    expect(codes(annotated(UNKNOWN_HOST, 'galley.istio.io/analyze-suppress: IST0109'))).toEqual(['IST0101']);
    expect(codes(annotated(UNKNOWN_HOST, 'galley.istio.io/analyze-suppress: IST0109, IST0101'))).toEqual(['IST0101']);
    expect(codes(annotated(UNKNOWN_HOST, 'checks.cdk8s-istio.dev/accept.IST0101: ""'))).toEqual(['IST0101', 'AcceptanceWithoutReason']);
  });
});

test('the mesh-wide configuration counts', () => {
  const policy = 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: all, namespace: mesh}\nspec: {rules: [{}]}\n';
  expect(codes(policy)).toEqual(['IST0127']);
  expect(codes(policy, { meshConfig: 'rootNamespace: mesh\n' })).toEqual([]);
});

test('objects of a chart are checked as they are, and findings name their constructs', () => {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  new ApiObject(chart, 'rule', { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'reviews' }, spec: { host: 'reviews..shop' } });
  const report = Checks.run(Manifests.fromChart(chart));
  expect(report.isRight).toBe(false);
  expect(report.objects).toBe(1);
  expect(report.findings[0]).toMatchObject({ code: 'IST0106', severity: FindingSeverity.ERROR, construct: 'shop/rule', line: undefined });
  expect(report.toText()).toContain('shop/rule  DestinationRule shop/reviews\n  error: spec.host must be');
  expect(report.toSarif()).toContain('"fullyQualifiedName": "shop/rule"');
});

test('the objects of an app are checked without any YAML, those of delivery constructs by the paths of their parts', () => {
  const [read, find] = [jest.spyOn(reading, 'readDocument'), jest.spyOn(reading, 'documentTree')];
  const app = new App();
  const reviews = new CanaryService(new Chart(app, 'shop', { namespace: 'shop' }), 'reviews', {
    ports: [ServicePort.http(8080)], stable: ServiceVersion.image('v1', 'reviews:1'),
  });
  expect(Checks.run(Manifests.fromApp(app)).findings).toEqual([]);
  reviews.virtualService!.apiObject.addJsonPatch(JsonPatch.replace('/spec/http/0/route/0/destination/subset', 'v9'));
  const report = Checks.run(Manifests.fromApp(app));
  expect(report.findings.map(({ construct }) => construct)).toEqual(['shop/reviews/Resource/VirtualService/Resource']);
  expect(report.toText()).toContain('shop/reviews/Resource/VirtualService/Resource  VirtualService shop/reviews\n  error: ');
  expect([read, find].map((spy) => spy.mock.calls)).toEqual([[], []]);
});

test('what is right has no findings, in any format', () => {
  const report = Checks.run(Manifests.fromYaml(together(service(''), httpRule(''), deployment('reviews', '{app: reviews}'))));
  expect(report.findings).toEqual([]);
  expect(report.isRight).toBe(true);
  expect(report.toText()).toBe('3 objects checked: nothing found');
  expect(report.toGithub()).toBe('');
  expect(JSON.parse(report.toJson())).toEqual({ findings: [], objects: 3 });
  expect(JSON.parse(report.toSarif()).runs[0].results).toEqual([]);
  expect(report.toJunit()).toContain('tests="3" failures="0"');
});
