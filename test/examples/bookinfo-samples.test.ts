import { App, Chart } from 'cdk8s';
import { BOOKINFO_SAMPLES } from '../conformance/bookinfo-samples';
import { recordedSpecs, specsOfPrograms } from '../conformance/sample-specs';
import { synthesised } from '../support/bookinfo';

const specs = recordedSpecs();
const files = [...new Set(specs.map((line) => line.split(' ')[0]))];

describe('Istio\'s sample application, in the typed API', () => {
  test.each(files)('has the objects of %s with the same specs', (file) => {
    expect(specsOfPrograms().filter((line) => line.startsWith(`${file} `))).toEqual(specs.filter((line) => line.startsWith(`${file} `)));
  });

  test.each(Object.entries(BOOKINFO_SAMPLES))('writes objects for %s that Istio accepts', (_file, program) => {
    const chart = new Chart(new App(), 'chart');
    program(chart);
    expect(synthesised(chart)).not.toHaveLength(0);
  });
});
