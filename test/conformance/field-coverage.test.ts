import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldCoverage } from './field-coverage';
import { fieldsOf, kindsWithFields } from './fields';
import { fieldsTable, missingFields } from './fields-table';
import { LEFT_OUT_FIELDS } from './left-out-fields';
import { ROOT } from '../support/public-api';

describe('the typed API', () => {
  test('writes every field of Istio\'s CRDs, and every value that they list, but those that are left out knowingly', () => {
    expect(missingFields()).toEqual([]);
  });

  test('leaves out nothing that it writes after all, and nothing that is not there', () => {
    const coverage = fieldCoverage();
    for (const { kind, reachable, leftOut } of coverage) {
      expect(reachable.filter((field) => leftOut.includes(field)).map((field) => `${kind} ${field}`)).toEqual([]);
    }
    const rows = fieldsTable().split('\n').filter((line) => LEFT_OUT_FIELDS.some(({ because }) => line.endsWith(`| ${because} |`)));
    expect(rows).toHaveLength(LEFT_OUT_FIELDS.length);
  });

  test('is described with the figures of `npm run fields`', () => {
    expect(readFileSync(join(ROOT, 'docs/fields.md'), 'utf8')).toContain(fieldsTable());
  });
});

describe('the fields of an object', () => {
  const fields = new Set(kindsWithFields().find(({ kind }) => kind === 'VirtualService')!.fields);

  test('are told apart by their path, whatever the item of a list and the key of a map', () => {
    const spec = { hosts: ['a'], http: [{}, { match: [{ headers: { 'x-user': { exact: 'jason' } }, port: 80 }] }] };
    expect(fieldsOf(spec, fields).filter((field) => fields.has(field)).sort()).toEqual(['hosts[]', 'http[].match[].headers{}.exact', 'http[].match[].port']);
  });

  test('are none that the CRD does not have', () => {
    expect(fieldsOf({ http: [{ weigth: 10 }] }, fields)).toEqual([]);
  });

  test('include the listed values', () => {
    const written = fieldsOf({ http: [{ corsPolicy: { unmatchedPreflights: 'IGNORE' } }] }, fields);
    expect(written).toContain('http[].corsPolicy.unmatchedPreflights=IGNORE');
    expect(fields).toContain('http[].corsPolicy.unmatchedPreflights=IGNORE');
    expect(fields).toContain('http[].corsPolicy.unmatchedPreflights=FORWARD');
  });
});
