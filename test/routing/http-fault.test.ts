import { Duration } from 'cdk8s';
import { FaultAbort, FaultDelay, GrpcStatus, HttpFault } from '../../src';
import { renderedRule } from '../support/chart';
import { codeOf } from '../support/messages';

function faultOf(fault: HttpFault) {
  return renderedRule({ fault }).fault;
}

test('delays a share of the requests', () => {
  expect(faultOf({ delay: FaultDelay.fixedDelay(Duration.seconds(7), 50) })).toEqual({ delay: { fixedDelay: '7s', percentage: { value: 50 } } });
});

test('answers a share of the requests in place of the service', () => {
  expect(faultOf({ abort: FaultAbort.httpStatus(503, 0.1) })).toEqual({ abort: { httpStatus: 503, percentage: { value: 0.1 } } });
});

test('delays and answers at once', () => {
  expect(faultOf({ delay: FaultDelay.fixedDelay(Duration.millis(1), 100), abort: FaultAbort.httpStatus(200, 100) })).toEqual({
    delay: { fixedDelay: '1ms', percentage: { value: 100 } },
    abort: { httpStatus: 200, percentage: { value: 100 } },
  });
});

test('writes a share of 0 as it is said', () => {
  expect(faultOf({ delay: FaultDelay.fixedDelay(Duration.minutes(1), 0), abort: FaultAbort.httpStatus(599, 0) })).toEqual({
    delay: { fixedDelay: '1m', percentage: { value: 0 } },
    abort: { httpStatus: 599, percentage: { value: 0 } },
  });
});

test.each([
  ['neither a delay nor an abort', {}, 'FaultMissing'],
  ['a delay of no length', { delay: FaultDelay.fixedDelay(Duration.millis(0), 10) }, 'InvalidDuration'],
  ['a delay of more requests than there are', { delay: FaultDelay.fixedDelay(Duration.seconds(1), 101) }, 'PercentOutOfRange'],
  ['a delay of fewer requests than none', { delay: FaultDelay.fixedDelay(Duration.seconds(1), -1) }, 'PercentOutOfRange'],
  ['a share finer than Envoy can draw', { delay: FaultDelay.fixedDelay(Duration.seconds(1), 0.00001) }, 'PercentOutOfRange'],
  ['an answer to more requests than there are', { abort: FaultAbort.httpStatus(503, 100.5) }, 'PercentOutOfRange'],
  ['a share that is no number', { abort: FaultAbort.httpStatus(503, NaN) }, 'PercentOutOfRange'],
  ['a status below 200', { abort: FaultAbort.httpStatus(199, 10) }, 'InvalidStatus'],
  ['status 600, which Istio takes and Envoy does not', { abort: FaultAbort.httpStatus(600, 10) }, 'InvalidStatus'],
  ['a status above 600', { abort: FaultAbort.httpStatus(601, 10) }, 'InvalidStatus'],
  ['a status with a fraction', { abort: FaultAbort.httpStatus(503.5, 10) }, 'InvalidStatus'],
])('refuses %s', (_mistake, fault, code) => {
  expect(codeOf(() => faultOf(fault))).toBe(code);
});

test('answers with a status of gRPC', () => {
  expect(renderedRule({ fault: { abort: FaultAbort.grpcStatus(GrpcStatus.UNAVAILABLE, 10) } }).fault).toEqual({
    abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 10 } },
  });
  expect(codeOf(() => renderedRule({ fault: { abort: FaultAbort.grpcStatus('BROKEN' as GrpcStatus, 10) } }))).toBe('InvalidStatus');
  expect(codeOf(() => renderedRule({ fault: { abort: FaultAbort.grpcStatus(GrpcStatus.OK, 101) } }))).toBe('PercentOutOfRange');
});
