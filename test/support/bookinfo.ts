import { App, Chart, ChartProps, Testing } from 'cdk8s';
import { judged } from './istio-verdict';
import type { Manifest } from './manifests';

/** A chart of an app of its own, in the namespace bookinfo. */
export function bookinfo(props: ChartProps = { namespace: 'bookinfo' }): Chart {
  return new Chart(new App(), 'bookinfo', props);
}

/** What the chart writes, which Istio and Flagger accept. */
export function synthesised(chart: Chart): Manifest[] {
  return judged(Testing.synth(chart));
}

/** What the chart writes, of which Istio and Flagger refuse every object that is theirs with this message: patches are not checked. */
export function synthesisedInvalid(chart: Chart, message: string): Manifest[] {
  return judged(Testing.synth(chart), message);
}
