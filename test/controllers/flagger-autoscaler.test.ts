import { FlaggerAutoscaler, FlaggerTarget } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { canarySpec, workload } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';

test.each([
  [FlaggerAutoscaler.horizontalPodAutoscaler('reviews'), { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'reviews' }],
  [FlaggerAutoscaler.scaledObject('reviews.so'), { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'reviews.so' }],
])('an autoscaler is referred to', (autoscaler, expected) => {
  expect(canarySpec({ autoscaler }).autoscalerRef).toEqual(expected);
});

test('a name that is none is refused', () => {
  expect(messageOf(() => canarySpec({ autoscaler: FlaggerAutoscaler.scaledObject('') }))).toContain('InvalidObjectName: autoscaler.name must');
});

test('a DaemonSet has none', () => {
  const autoscaler = FlaggerAutoscaler.scaledObject('reviews');
  expect(codeOf(() => canarySpec({ autoscaler, target: FlaggerTarget.daemonSet('reviews') }))).toBe('FlaggerTargetUnfit');
});

test('a number of pods is said by the autoscaler or by the manifest, and not by both', () => {
  const released = (autoscaler?: FlaggerAutoscaler) => {
    const chart = bookinfo();
    return canarySpec({ autoscaler, target: FlaggerTarget.workload(workload(chart, { replicas: 3 })) }, chart);
  };
  expect(messageOf(() => released(FlaggerAutoscaler.horizontalPodAutoscaler('reviews')))).toContain('FlaggerTargetUnfit: target.replicas must be left out where an autoscaler is given, got 3;');
  expect(released().targetRef.name).toBe('reviews');
});
