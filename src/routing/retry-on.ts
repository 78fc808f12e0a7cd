import { retriableStatus } from '../istio/http-status';
import type { Place } from '../private/place';

/**
 * When a request is tried again. The constants are Istio's names for Envoy's conditions.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
export class RetryOn {
  /** Any 5xx answer, or none at all (a disconnect, a reset, a timeout). */
  public static readonly FIVE_XX = new RetryOn('5xx');
  /** An answer 502, 503 or 504. */
  public static readonly GATEWAY_ERROR = new RetryOn('gateway-error');
  /** No answer: the connection was closed or reset, or timed out. */
  public static readonly RESET = new RetryOn('reset');
  /** As RESET, but only while nothing of the request has been sent. */
  public static readonly RESET_BEFORE_REQUEST = new RetryOn('reset-before-request');
  /** The connection could not be opened. */
  public static readonly CONNECT_FAILURE = new RetryOn('connect-failure');
  /** An answer 409. */
  public static readonly RETRIABLE_4XX = new RetryOn('retriable-4xx');
  /** The server refused the HTTP/2 stream. */
  public static readonly REFUSED_STREAM = new RetryOn('refused-stream');
  /** An answer with a status named in the header `x-envoy-retriable-status-codes`; to name one here, use `statusCode`. */
  public static readonly RETRIABLE_STATUS_CODES = new RetryOn('retriable-status-codes');
  /** An answer with a header named in the header `x-envoy-retriable-header-names`. */
  public static readonly RETRIABLE_HEADERS = new RetryOn('retriable-headers');
  /** Envoy's rate limit refused the request. */
  public static readonly ENVOY_RATELIMITED = new RetryOn('envoy-ratelimited');
  /** The request failed after an HTTP/3 connection was made. */
  public static readonly HTTP3_POST_CONNECT_FAILURE = new RetryOn('http3-post-connect-failure');
  /** gRPC status CANCELLED. */
  public static readonly CANCELLED = new RetryOn('cancelled');
  /** gRPC status DEADLINE_EXCEEDED. */
  public static readonly DEADLINE_EXCEEDED = new RetryOn('deadline-exceeded');
  /** gRPC status INTERNAL. */
  public static readonly INTERNAL = new RetryOn('internal');
  /** gRPC status RESOURCE_EXHAUSTED. */
  public static readonly RESOURCE_EXHAUSTED = new RetryOn('resource-exhausted');
  /** gRPC status UNAVAILABLE. */
  public static readonly UNAVAILABLE = new RetryOn('unavailable');

  /**
   * An answer with this HTTP status.
   *
   * @param code a registered status code, such as 503
   * @throws InvalidStatus (when a construct receives it) if the code is not registered: Istio refuses it
   */
  public static statusCode(code: number): RetryOn {
    return new RetryOn(String(code), code);
  }

  private constructor(private readonly condition: string, private readonly code?: number) {}

  /**
   * A part of `retryOn`.
   *
   * @internal
   */
  public _render(place: Place): string {
    if (this.code !== undefined) {
      place.check('InvalidStatus', retriableStatus, this.code, 'name a status that the service answers with');
    }
    return this.condition;
  }
}
