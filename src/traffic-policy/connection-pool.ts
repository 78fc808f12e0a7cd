import type { Duration } from 'cdk8s';
import { count } from '../istio/count';
import type { ConnectionPoolSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderTime, renderTimeOrZero } from '../private/time';

/** Whether HTTP/1.1 connections to a destination are upgraded to HTTP/2. */
export enum H2UpgradePolicy {
  /** As the mesh is set up; unless somebody changed it, connections are not upgraded. */
  DEFAULT = 'DEFAULT',
  /** Connections are not upgraded. */
  DO_NOT_UPGRADE = 'DO_NOT_UPGRADE',
  /** Connections are upgraded. */
  UPGRADE = 'UPGRADE',
}

/**
 * How dead connections are found out by probes of the operating system.
 *
 * @throws InvalidCount, InvalidDuration (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive
 */
export interface TcpKeepalive {
  /**
   * How long a connection is idle before the first probe, at least 1 ms; systems count whole seconds.
   *
   * @default - as the operating system is set up; on Linux 2 hours
   */
  readonly time?: Duration;
  /**
   * How long to wait between two probes, at least 1 ms; systems count whole seconds.
   *
   * @default - as the operating system is set up; on Linux 75 seconds
   */
  readonly interval?: Duration;
  /**
   * After how many probes without an answer the connection is dead, from 1.
   *
   * @default - as the operating system is set up; on Linux 9
   */
  readonly probes?: number;
}

/**
 * How dead HTTP/2 connections are found out by PING frames.
 *
 * @throws InvalidDuration (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings
 */
export interface Http2KeepAlive {
  /** How long to wait between two PINGs, at least 1 ms. */
  readonly interval: Duration;
  /** How long an answer may take before the connection is closed, at least 1 ms. */
  readonly timeout: Duration;
}

/**
 * Limits on connections of any protocol; each holds for one client proxy, not for all together.
 *
 * @throws InvalidCount, InvalidDuration (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings
 */
export interface TcpConnectionPool {
  /**
   * Connections to a destination host at most, from 1. Does not limit HTTP/2.
   *
   * @default - unlimited
   */
  readonly maxConnections?: number;
  /**
   * How long opening a connection may take, at least 1 ms.
   *
   * @default Duration.seconds(10)
   */
  readonly connectTimeout?: Duration;
  /**
   * How long a TCP connection may be idle; 0 for as long as it likes.
   *
   * @default Duration.hours(1)
   */
  readonly idleTimeout?: Duration;
  /**
   * How long a connection may live, at least 1 ms.
   *
   * @default - as long as it likes
   */
  readonly maxConnectionDuration?: Duration;
  /**
   * How dead connections are found out.
   *
   * @default - as the mesh is set up; unless somebody changed it, not at all
   */
  readonly tcpKeepalive?: TcpKeepalive;
}

/**
 * Limits on HTTP requests; each holds for one client proxy, not for all together.
 *
 * @throws InvalidCount, InvalidDuration, ConnectionUpgradeConflict (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings
 */
export interface HttpConnectionPool {
  /**
   * Requests that may wait for a connection, from 1.
   *
   * @default - unlimited
   */
  readonly http1MaxPendingRequests?: number;
  /**
   * Requests in progress at a time, of HTTP/1.1 and HTTP/2, from 1.
   *
   * @default - unlimited
   */
  readonly http2MaxRequests?: number;
  /**
   * Requests on one connection, from 1; 1 switches keep-alive off.
   *
   * @default - unlimited
   */
  readonly maxRequestsPerConnection?: number;
  /**
   * Retries in progress at a time, from 1.
   *
   * @default - unlimited
   */
  readonly maxRetries?: number;
  /**
   * How long a connection without requests stays open, at least 1 ms.
   *
   * @default Duration.hours(1)
   */
  readonly idleTimeout?: Duration;
  /**
   * Whether HTTP/1.1 connections are upgraded to HTTP/2.
   *
   * @default - as the mesh is set up
   */
  readonly h2UpgradePolicy?: H2UpgradePolicy;
  /**
   * Whether the protocol of the client's connection is kept; excludes an upgrade.
   *
   * @default false
   */
  readonly useClientProtocol?: boolean;
  /**
   * HTTP/2 streams on one connection at a time, from 1.
   *
   * @default - unlimited
   */
  readonly maxConcurrentStreams?: number;
  /**
   * How dead connections are found out; acts on HTTP/2 only.
   *
   * @default - not at all
   */
  readonly http2KeepAlive?: Http2KeepAlive;
}

/**
 * Limits on connections and requests to a destination. What exceeds them is answered with 503 at once.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
 */
export interface ConnectionPool {
  /**
   * Limits on connections.
   *
   * @default - Istio's
   */
  readonly tcp?: TcpConnectionPool;
  /**
   * Limits on HTTP requests.
   *
   * @default - Istio's
   */
  readonly http?: HttpConnectionPool;
}

const TCP_COUNTS = ['maxConnections'] as const;
const HTTP_COUNTS = ['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams'] as const;

/** The `connectionPool` of a traffic policy; nothing if it sets no limit, because Istio refuses an empty one. */
export function renderConnectionPool(place: Place, pool: ConnectionPool): ConnectionPoolSpec | undefined {
  if (!pool.tcp && !pool.http) {
    return undefined;
  }
  return {
    tcp: pool.tcp && renderTcp(place.at('tcp'), pool.tcp),
    http: pool.http && renderHttp(place.at('http'), pool.http),
  };
}

function renderTcp(place: Place, tcp: TcpConnectionPool): ConnectionPoolSpec['tcp'] {
  const { connectTimeout, idleTimeout, maxConnectionDuration, tcpKeepalive, ...rest } = tcp;
  checkCounts(place, tcp, TCP_COUNTS);
  return {
    ...rest,
    connectTimeout: connectTimeout && renderTime(place.at('connectTimeout'), connectTimeout),
    idleTimeout: idleTimeout && renderTimeOrZero(place.at('idleTimeout'), idleTimeout),
    maxConnectionDuration: maxConnectionDuration && renderTime(place.at('maxConnectionDuration'), maxConnectionDuration),
    tcpKeepalive: tcpKeepalive && renderTcpKeepalive(place.at('tcpKeepalive'), tcpKeepalive),
  };
}

function renderTcpKeepalive(place: Place, keepalive: TcpKeepalive): NonNullable<ConnectionPoolSpec['tcp']>['tcpKeepalive'] {
  const { time, interval, probes } = keepalive;
  checkCounts(place, keepalive, ['probes']);
  return { probes, time: time && renderTime(place.at('time'), time), interval: interval && renderTime(place.at('interval'), interval) };
}

function renderHttp(place: Place, http: HttpConnectionPool): ConnectionPoolSpec['http'] {
  const { idleTimeout, http2KeepAlive, ...rest } = http;
  checkCounts(place, http, HTTP_COUNTS);
  if (http.h2UpgradePolicy === H2UpgradePolicy.UPGRADE && http.useClientProtocol) {
    place.at('useClientProtocol').fail('ConnectionUpgradeConflict', {
      must: 'be left out where h2UpgradePolicy is UPGRADE', got: true, fix: 'keep one of the two: Istio refuses both together',
    });
  }
  return {
    ...rest,
    idleTimeout: idleTimeout && renderTime(place.at('idleTimeout'), idleTimeout),
    http2KeepAlive: http2KeepAlive && renderHttp2KeepAlive(place.at('http2KeepAlive'), http2KeepAlive),
  };
}

function renderHttp2KeepAlive(place: Place, { interval, timeout }: Http2KeepAlive): NonNullable<ConnectionPoolSpec['http']>['http2KeepAlive'] {
  return { interval: renderTime(place.at('interval'), interval), timeout: renderTime(place.at('timeout'), timeout) };
}

function checkCounts<K extends string>(place: Place, limits: { readonly [key in K]?: number }, keys: readonly K[]): void {
  for (const key of keys) {
    const value = limits[key];
    if (value !== undefined) {
      place.at(key).check('InvalidCount', count, value, 'for no limit leave it out');
    }
  }
}
