import { speaksHttp, speaksTls } from './port-protocol';
import { CaptureMode, renderSidecarPort, SidecarPort } from './sidecar-port';
import { SidecarTls } from './sidecar-tls';
import { defaultEndpoint } from '../istio/endpoint-address';
import { ipAddress } from '../istio/host';
import type { SidecarIngressSpec } from '../private/imports';
import type { Place } from '../private/place';
import { ConnectionPool, renderConnectionPool } from '../traffic-policy/connection-pool';

/**
 * How a proxy takes connections for its pod on one port.
 *
 * @throws InvalidPort, InvalidPortName, SidecarListenerConflict, and what its parts raise (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
 */
export interface SidecarIngress {
  /** The port on which the proxy listens; its number is required. */
  readonly port: SidecarPort;
  /**
   * The IP address on which the proxy listens.
   *
   * @default - all addresses
   */
  readonly bind?: string;
  /**
   * Whether packets reach it without the caller knowing of it.
   *
   * @default CaptureMode.DEFAULT
   */
  readonly captureMode?: CaptureMode;
  /**
   * Where the application listens: `127.0.0.1:<port>`, `[::1]:<port>`, `0.0.0.0:<port>` or `[::]:<port>` for the address that was called, or a socket such as
   * `unix:///var/run/app.sock`.
   *
   * @default - the port and the address that were called
   */
  readonly defaultEndpoint?: string;
  /**
   * How connections from outside of the mesh are decrypted; with a port of TLS or HTTPS only.
   *
   * @default - they are not
   */
  readonly tls?: SidecarTls;
  /**
   * Limits on connections and requests on this port.
   *
   * @default - those of `inboundConnectionPool`
   */
  readonly connectionPool?: ConnectionPool;
}

/** The `ingress` of a Sidecar. */
export function renderIngress(place: Place, listeners: SidecarIngress[]): SidecarIngressSpec[] {
  return listeners.map((listener, index) => {
    const here = place.item(index);
    const { port, bind, captureMode, tls, connectionPool } = listener;
    const rendered = renderSidecarPort(here.at('port'), port, false);
    if (listeners.findIndex((other) => other.port.number === port.number) < index) {
      here.at('port').fail('SidecarListenerConflict', { must: 'be a port that no other listener has', got: port.number, fix: 'remove one of them' });
    }
    validateListener(here, listener);
    return {
      port: rendered,
      bind,
      captureMode,
      defaultEndpoint: listener.defaultEndpoint,
      tls: tls?._render(here.at('tls')),
      connectionPool: connectionPool && renderConnectionPool(here.at('connectionPool'), connectionPool),
    };
  });
}

function validateListener(place: Place, listener: SidecarIngress): void {
  const { port: { protocol }, bind, tls, connectionPool } = listener;
  if (bind !== undefined) {
    place.at('bind').check('SidecarListenerConflict', ipAddress, bind, 'leave it out for all addresses');
  }
  if (listener.defaultEndpoint !== undefined) {
    place.at('defaultEndpoint').check('SidecarListenerConflict', defaultEndpoint, listener.defaultEndpoint, 'name where the application listens');
  }
  if (tls && !speaksTls(protocol)) {
    place.at('tls').fail('SidecarListenerConflict', { must: 'come with a port of TLS or HTTPS', found: `one of ${protocol ?? 'an unknown protocol'}`, fix: 'say what clients speak' });
  }
  if (connectionPool?.http && !speaksHttp(protocol)) {
    place.at('connectionPool').at('http').fail('SidecarListenerConflict', {
      must: 'come with a port of HTTP or gRPC', found: `one of ${protocol ?? 'an unknown protocol'}`, fix: 'Istio leaves it out without a word: name the protocol, or limit connections',
    });
  }
}
