import { percentage } from '../../istio/percentage';
import { httpRule } from '../examples';
import { type Field, shown } from '../field';
import type { ObjectCheck } from '../object-check';
import { durationProblem, refusedBy } from './accepted-values';
import { webhookRules } from './webhook-rule';

const GRPC_STATUS = new Set([
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED',
]);

export const HTTP_FAULT_RULES = webhookRules('virtual-service', {
  fault: {
    must: 'A fault has a delay, an abort or both, each with a share from 0.0001 to 100 percent or 0.',
    why: 'Istio refuses the object.',
    fix: 'give it an abort or a delay with a percentage',
    fails: httpRule('fault: {}'),
    passes: httpRule('fault:\n  abort: {httpStatus: 503, percentage: {value: 0.5}}'),
    equals: 'HTTP fault injection must have an abort and/or a delay',
  },
  abort: {
    must: 'An abort answers with a status from 200 to 600, or with a status of gRPC by its name.',
    why: 'Istio refuses the object; resets of HTTP/2 streams it cannot make.',
    fix: 'write httpStatus: 503, or grpcStatus: UNAVAILABLE',
    fails: httpRule('fault:\n  abort: {httpStatus: 999, percentage: {value: 10}}'),
    passes: httpRule('fault:\n  abort: {grpcStatus: UNAVAILABLE, percentage: {value: 10}}'),
    equals: 'HTTP status 999 is not in range 200-599',
  },
  delay: {
    must: 'A delay is fixedDelay, in whole milliseconds from 1ms.',
    why: 'Istio refuses the object; delays that grow it cannot make.',
    fix: 'write fixedDelay: 5s',
    fails: httpRule('fault:\n  delay: {exponentialDelay: 1s, percentage: {value: 10}}'),
    passes: httpRule('fault:\n  delay: {fixedDelay: 5s, percentage: {value: 10}}'),
    equals: 'exponentialDelay not supported yet',
  },
});

const RULES = HTTP_FAULT_RULES;

export function checkFault(check: ObjectCheck, fault: Field): void {
  if (!fault.isPresent) return;
  const [abort, delay] = [fault.at('abort'), fault.at('delay')];
  if (!abort.isPresent && !delay.isPresent) check.fail(RULES.fault, fault, 'must have a delay or an abort');
  for (const share of [abort, delay].map((one) => one.at('percentage').at('value'))) {
    const wrong = refusedBy(percentage, share.number);
    if (wrong !== undefined) check.fail(RULES.fault, share, wrong);
  }
  checkAbort(check, abort);
  checkDelay(check, delay);
}

function checkAbort(check: ObjectCheck, abort: Field): void {
  const [http, grpc, http2] = ['httpStatus', 'grpcStatus', 'http2Error'].map((key) => abort.at(key));
  if (http.isPresent && (http.number < 200 || http.number > 600)) check.fail(RULES.abort, http, `must be from 200 to 599, got ${http.number}`);
  if (grpc.isPresent && !GRPC_STATUS.has(grpc.text)) check.fail(RULES.abort, grpc, `must be a status of gRPC such as UNAVAILABLE, got ${shown(grpc.value)}`);
  if (http2.isPresent) check.fail(RULES.abort, http2, 'is not supported by Istio');
}

function checkDelay(check: ObjectCheck, delay: Field): void {
  const [fixed, exponential] = [delay.at('fixedDelay'), delay.at('exponentialDelay')];
  const wrong = durationProblem(fixed);
  if (wrong !== undefined) check.fail(RULES.delay, fixed, wrong);
  if (exponential.isPresent) check.fail(RULES.delay, exponential, 'is not supported by Istio');
}
