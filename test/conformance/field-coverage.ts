import { App, Chart } from 'cdk8s';
import { fieldsOf, kindsWithFields } from './fields';
import { LEFT_OUT_FIELDS, LeftOutFields } from './left-out-fields';
import { NAMESPACE, Program, PROGRAMS } from './sweep';
import type { Manifest } from '../support/manifests';

/** What the typed API can write of a kind of object. */
export interface FieldCoverage {
  readonly kind: string;
  /** All fields of the CRD; the values of a field that lists them count too. */
  readonly fields: string[];
  readonly reachable: string[];
  readonly leftOut: string[];
  /** Neither written by a program of the sweep, nor left out knowingly. */
  readonly missing: string[];
}

/** How much of each kind of object the programs of the sweep write. */
export function fieldCoverage(): FieldCoverage[] {
  const objects = PROGRAMS.flatMap(writtenBy);
  return kindsWithFields().map(({ kind, fields }) => {
    const known = new Set(fields);
    const written = new Set(objects.filter((object) => object.kind === kind).flatMap(({ spec }) => fieldsOf(spec, known)));
    const leftOut = fields.filter((field) => leftOutBy(kind, field) !== undefined);
    const reachable = fields.filter((field) => written.has(field));
    return { kind, fields, reachable, leftOut, missing: fields.filter((field) => !written.has(field) && !leftOut.includes(field)) };
  });
}

function writtenBy(program: Program): Manifest[] {
  const app = new App();
  program(new Chart(app, 'chart', { namespace: NAMESPACE }));
  return app.charts.flatMap((chart) => chart.toJson());
}

/** The entry that leaves a field out. */
export function leftOutBy(kind: string, field: string): LeftOutFields | undefined {
  return LEFT_OUT_FIELDS.find((one) => one.kind === kind && one.paths.some((path) => isBelow(field, path)));
}

function isBelow(field: string, path: string): boolean {
  const [, depth = '', rest] = /^(\*\*\.)?(.*)$/.exec(path)!;
  const text = rest.replace(/[.[\]{}]/g, '\\$&');
  return new RegExp(`^${depth && '(.*\\.)?'}${text}([.[{=]|$)`).test(field);
}
