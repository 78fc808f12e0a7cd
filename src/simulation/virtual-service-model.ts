import { gatewayNamed, MESH } from './gateway-name';
import { type HttpMatchModel, httpMatchIn } from './http-match-model';
import { Visibility } from './visibility';
import { resolveHost } from '../istio/host';
import { isObject, type Json, type JsonObject, labelsIn, numberIn, objectIn, objectsIn, textIn, textsIn } from '../manifests/json';
import type { Manifest } from '../manifests/manifest';

/** A VirtualService with its short names resolved. */
export interface VirtualServiceModel {
  readonly manifest: Manifest;
  /** Empty if others delegate to it. */
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  readonly visibility: Visibility;
  readonly http: readonly HttpRuleModel[];
  readonly tls: readonly L4RuleModel[];
  readonly tcp: readonly L4RuleModel[];
}

/** A rule for HTTP. What no step of the simulation needs more than once stays as it was read. */
export interface HttpRuleModel {
  readonly name: string;
  readonly matches: readonly HttpMatchModel[];
  readonly route: readonly RouteDestination[];
  /** What `mirror` names; how much of the requests, the spec says. */
  readonly mirror?: DestinationModel;
  /** What `mirrors` has. */
  readonly mirrors: readonly MirrorModel[];
  readonly spec: JsonObject;
  readonly delegate?: { readonly namespace: string; readonly name: string };
  /** Where it stands: the object, and the index in its `http`. */
  readonly manifest: Manifest;
  readonly index: number;
}

export interface DestinationModel {
  readonly host: string;
  readonly subset: string;
  readonly port?: number;
}

export interface RouteDestination {
  readonly destination: DestinationModel;
  readonly weight: number;
  readonly headers: JsonObject;
}

export interface MirrorModel {
  readonly destination: DestinationModel;
  /** Of the requests. */
  readonly percent: number;
}

/** A rule for TCP or TLS. */
export interface L4RuleModel {
  readonly matches: readonly L4MatchModel[];
  readonly route: readonly RouteDestination[];
  readonly index: number;
}

export interface L4MatchModel {
  readonly port?: number;
  readonly gateways: readonly string[];
  readonly sourceLabels: { readonly [key: string]: string };
  readonly sourceNamespace: string;
  readonly sniHosts: readonly string[];
  readonly destinationSubnets: readonly string[];
}

/** How a configuration reads its hosts. */
export interface ReadingContext {
  readonly clusterDomain: string;
  readonly exportTo: readonly string[];
}

export function virtualServiceIn(manifest: Manifest, context: ReadingContext): VirtualServiceModel {
  const { spec, namespace } = manifest;
  const reader = new RuleReader(manifest, context.clusterDomain);
  const gateways = textsIn(spec.gateways).map((name) => gatewayNamed(name, namespace));
  return {
    manifest,
    hosts: textsIn(spec.hosts).map((host) => resolveHost(host, namespace, context.clusterDomain)),
    gateways: gateways.length > 0 ? gateways : [MESH],
    visibility: Visibility.of(textsIn(spec.exportTo), namespace, context.exportTo),
    http: objectsIn(spec.http).map(([rule, index]) => reader.http(rule, index)),
    tls: objectsIn(spec.tls).map(([rule, index]) => reader.l4(rule, index)),
    tcp: objectsIn(spec.tcp).map(([rule, index]) => reader.l4(rule, index)),
  };
}

class RuleReader {
  constructor(private readonly manifest: Manifest, private readonly clusterDomain: string) {}

  public http(spec: JsonObject, index: number): HttpRuleModel {
    const delegate = objectIn(spec.delegate);
    return {
      name: textIn(spec.name),
      matches: objectsIn(spec.match).map(([match, at]) => httpMatchIn(match, at, this.manifest)),
      route: this.route(spec.route),
      ...isObject(spec.mirror) && { mirror: this.destination(spec.mirror) },
      mirrors: objectsIn(spec.mirrors).filter(([one]) => isObject(one.destination)).map(([one]) => (
        { destination: this.destination(one.destination), percent: percentIn(one.percentage) ?? 100 }
      )),
      spec,
      ...isObject(spec.delegate) && { delegate: { namespace: textIn(delegate.namespace) || this.manifest.namespace, name: textIn(delegate.name) } },
      manifest: this.manifest,
      index,
    };
  }

  public l4(spec: JsonObject, index: number): L4RuleModel {
    return { matches: objectsIn(spec.match).map(([match]) => this.l4Match(match)), route: this.route(spec.route), index };
  }

  private l4Match(match: JsonObject): L4MatchModel {
    return {
      port: numberIn(match.port),
      gateways: textsIn(match.gateways).map((name) => gatewayNamed(name, this.manifest.namespace)),
      sourceLabels: labelsIn(match.sourceLabels),
      sourceNamespace: textIn(match.sourceNamespace),
      sniHosts: textsIn(match.sniHosts),
      destinationSubnets: textsIn(match.destinationSubnets),
    };
  }

  private route(value: Json | undefined): RouteDestination[] {
    return objectsIn(value).map(([one]) => ({
      destination: this.destination(one.destination),
      weight: numberIn(one.weight) ?? 0,
      headers: objectIn(one.headers),
    }));
  }

  private destination(value: Json | undefined): DestinationModel {
    const { host, subset, port } = objectIn(value);
    return {
      host: resolveHost(textIn(host), this.manifest.namespace, this.clusterDomain),
      subset: textIn(subset),
      ...isObject(port) && { port: numberIn(port.number) ?? 0 },
    };
  }
}

/** Where copies of the requests of a rule go. */
export function mirrorsOf({ mirror, mirrors, spec }: HttpRuleModel): MirrorModel[] {
  const single = mirror ? [{ destination: mirror, percent: percentIn(spec.mirrorPercentage) ?? numberIn(spec.mirrorPercent) ?? 100 }] : [];
  return [...single, ...mirrors].filter(({ percent }) => percent > 0);
}

/** A percentage, which Envoy has in millionths; nothing if there is none. */
export function percentIn(value: Json | undefined): number | undefined {
  return isObject(value) ? Math.trunc((numberIn(value.value) ?? 0) * 10_000) / 10_000 : undefined;
}
