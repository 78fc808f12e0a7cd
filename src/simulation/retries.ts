import { STATUS_CODES } from 'node:http';
import type { RetriesData } from './answer';
import { inSeconds, millisecondsIn } from './milliseconds';
import { type Json, isObject, numberIn, textIn } from '../manifests/json';

const ATTEMPTS = 2;
const CONDITIONS = 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes';
const STATUS_CONDITION = 'retriable-status-codes';

/** A retry policy as Envoy gets it. */
export interface Retries {
  readonly data: RetriesData;
  /** These statuses are tried again. */
  readonly statusCodes: readonly number[];
}

/** The retries of a rule, or of the mesh where the rule says nothing; nothing if there are none. */
export function retriesOf(rule: Json | undefined, ofMesh: Json | undefined): Retries | undefined {
  const policy = isObject(rule) ? rule : ofMesh;
  if (!isObject(policy)) return { data: { attempts: ATTEMPTS, on: CONDITIONS }, statusCodes: [] };
  const attempts = numberIn(policy.attempts) ?? 0;
  if (attempts <= 0) return undefined;
  const perTryTimeout = millisecondsIn(policy.perTryTimeout);
  const { on, statusCodes } = conditionsIn(textIn(policy.retryOn));
  return { data: { attempts, on, ...perTryTimeout !== undefined && { perTryTimeout: inSeconds(perTryTimeout) } }, statusCodes };
}

function conditionsIn(retryOn: string): { on: string; statusCodes: number[] } {
  if (retryOn === '') return { on: CONDITIONS, statusCodes: [] };
  const parts = retryOn.split(',').map((part) => part.trim()).filter((part) => part !== '');
  const isStatus = (part: string) => /^[-+]?\d+$/.test(part) && Number(part) in STATUS_CODES;
  const statusCodes = parts.filter(isStatus).map(Number);
  const on = parts.filter((part) => !isStatus(part)).join(',');
  // Istio joins the condition with a comma even where no other stands before it.
  return { on: statusCodes.length > 0 && !on.includes(STATUS_CONDITION) ? `${on},${STATUS_CONDITION}` : on, statusCodes };
}
