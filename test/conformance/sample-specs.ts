import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { BOOKINFO_SAMPLES } from './bookinfo-samples';
import { digestOf, MEND } from './recorded-verdicts';

/** The file that says which specs Istio's samples have, so that the tests need no samples: what is in them is not kept here. */
export const SAMPLE_RECORD = join(__dirname, 'bookinfo-samples.txt');

/** Below Istio's module. */
export const SAMPLE_FOLDER = 'samples/bookinfo/networking';

interface Sample {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}

/** The specs of Istio's own files, a line each. */
export function specsOfIstio(module: string): string[] {
  const folder = join(module, SAMPLE_FOLDER);
  return readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort().flatMap((file) => {
    const documents = parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS() as Sample | null);
    return linesOf(file, documents.filter((sample) => sample !== null));
  });
}

/** The specs that our programs write, a line each. */
export function specsOfPrograms(): string[] {
  return Object.entries(BOOKINFO_SAMPLES).sort(([a], [b]) => a < b ? -1 : 1).flatMap(([file, program]) => {
    const chart = new Chart(new App(), 'chart');
    program(chart);
    return linesOf(file, chart.toJson());
  });
}

/** The text of the record. */
export function sampleRecord(istio: string, specs: string[]): string {
  return [`# The specs in ${SAMPLE_FOLDER}; made by ${MEND}.`, `# ${istio}`, ...specs].join('\n') + '\n';
}

/** The specs that the record has. */
export function recordedSpecs(): string[] {
  return readFileSync(SAMPLE_RECORD, 'utf8').trimEnd().split('\n').filter((line) => !line.startsWith('#'));
}

function linesOf(file: string, samples: Sample[]): string[] {
  return samples.map(({ kind, metadata: { name }, spec }) => `${file} ${kind} ${name} ${digestOf(spec)}`).sort();
}
