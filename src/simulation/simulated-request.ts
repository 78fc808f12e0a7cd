import type { Caller } from './caller';

/**
 * A request, as its client sends it.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 */
export interface SimulatedRequest {
  /**
   * Who sends it.
   *
   * @default - a pod without labels in the namespace of the Service that the host names, or else in `default`
   */
  readonly caller?: Caller;

  /** The host that the client calls: `reviews`, `reviews.bookinfo`, `www.example.com`. */
  readonly host: string;

  /**
   * The port that the client calls: of the Service, or of the gateway.
   *
   * @default - the first port of the service that speaks HTTP, of a gateway the first, or else 80
   */
  readonly port?: number;

  /**
   * The path, with the query if there is one.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * The method.
   *
   * @default 'GET'
   */
  readonly method?: string;

  /**
   * `http` or `https`; `tcp` or `tls` for connections that are none of HTTP. For `tls` the host is the server name.
   *
   * @default - what the port speaks
   */
  readonly scheme?: string;

  /**
   * Headers, by name.
   *
   * @default - none
   */
  readonly headers?: { readonly [name: string]: string };

  /**
   * The claims of its token that the gateway has checked. Several values of one stand with blanks between them; parts of nested ones stand
   * behind dots: `realm.roles`.
   *
   * @default - it has no token
   * @see https://istio.io/latest/docs/tasks/security/authentication/jwt-route/
   */
  readonly claims?: { readonly [name: string]: string };
}
