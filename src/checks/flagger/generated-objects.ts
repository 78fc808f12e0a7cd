import { objectsIn, textIn, valueAt } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import { describe, type Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { CanaryView } from './canary-view';

const known = new WeakMap<CheckContext, GeneratedObjects>();

/** An object that Flagger makes for a Canary. */
export interface GeneratedObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** What Flagger makes of the Canaries among the manifests; gathered once for a check. */
export class GeneratedObjects {
  public static of(context: CheckContext): GeneratedObjects {
    const before = known.get(context);
    if (before) return before;
    const objects = new GeneratedObjects(context);
    known.set(context, objects);
    return objects;
  }

  private readonly canaries = new Map<string, Manifest[]>();

  private constructor({ index }: CheckContext) {
    for (const canary of index.ofKind('flagger.app', 'Canary')) {
      for (const { group, kind, name } of generatedBy(canary)) listAt(this.canaries, `${group}/${kind}/${canary.namespace}/${name}`).push(canary);
    }
  }

  /** The Canaries for which Flagger makes an object of this name. */
  public authorsOf({ group, kind, name }: GeneratedObject, namespace: string): readonly Manifest[] {
    return this.canaries.get(`${group}/${kind}/${namespace}/${name}`) ?? [];
  }

  /**
   * What to do about a host that is not known because Flagger has yet to make its Service.
   *
   * @param service the Service that the host stands for, as `namespace/name`
   */
  public fixFor(service: string): string | undefined {
    const [namespace, name] = service.split('/');
    const [canary] = this.authorsOf({ group: '', kind: 'Service', name }, namespace);
    return canary && `declare the Service with --assume: Flagger makes it for ${describe(canary)}`;
  }

  /** Whether an object is, or will be, what Flagger writes: its weights are Flagger's affair. */
  public has(manifest: Manifest): boolean {
    return isOwned(manifest) || this.authorsOf(manifest, manifest.namespace).length > 0;
  }
}

/** Whether an object says itself that Flagger has made it, as one that is read from a cluster. */
export function isOwned({ object }: Manifest): boolean {
  return objectsIn(valueAt(object, 'metadata', 'ownerReferences')).some(([{ apiVersion, kind }]) => kind === 'Canary' && textIn(apiVersion).startsWith('flagger.app/'));
}

/** The objects that Flagger makes for a Canary of Istio, by their names. */
export function generatedBy(canary: Manifest): GeneratedObject[] {
  const view = new CanaryView(canary);
  const [apex, ...both] = view.services;
  if (apex === '') return [];
  const services = view.targetKind === 'Service' && apex === view.targetName ? both : [apex, ...both];
  return [
    { group: 'apps', kind: view.targetKind, name: `${view.targetName}-primary` },
    ...services.map((name) => ({ group: '', kind: 'Service', name })),
    ...(view.isOfIstio ? [
      ...both.map((name) => ({ group: 'networking.istio.io', kind: 'DestinationRule', name })),
      { group: 'networking.istio.io', kind: 'VirtualService', name: apex },
    ] : []),
  ];
}
