import type { Duration } from 'cdk8s';
import { httpStatus } from '../istio/http-status';
import { percentage } from '../istio/percentage';
import type { Primitive } from '../istio/primitive';
import type { FaultSpec } from '../private/imports';
import type { Place } from '../private/place';
import { renderTime } from '../private/time';

const PERCENT_FIX = 'write 10 for ten of a hundred requests';

/**
 * A delay put before a share of the requests, as if the network or the service were slow.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay
 */
export class FaultDelay {
  /**
   * A delay of always the same length.
   *
   * @param delay how long, at least 1 ms
   * @param percent the share of requests that are delayed: 0, or 0.0001 to 100. Istio's own default is 0, so it has to be said
   * @throws InvalidDuration, PercentOutOfRange (when a construct receives it)
   */
  public static fixedDelay(delay: Duration, percent: number): FaultDelay {
    return new FaultDelay(delay, percent);
  }

  private constructor(private readonly time: Duration, private readonly share: number) {}

  /**
   * The `delay` of a fault.
   *
   * @internal
   */
  public _render(place: Place): FaultSpec['delay'] {
    place.at('percent').check('PercentOutOfRange', percentage, this.share, PERCENT_FIX);
    return { fixedDelay: renderTime(place.at('delay'), this.time), percentage: { value: this.share } };
  }
}

/** A status of gRPC. */
export enum GrpcStatus {
  /** 0. */
  OK = 'OK',
  /** 1. */
  CANCELLED = 'CANCELLED',
  /** 2. */
  UNKNOWN = 'UNKNOWN',
  /** 3. */
  INVALID_ARGUMENT = 'INVALID_ARGUMENT',
  /** 4. */
  DEADLINE_EXCEEDED = 'DEADLINE_EXCEEDED',
  /** 5. */
  NOT_FOUND = 'NOT_FOUND',
  /** 6. */
  ALREADY_EXISTS = 'ALREADY_EXISTS',
  /** 7. */
  PERMISSION_DENIED = 'PERMISSION_DENIED',
  /** 8. */
  RESOURCE_EXHAUSTED = 'RESOURCE_EXHAUSTED',
  /** 9. */
  FAILED_PRECONDITION = 'FAILED_PRECONDITION',
  /** 10. */
  ABORTED = 'ABORTED',
  /** 11. */
  OUT_OF_RANGE = 'OUT_OF_RANGE',
  /** 12. */
  UNIMPLEMENTED = 'UNIMPLEMENTED',
  /** 13. */
  INTERNAL = 'INTERNAL',
  /** 14. */
  UNAVAILABLE = 'UNAVAILABLE',
  /** 15. */
  DATA_LOSS = 'DATA_LOSS',
  /** 16. */
  UNAUTHENTICATED = 'UNAUTHENTICATED',
}

/** In plain JavaScript any text gets here. */
const grpcStatus: Primitive<string> = {
  allowed: `a status of gRPC (${Object.values(GrpcStatus).join(', ')})`,
  accepts: (value) => Object.values<string>(GrpcStatus).includes(value),
};

/**
 * An answer given to a share of the requests in place of the service's.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort
 */
export class FaultAbort {
  /**
   * An answer with this HTTP status.
   *
   * @param status a whole number from 200 to 599
   * @param percent the share of requests that are aborted: 0, or 0.0001 to 100. Istio's own default is 0, so it has to be said
   * @throws InvalidStatus, PercentOutOfRange (when a construct receives it)
   */
  public static httpStatus(status: number, percent: number): FaultAbort {
    return new FaultAbort(percent, status);
  }

  /**
   * An answer of gRPC with this status, which is of HTTP status 200.
   *
   * @param status the status of gRPC
   * @param percent as in `httpStatus`
   * @throws InvalidStatus, PercentOutOfRange (when a construct receives it)
   */
  public static grpcStatus(status: GrpcStatus, percent: number): FaultAbort {
    return new FaultAbort(percent, undefined, status);
  }

  private constructor(private readonly share: number, private readonly status?: number, private readonly statusOfGrpc?: GrpcStatus) {}

  /**
   * The `abort` of a fault.
   *
   * @internal
   */
  public _render(place: Place): FaultSpec['abort'] {
    place.at('percent').check('PercentOutOfRange', percentage, this.share, PERCENT_FIX);
    if (this.statusOfGrpc !== undefined) {
      place.at('status').check('InvalidStatus', grpcStatus, this.statusOfGrpc, 'name the status to answer with, such as GrpcStatus.UNAVAILABLE');
      return { grpcStatus: this.statusOfGrpc, percentage: { value: this.share } };
    }
    place.at('status').check('InvalidStatus', httpStatus, this.status!, 'name the status to answer with');
    return { httpStatus: this.status, percentage: { value: this.share } };
  }
}

/**
 * Faults put into requests on purpose, to see how callers bear them. The caller's proxy injects them, so only callers in
 * the mesh see them, those outside through the gateway that is their proxy, and retries of the same rule do not apply to an abort.
 *
 * @throws FaultMissing (when a construct receives it) if there is neither a delay nor an abort
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 */
export interface HttpFault {
  /**
   * A delay; it comes before the abort, and each is drawn by itself.
   *
   * @default - no delay
   */
  readonly delay?: FaultDelay;
  /**
   * An answer in place of the service's.
   *
   * @default - no abort
   */
  readonly abort?: FaultAbort;
}

/** The `fault` of a rule. */
export function renderFault(place: Place, fault: HttpFault): FaultSpec {
  if (!fault.delay && !fault.abort) {
    place.fail('FaultMissing', { must: 'have a delay or an abort', found: 'neither', fix: 'add one, or leave the fault out' });
  }
  return { delay: fault.delay?._render(place.at('delay')), abort: fault.abort?._render(place.at('abort')) };
}
