import { isDeepStrictEqual } from 'node:util';
import { ApiObject, App, Chart, JsonPatch, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import {
  CanaryService, CanaryServiceProps, MeshSettings, MeshSettingsProps, NetworkingApiVersion, ServicePort, ServiceVersion,
} from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { Manifest, named, only } from '../support/manifests';
import { transition } from '../support/transitions';

const V1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0');
const V2 = ServiceVersion.image('v2', 'myregistry.io/reviews:v2.0.0');

/** The service of which all tests are; what is not said stays as it is. */
function service(scope: Construct, props: Partial<CanaryServiceProps> = {}, id = 'reviews'): CanaryService {
  return new CanaryService(scope, id, { ports: [ServicePort.http(8080)], stable: V1, ...props });
}

/** A program of one service, and what it writes. */
function written(props: Partial<CanaryServiceProps> = {}, id?: string, settings?: MeshSettingsProps): Manifest[] {
  const chart = bookinfo();
  if (settings) MeshSettings.of(chart, settings);
  service(chart, props, id);
  return synthesised(chart);
}

const text = (manifests: Manifest[]) => Yaml.stringify(...manifests);
const keys = (manifests: Manifest[]) => manifests.map(({ kind, metadata: { name, namespace } }) => `${kind} ${namespace}/${name}`);
const specs = (manifests: Manifest[]) => manifests.map(({ spec }) => spec);

/** The Deployments that are there before and after with another selector: the API server refuses the change. */
function refused(before: Manifest[], after: Manifest[]): string[] {
  const next = new Map(after.map((one) => [keys([one])[0], one]));
  return before.filter((one) => one.kind === 'Deployment')
    .filter((one) => next.has(keys([one])[0]) && JSON.stringify(next.get(keys([one])[0])!.spec.selector) !== JSON.stringify(one.spec.selector))
    .map(({ metadata }) => metadata.name);
}

/** The Deployments whose pods these labels select. */
function selected(manifests: Manifest[], labels: { [key: string]: string }): string[] {
  return manifests.filter(({ kind, spec }) => kind === 'Deployment'
    && Object.entries(labels).every(([key, value]) => spec.template.metadata.labels[key] === value)).map(({ metadata }) => metadata.name);
}

describe('in the tree of constructs', () => {
  const BEFORE = text(written());

  test('another id changes no byte, if the name is kept', () => {
    expect(text(written({ name: 'reviews' }, 'ReviewsOfBooks'))).toBe(BEFORE);
  });

  test('another parent changes no byte', () => {
    const chart = bookinfo();
    service(new Construct(new Construct(chart, 'team'), 'backend'));
    expect(text(synthesised(chart))).toBe(BEFORE);
  });

  test('another chart of the same namespace changes no byte, in another file', () => {
    const app = new App();
    const elsewhere = new Chart(new Chart(app, 'shop'), 'backend', { namespace: 'bookinfo' });
    service(elsewhere);
    expect(text(synthesised(elsewhere))).toBe(BEFORE);
  });

  test('the order in which versions are listed, and props are written, changes no byte', () => {
    expect(text(written({ retiring: [V2, ServiceVersion.image('v0', 'myregistry.io/reviews:v0.1.0')] })))
      .toBe(text(written({ retiring: [ServiceVersion.image('v0', 'myregistry.io/reviews:v0.1.0'), V2] })));
  });
});

describe('a service', () => {
  test.each<[string, () => Manifest[]]>([
    ['another id without a name', () => written({}, 'ratings')],
    ['another name', () => written({ name: 'ratings' })],
    ['another namespace', () => {
      const chart = bookinfo({ namespace: 'shop' });
      service(chart);
      return synthesised(chart);
    }],
  ])('with %s is a new one: nothing of the old one is changed, and both can be there until nobody calls the old one', (_edit, after) => {
    const [before, next] = [written(), after()];
    expect(keys(next).filter((key) => keys(before).includes(key))).toEqual([]);
    const { selector } = only(before, 'Service').spec;
    const isOther = only(next, 'Service').metadata.namespace !== only(before, 'Service').metadata.namespace;
    expect(isOther || selected(next, selector).length === 0).toBe(true);
  });

  test('under its old name keeps host, pods and selectors, while its construct is called as one likes', () => {
    expect(keys(written({ name: 'reviews' }, 'ratings'))).toEqual(keys(written()));
  });
});

describe('objects of Istio', () => {
  test.each<[string, Partial<CanaryServiceProps>]>([
    ['VirtualService', { virtualServiceName: 'reviews-routes' }],
    ['DestinationRule', { destinationRuleName: 'reviews-destination' }],
  ])('another name of the %s makes a second one that says the same, until the first is removed', (kind, props) => {
    const [before, after] = [written(), written(props)];
    expect(specs(after)).toEqual(specs(before));
    expect(keys(after).filter((key) => !keys(before).includes(key))).toEqual([`${kind} bookinfo/${Object.values(props)[0]}`]);
  });

  test('another API version changes only that line', () => {
    const [before, after] = [written(), written({}, undefined, { apiVersion: NetworkingApiVersion.V1BETA1 })];
    expect(text(after).replaceAll('networking.istio.io/v1beta1', 'networking.istio.io/v1')).toBe(text(before));
  });
});

describe('a version', () => {
  const NEW_NAME = ServiceVersion.image('v1-0-0', 'myregistry.io/reviews:v1.0.0');

  test('with another name is another version: in one edit, a rule leads to a subset that is not there yet or not any more', () => {
    const { missingIfDestinationRuleFirst, missingIfVirtualServiceFirst } = transition(text(written()), text(written({ stable: NEW_NAME })));
    expect([missingIfDestinationRuleFirst, missingIfVirtualServiceFirst]).toEqual([['v1'], ['v1-0-0']]);
  });

  test('gets another name as any release does', () => {
    const steps = [
      written(), written({ canary: NEW_NAME }), written({ stable: NEW_NAME, retiring: [V1] }), written({ stable: NEW_NAME }),
    ].map(text);
    for (const [index, after] of steps.slice(1).entries()) {
      expect(transition(steps[index], after)).toEqual({
        changedPods: [], changedWatchers: [], missingIfDestinationRuleFirst: [], missingIfVirtualServiceFirst: [],
      });
    }
  });

  test('made of containers in place of an image keeps its selector, and has its pods replaced', () => {
    const before = written();
    const after = written({ stable: ServiceVersion.containers('v1', [{ image: 'myregistry.io/reviews:v1.0.0', portNumber: 8080 }]) });
    expect(keys(after)).toEqual(keys(before));
    expect(refused(before, after)).toEqual([]);
    expect(transition(text(before), text(after)).changedPods).toEqual(['reviews-v1']);
  });
});

describe('label keys', () => {
  const NEW_KEYS = { appLabel: 'app.kubernetes.io/name', versionLabel: 'app.kubernetes.io/version' };
  const NEW_LABELS = { 'app.kubernetes.io/name': 'reviews', 'app.kubernetes.io/version': 'v1' };

  /** Pods get the new labels beside the old ones. */
  function bothLabels(): Manifest[] {
    const chart = bookinfo();
    const deployment = service(chart).workload(V1);
    for (const [key, value] of Object.entries(NEW_LABELS)) {
      deployment.addJsonPatch(JsonPatch.add(`/spec/template/metadata/labels/${key.replace('/', '~1')}`, value));
    }
    return synthesised(chart);
  }

  /** The Deployment as it is in the cluster, adopted, in a program whose settings have the new keys. */
  function adopted(roles: (v1: ServiceVersion) => Partial<CanaryServiceProps>): Manifest[] {
    const chart = bookinfo();
    MeshSettings.of(chart, NEW_KEYS);
    const { apiVersion, kind, metadata: { name }, spec } = named(bothLabels(), 'Deployment', 'reviews-v1');
    const deployment = new ApiObject(chart, 'reviews-v1', { apiVersion, kind, metadata: { name }, spec });
    service(chart, roles(ServiceVersion.workload('v1', deployment)));
    return synthesised(chart);
  }

  const STEPS: [string, Manifest[]][] = [
    ['as it was', written()],
    ['both labels', bothLabels()],
    ['the new keys', adopted((v1) => ({ stable: v1 }))],
    ['a version with the new keys', adopted((v1) => ({ stable: v1, canary: V2 }))],
    ['promoted', adopted((v1) => ({ stable: V2, retiring: [v1] }))],
    ['without the old version', written({ stable: V2 }, undefined, NEW_KEYS)],
  ];
  const EDITS = STEPS.slice(1).map(([name, after], index) => [name, STEPS[index][1], after] as const);

  test.each(Object.entries(NEW_KEYS))('%s in one edit is refused for Deployments, and the Service loses its pods', (setting, key) => {
    const after = written({}, undefined, { [setting]: key });
    expect(refused(written(), after)).toEqual(['reviews-v1']);
    // The Deployment is refused, so that the pods keep their old labels.
    const { spec } = only(after, setting === 'appLabel' ? 'Service' : 'DestinationRule');
    expect(selected(written(), spec.selector ?? spec.subsets[0].labels)).toEqual([]);
  });

  test.each(EDITS)('step by step: %s: no selector of a Deployment changes', (_step, before, after) => {
    expect(refused(before, after)).toEqual([]);
  });

  test.each(EDITS)('step by step: %s: whatever is applied first, Service, subsets and rules lead to pods that are there before and after', (_step, before, after) => {
    for (const objects of [before, after]) {
      const { selector } = only(objects, 'Service').spec;
      for (const pods of [before, after]) expect(selected(pods, selector)).not.toEqual([]);
    }
    expect(transition(text(before), text(after))).toMatchObject({ missingIfDestinationRuleFirst: [], missingIfVirtualServiceFirst: [] });
    // While it is in both outputs, the old version's subset takes its pods by either of their labels.
    const subsets = [before, after].flatMap((objects): any[] => only(objects, 'DestinationRule').spec.subsets).filter(({ name }) => name === 'v1');
    for (const { labels } of subsets.length === 2 ? subsets : []) {
      for (const pods of [before, after]) expect(selected(pods, labels)).toEqual(['reviews-v1']);
    }
  });

  test('step by step, pods are replaced once, to give them both labels', () => {
    const podsOf = (objects: Manifest[], name: string) => objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)?.spec.template;
    const replaced = EDITS.filter(([, before, after]) => ['reviews-v1', 'reviews-v2'].some((name) => {
      const [old, next] = [podsOf(before, name), podsOf(after, name)];
      return old && next && !isDeepStrictEqual(old, next);
    }));
    expect(replaced.map(([name]) => name)).toEqual(['both labels']);
  });
});
