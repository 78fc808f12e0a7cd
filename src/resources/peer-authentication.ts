import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { hostsRefused, rememberAuthentication } from './mutual-tls';
import { validateWorkloadSelector } from './workload-selector';
import { subdomainName } from '../istio/dns-label';
import { portNumber } from '../istio/port-number';
import { defineObject } from '../private/api-object';
import { peerAuthenticationManifest } from '../private/imports';
import { Place } from '../private/place';
import { MeshSettings } from '../settings/mesh-settings';

/** Which connections pods take. */
export enum MutualTlsMode {
  /** As the wider PeerAuthentication says: that of the namespace, then that of the mesh; unless somebody changed it, `PERMISSIVE`. */
  UNSET = 'UNSET',
  /** Plain text. */
  DISABLE = 'DISABLE',
  /** Plain text and mutual TLS. */
  PERMISSIVE = 'PERMISSIVE',
  /** Mutual TLS: callers without a sidecar get no connection. */
  STRICT = 'STRICT',
}

/**
 * Which connections pods take on one port.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export interface PortMutualTls {
  /** The port on which the pods listen, not that of their Service, 1 to 65535. */
  readonly port: number;
  /** Which connections they take there. */
  readonly mode: MutualTlsMode;
}

/** A PeerAuthentication. */
export interface PeerAuthenticationProps {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The pods that it is for: those of the namespace that carry all of these labels.
   *
   * @default - all pods of the namespace; in Istio's root namespace, all of the mesh
   */
  readonly selector?: { [key: string]: string };
  /**
   * Which connections they take.
   *
   * @default MutualTlsMode.UNSET
   */
  readonly mode?: MutualTlsMode;
  /**
   * Which connections they take on ports that differ from the rest, each port once. It comes with a selector only.
   *
   * @default - all ports are the same
   */
  readonly ports?: PortMutualTls[];
}

/**
 * Which connections pods take: mutual TLS, plain text or both. Defines one PeerAuthentication. Of those for the same pods, the oldest counts.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { MutualTlsMode, PeerAuthentication } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new PeerAuthentication(chart, 'default', { mode: MutualTlsMode.STRICT });
 */
export class PeerAuthentication extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;

  /**
   * @throws InvalidObjectName, LabelsMissing, InvalidLabel, InvalidPort, PortMutualTlsConflict; at synth MutualTlsRefused
   */
  public constructor(scope: Construct, id: string, props: PeerAuthenticationProps) {
    super(scope, id);
    const place = Place.of(this);
    const { name = id, selector, mode, ports } = props;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the PeerAuthentication, or another id');
    if (selector) {
      validateWorkloadSelector(place.at('selector'), selector);
    }
    const portLevelMtls = ports && renderPorts(place.at('ports'), ports, selector !== undefined);
    const spec = { selector: selector && { matchLabels: { ...selector } }, mtls: mode && { mode }, portLevelMtls };
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      name,
      spec: () => peerAuthenticationManifest(spec),
    });
    this.agreeWithCallers(props);
  }

  /** Pods that take mutual TLS alone cannot be called by a DestinationRule that forbids it; either may be made first. */
  private agreeWithCallers({ selector, mode, ports = [] }: PeerAuthenticationProps): void {
    const { namespace } = Chart.of(this);
    const { clusterDomain } = MeshSettings._at(this);
    const modes = [mode, ...ports.map((port) => port.mode)];
    const takesPlainText = modes.some((one) => one === MutualTlsMode.DISABLE || one === MutualTlsMode.PERMISSIVE);
    rememberAuthentication(this, { namespace, takesPlainText });
    if (mode === MutualTlsMode.STRICT && !selector && namespace !== undefined) {
      this.node.addValidation({
        validate: () => hostsRefused(this, namespace, clusterDomain).map(({ rule, host }) => (
          `MutualTlsRefused: mode must not be STRICT where a DestinationRule forbids mutual TLS, got ${rule} for ${host}; every call would fail with 503: `
          + 'leave tls out there, or make an exception for these pods'
        )),
      });
    }
  }
}

function renderPorts(place: Place, ports: PortMutualTls[], isSelected: boolean): { [port: string]: { mode: string } } | undefined {
  if (ports.length > 0 && !isSelected) {
    place.fail('PortMutualTlsConflict', {
      must: 'be left out where no pods are selected', got: ports.map(({ port }) => port), fix: 'Istio takes ports only for selected pods: give a selector',
    });
  }
  ports.forEach(({ port }, index) => {
    place.item(index).at('port').check('InvalidPort', portNumber, port, 'name the port on which the pods listen');
    if (ports.findIndex((other) => other.port === port) < index) {
      place.item(index).at('port').fail('PortMutualTlsConflict', { must: 'be a port that is not named yet', got: port, fix: 'remove one of them' });
    }
  });
  return ports.length > 0 ? Object.fromEntries(ports.map(({ port, mode }) => [String(port), { mode }])) : undefined;
}
