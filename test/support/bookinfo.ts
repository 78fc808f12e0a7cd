import { App, Chart, ChartProps, Testing } from 'cdk8s';
import { Manifest } from './manifests';

/** A chart of an app of its own, in the namespace bookinfo. */
export function bookinfo(props: ChartProps = { namespace: 'bookinfo' }): Chart {
  return new Chart(new App(), 'bookinfo', props);
}

/** What the chart writes. */
export function synthesised(chart: Chart): Manifest[] {
  return Testing.synth(chart);
}
