import { inSeconds, millisecondsIn } from './milliseconds';
import { percentIn } from './virtual-service-model';
import { type Json, isObject, numberIn, objectIn, textIn } from '../manifests/json';

/** What a rule does to requests before they are sent on. */
export interface Fault {
  readonly delay?: { readonly percent: number; readonly duration: string };
  readonly abort?: { readonly percent: number; readonly status: number };
}

/** A percentage that is left out is none, in a fault. */
export function faultIn(value: Json | undefined, isGrpc: boolean): Fault {
  const { delay, abort } = objectIn(value);
  const slow = objectIn(delay);
  const duration = millisecondsIn(slow.fixedDelay);
  const slowPercent = percentIn(slow.percentage) ?? numberIn(slow.percent) ?? 0;
  const status = isObject(abort) ? statusIn(abort, isGrpc) : undefined;
  const abortPercent = percentIn(objectIn(abort).percentage) ?? 0;
  return {
    ...duration !== undefined && slowPercent > 0 && { delay: { percent: slowPercent, duration: inSeconds(duration) } },
    ...status !== undefined && abortPercent > 0 && { abort: { percent: abortPercent, status } },
  };
}

/** Calls of gRPC are answered 200, and say in the trailer what is wrong. So are all others, where the rule has a status of gRPC. */
function statusIn(abort: { readonly [key: string]: Json | undefined }, isGrpc: boolean): number | undefined {
  const http = numberIn(abort.httpStatus);
  if (http !== undefined) return isGrpc ? 200 : http;
  return textIn(abort.grpcStatus) === '' ? undefined : 200;
}
