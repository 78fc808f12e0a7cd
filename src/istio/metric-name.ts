import { Primitive, textPrimitive } from './primitive';

/**
 * The name of a metric by which an autoscaler asks for it, as a part of a path.
 * See https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis
 */
export const metricName: Primitive<string> = textPrimitive(
  'the name of a metric: not empty, without white space, "/" and "%", and neither "." nor ".."',
  /^(?!\.{1,2}$)[^\s/%]+$/,
);
