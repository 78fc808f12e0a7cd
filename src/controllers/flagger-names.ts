import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ResolvedTarget } from './flagger-target';
import { userPath } from '../private/configuration-error';
import { stateOf } from '../private/construct-state';
import type { Place } from '../private/place';

/** The objects that Flagger makes for one Canary, by kind and API group. */
interface GeneratedObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** Takes a workload, and the name of a service, for one Canary: two of them would undo each other's work without end. */
export function claimTarget(place: Place, { kind, name }: ResolvedTarget, service: string): void {
  const { scope } = place;
  const claims = stateOf(scope.node.root, 'flaggerTargets', () => new Map<string, string>());
  const where = whereabouts(Chart.of(scope));
  const claimed: [prop: Place, what: string][] = [[place.at('target'), `${kind} ${name}`], [place.at('service').at('name'), `Service ${service}`]];
  for (const [prop, what] of claimed) {
    const owner = claims.get(`${where} ${what}`);
    if (owner !== undefined) {
      prop.fail('FlaggerTargetTwice', {
        must: 'be of no other FlaggerCanary of the app', found: `${what}, which ${owner} has`, fix: 'remove one of the two: each would take back what the other does',
      });
    }
    claims.set(`${where} ${what}`, userPath(scope));
  }
}

/** Complains of objects of the app that have the name of one that Flagger makes: it would take them over and rewrite them. */
export function takenNames(scope: IConstruct, target: ResolvedTarget, service: string): string[] {
  const where = whereabouts(Chart.of(scope));
  const generated = generatedObjects(target, service);
  const objects = scope.node.root.node.findAll().filter((one): one is ApiObject => ApiObject.isApiObject(one));
  return objects
    .filter((object) => generated.some(({ group, kind, name }) => object.name === name && object.kind === kind && isOfGroup(object, group)))
    .filter((object) => (object.metadata.namespace ?? whereabouts(object.chart)) === where)
    .map((object) => `FlaggerObjectTwice: no other object of the app must be the ${object.kind} ${object.name}, which Flagger makes by itself, got ${userPath(authorOf(object))}; `
      + 'remove it, or name it otherwise: Flagger would take it over and rewrite it');
}

function generatedObjects({ kind, name }: ResolvedTarget, service: string): GeneratedObject[] {
  const [primary, canary] = [`${service}-primary`, `${service}-canary`];
  return [
    { group: 'apps', kind, name: `${name}-primary` },
    ...[service, primary, canary].map((one) => ({ group: '', kind: 'Service', name: one })),
    ...[primary, canary].map((one) => ({ group: 'networking.istio.io', kind: 'DestinationRule', name: one })),
    { group: 'networking.istio.io', kind: 'VirtualService', name: service },
  ];
}

/** Constructs of this library keep their object below them. */
function authorOf(object: ApiObject): IConstruct {
  return object.node.id === 'Resource' ? object.node.scope! : object;
}

function isOfGroup({ apiVersion }: ApiObject, group: string): boolean {
  return group === '' ? apiVersion === 'v1' : apiVersion.startsWith(`${group}/`);
}

/** Charts without a namespace may be applied to different ones. */
function whereabouts(chart: Chart): string {
  return chart.namespace ?? `chart ${chart.node.path}`;
}
