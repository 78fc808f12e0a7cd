import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { GatewayServer, renderServers, validateGatewayHosts } from './gateway-server';
import { kubernetesName } from '../istio/dns-label';
import { dnsHostOf } from '../istio/gateway-host';
import { hostsOverlap } from '../istio/host';
import { defineObject } from '../private/api-object';
import { gatewayManifest } from '../private/imports';
import { validateLabels } from '../private/labels';
import { Place } from '../private/place';
import { IGateway, meshGateway, validateReference } from '../routing/gateway-reference';
import { MeshSettings } from '../settings/mesh-settings';

/** What is known of a Gateway that somebody else has defined. */
export interface ExistingGatewayOptions {
  /**
   * The namespace of the Gateway.
   *
   * @default - that of the object that names the gateway
   */
  readonly namespace?: string;
  /**
   * The hosts of its servers, as they stand there. Then services that are exposed under another host are refused.
   *
   * @default - unknown, so every host is taken
   */
  readonly hosts?: string[];
}

/** A Gateway. */
export interface GatewayProps {
  /**
   * The object's name: at most 63 lower-case letters, digits and hyphens.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The pods that are the gateway, in whatever namespace: those with all of these labels. Those of Istio's Helm chart `gateway` carry the name
   * of the release without `istio-` in front, so a release `istio-ingress` is `{ istio: 'ingress' }`.
   *
   * @default { istio: 'ingressgateway' }
   */
  readonly selector?: { [key: string]: string };
  /** The ports and hosts, at least one. */
  readonly servers: GatewayServer[];
}

/**
 * Which hosts are served on which ports of a gateway at the edge of the mesh. Defines one Gateway; the pods are installed with Istio.
 * Where requests go, services say by their exposures, or a VirtualService.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { Gateway, GatewayServer } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'edge', { namespace: 'istio-ingress' });
 * new Gateway(chart, 'public', {
 *   selector: { istio: 'ingress' },
 *   servers: [
 *     GatewayServer.redirectToHttps(['*.example.com']),
 *     GatewayServer.https(['*.example.com'], 'example-com-certificate'),
 *   ],
 * });
 */
export class Gateway extends Construct implements IGateway {
  /**
   * A Gateway that is defined elsewhere.
   *
   * @param name the object's name: at most 63 lower-case letters, digits and hyphens
   * @param options its namespace and hosts
   * @throws GatewayUnknown, HostsMissing, InvalidGatewayHost (when a construct receives it)
   */
  public static fromName(name: string, options: ExistingGatewayOptions = {}): IGateway {
    const gateway: IGateway = { gatewayName: name, gatewayNamespace: options.namespace };
    return options.hosts ? withHosts(gateway, [...options.hosts]) : gateway;
  }

  /**
   * All sidecars, where gateways are named: rules of a VirtualService that act in the mesh as well as on gateways, or a match that acts in one of
   * the two places. It is no Gateway, and nothing is exposed at it.
   */
  public static mesh(): IGateway {
    return meshGateway();
  }

  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;
  /** The object's name. */
  public readonly gatewayName: string;
  /**
   * The namespace of the object.
   *
   * @default - the chart has none
   */
  public readonly gatewayNamespace?: string;

  /**
   * @throws InvalidObjectName, LabelsMissing, InvalidLabel, GatewayServersMissing, and what the servers raise
   */
  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const place = Place.of(this);
    const { name = id, selector = { istio: 'ingressgateway' } } = props;
    place.at('name').check('InvalidObjectName', kubernetesName, name, 'give a name for the Gateway, or another id');
    validateSelector(place.at('selector'), selector);
    const spec = { selector: { ...selector }, servers: renderServers(place.at('servers'), props.servers) };
    this.gatewayName = name;
    this.gatewayNamespace = Chart.of(this).namespace;
    withHosts(this, spec.servers.flatMap(({ hosts }) => hosts));
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: MeshSettings._at(this).apiVersion,
      kind: 'Gateway',
      name,
      spec: () => gatewayManifest(spec),
    });
  }
}

/** Complains of hosts that none of the gateways serves, as far as their servers are known: Istio ignores such hosts without a word. */
export function rejectUnserved(place: Place, hosts: string[], gateways: IGateway[]): void {
  const servedBy = gateways.map(hostsServedBy);
  const served = servedBy.flatMap((known) => known ?? []);
  if (servedBy.includes(undefined)) {
    return;
  }
  hosts.forEach((host, index) => {
    if (!served.some((one) => hostsOverlap(host, one))) {
      place.item(index).fail('HostNotOnGateway', {
        must: `be a host that ${gateways.map(({ gatewayName }) => `gateway ${gatewayName}`).join(' or ')} serves (${served.join(', ')})`,
        got: host,
        fix: 'add the host to a server of the gateway, or use one that is there: Istio ignores the others',
      });
    }
  });
}

/** The hosts that a gateway serves, without namespaces before them; nothing if they are not known. */
export function hostsServedBy(gateway: IGateway): string[] | undefined {
  const hosts = (gateway as GatewayWithHosts)[HOSTS]?.map(dnsHostOf);
  return hosts && [...new Set(hosts)];
}

/** A gateway that a VirtualService names. */
export function validateGateway(place: Place, gateway: IGateway): void {
  validateReference(place, gateway);
  const hosts = (gateway as GatewayWithHosts)[HOSTS];
  if (hosts) {
    validateGatewayHosts(place.at('hosts'), hosts);
  }
}

const HOSTS = Symbol.for('cdk8s-istio.gatewayHosts');

/** Users may implement IGateway, so what else is known of a gateway is not a member of it. */
interface GatewayWithHosts extends IGateway {
  readonly [HOSTS]?: string[];
}

function withHosts(gateway: IGateway, hosts: string[]): IGateway {
  return Object.defineProperty(gateway, HOSTS, { value: hosts });
}

function validateSelector(place: Place, selector: { [key: string]: string }): void {
  if (Object.keys(selector).length === 0) {
    place.fail('LabelsMissing', { must: 'have at least one label', got: selector, fix: 'no label at all would select every gateway of the mesh' });
  }
  validateLabels(place, selector);
}
