import { listAt } from '../../manifests/list-map';
import type { Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { Field } from '../field';

const NONE: readonly Routed[] = [];

/** A destination to which a rule sends requests. */
export interface Routed {
  readonly manifest: Manifest;
  readonly field: Field;
  /** In full, as Istio resolves it. */
  readonly host: string;
  readonly subset: string;
  /** Of the requests that the rule takes, from 0 to 1. */
  readonly share: number;
}

/** A rule of a VirtualService that forwards. */
export interface Route {
  readonly manifest: Manifest;
  readonly protocol: 'http' | 'tls' | 'tcp';
  readonly rule: Field;
  readonly destinations: readonly Routed[];
  readonly mirrors: readonly Routed[];
}

const known = new WeakMap<CheckContext, RouteIndex>();

/** Where all VirtualServices send requests; made once for a check. */
export class RouteIndex {
  public static of(context: CheckContext): RouteIndex {
    const before = known.get(context);
    if (before) return before;
    const index = new RouteIndex(context);
    known.set(context, index);
    return index;
  }

  public readonly routes: readonly Route[];
  private readonly bySubset = new Map<string, Routed[]>();
  private readonly mirrorsBySubset = new Map<string, Routed[]>();

  private constructor(private readonly context: CheckContext) {
    const services = context.index.ofKind('networking.istio.io', 'VirtualService');
    this.routes = services.flatMap((manifest) => (['http', 'tls', 'tcp'] as const).flatMap((protocol) => (
      new Field(manifest.spec, ['spec']).at(protocol).items.map((rule) => this.routeOf(manifest, protocol, rule))
    )));
    for (const { destinations, mirrors } of this.routes) {
      for (const one of destinations) listAt(this.bySubset, `${one.host} ${one.subset}`).push(one);
      for (const one of mirrors) listAt(this.mirrorsBySubset, `${one.host} ${one.subset}`).push(one);
    }
  }

  public to(host: string, subset: string): readonly Routed[] {
    return this.bySubset.get(`${host} ${subset}`) ?? NONE;
  }

  public mirrorsTo(host: string, subset: string): readonly Routed[] {
    return this.mirrorsBySubset.get(`${host} ${subset}`) ?? NONE;
  }

  private routeOf(manifest: Manifest, protocol: Route['protocol'], rule: Field): Route {
    const entries = rule.at('route').items;
    const sum = entries.reduce((total, entry) => total + entry.at('weight').number, 0);
    // The only destination of a rule gets everything, whatever its weight.
    const shareOf = (entry: Field) => entries.length === 1 ? 1 : entry.at('weight').number / (sum || 1);
    const mirrors = [rule.at('mirror'), ...rule.at('mirrors').items.map((mirror) => mirror.at('destination'))].filter(({ isPresent }) => isPresent);
    return {
      manifest,
      protocol,
      rule,
      destinations: entries.map((entry) => this.routed(manifest, entry.at('destination'), shareOf(entry))),
      mirrors: mirrors.map((mirror) => this.routed(manifest, mirror, 1)),
    };
  }

  private routed(manifest: Manifest, field: Field, share: number): Routed {
    const host = this.context.index.hosts.resolve(field.at('host').text, manifest.namespace);
    return { manifest, field, host, subset: field.at('subset').text, share };
  }
}

/** Whether the rules of a VirtualService hold for calls within the mesh. */
export function isInMesh({ spec }: Manifest): boolean {
  const gateways = new Field(spec, ['spec']).at('gateways');
  return gateways.size === 0 || gateways.items.some(({ text }) => text === 'mesh');
}
