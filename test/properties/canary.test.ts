import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { CanaryService, CanaryServiceProps, CanaryTraffic, HttpMatch, ServicePort, ServiceVersion } from '../../src';
import { bookinfo, synthesised } from '../support/bookinfo';
import { Manifest, only } from '../support/manifests';
import '../support/random-objects';
import { ask } from '../support/requests';

const PORTS = [ServicePort.http(8080)];

/** The name of a version: a short label, which is no octal number as 0o7. */
const versionName = fc.stringMatching(/^[a-z1-9]([a-z0-9-]{0,8}[a-z0-9])?$/);

/** A version in one of its forms. */
const version = (name: string) => fc.constantFrom(
  ServiceVersion.image(name, `myregistry.io/reviews:${name}`),
  ServiceVersion.containers(name, [{ image: `myregistry.io/reviews:${name}`, portNumber: 8080 }]),
  ServiceVersion.labels(name, { release: name }),
);

/** Any service: with or without canary, testers and retiring versions, at any weight. */
const roles: fc.Arbitrary<Omit<CanaryServiceProps, 'ports'>> = fc.uniqueArray(versionName, { minLength: 1, maxLength: 5 })
  .chain((names) => fc.record({
    versions: fc.tuple(...names.map(version)),
    weight: fc.integer({ min: 0, max: 100 }),
    paths: fc.array(fc.constantFrom('/beta', '/preview')),
  }))
  .map(({ versions: [stable, canary, ...retiring], weight, paths }) => canary
    ? { stable, canary, retiring, traffic: CanaryTraffic.weight(weight), testers: paths.map((path) => HttpMatch.pathPrefix(path)) }
    : { stable, retiring });

function manifestsOf(props: Omit<CanaryServiceProps, 'ports'>): Manifest[] {
  const chart = bookinfo();
  new CanaryService(chart, 'reviews', { ports: PORTS, ...props });
  return synthesised(chart);
}

function routeOf(manifests: Manifest[]): any[] {
  return only(manifests, 'VirtualService').spec.http;
}

test('weights of several destinations always sum to 100', () => {
  fc.assert(fc.property(roles, (props) => {
    for (const { route } of routeOf(manifestsOf(props)).filter((rule) => rule.route.length > 1)) {
      expect(route.reduce((sum: number, { weight }: any) => sum + weight, 0)).toBe(100);
    }
  }));
});

test('the canary gets its weight, and stable the rest', () => {
  fc.assert(fc.property(roles, fc.integer({ min: 1, max: 99 }), (props, weight) => {
    fc.pre(props.canary !== undefined);
    const shares = ask(only(manifestsOf({ ...props, traffic: CanaryTraffic.weight(weight) }), 'VirtualService'))?.shares;
    expect(shares).toEqual({ [props.canary!.name]: weight, [props.stable.name]: 100 - weight });
  }));
});

test('every request is taken by a rule: the one without a match stands last, and only there', () => {
  fc.assert(fc.property(roles, (props) => {
    const takesAll = routeOf(manifestsOf(props)).map(({ match }) => match === undefined);
    expect(takesAll.indexOf(true)).toBe(takesAll.length - 1);
  }));
});

test('every subset that a rule names is defined, and none that is retiring is named', () => {
  fc.assert(fc.property(roles, (props) => {
    const manifests = manifestsOf(props);
    const defined = only(manifests, 'DestinationRule').spec.subsets.map(({ name }: any) => name);
    const named = routeOf(manifests).flatMap(({ route }) => route.map(({ destination }: any) => destination.subset));
    expect(defined).toEqual(expect.arrayContaining(named));
    expect(named.filter((name) => props.retiring?.some((one) => one.name === name))).toEqual([]);
  }));
});

test('the same program gives the same bytes', () => {
  fc.assert(fc.property(roles, (props) => {
    expect(Yaml.stringify(...manifestsOf(props))).toBe(Yaml.stringify(...manifestsOf(props)));
  }));
});

test('a version\'s role never reaches its pods: any role gives the same workload', () => {
  fc.assert(fc.property(versionName.chain(version), (one) => {
    const other = ServiceVersion.labels(`not-${one.name}`, { release: 'other' });
    const workload = (props: Omit<CanaryServiceProps, 'ports'>) => manifestsOf(props).filter(({ kind }) => kind === 'Deployment');
    const asStable = workload({ stable: one });
    expect(workload({ stable: other, canary: one })).toEqual(asStable);
    expect(workload({ stable: other, retiring: [one] })).toEqual(asStable);
  }));
});
