import { FieldCoverage, fieldCoverage, leftOutBy } from './field-coverage';

/** The coverage of all kinds as a table in Markdown, with what is left out and why. */
export function fieldsTable(): string {
  const coverage = fieldCoverage();
  const rows = coverage.map(({ kind, fields, reachable, leftOut, missing }) => (
    `| ${kind} | ${fields.length} | ${reachable.length} | ${leftOut.length} | ${missing.length} |`
  ));
  const total = (part: (one: FieldCoverage) => string[]) => coverage.reduce((sum, one) => sum + part(one).length, 0);
  const sums = [total(({ fields }) => fields), total(({ reachable }) => reachable), total(({ leftOut }) => leftOut), total(({ missing }) => missing)];
  return [
    '| Kind | Fields | Written | Left out | Missing |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    `| all | ${sums.join(' | ')} |`,
    '',
    '| Left out | Fields | Why |',
    '| --- | --- | --- |',
    ...leftOutRows(coverage),
  ].join('\n');
}

function leftOutRows(coverage: FieldCoverage[]): string[] {
  return coverage.flatMap(({ kind, leftOut }) => {
    const entries = [...new Set(leftOut.map((field) => leftOutBy(kind, field)!))];
    return entries.map((entry) => {
      const count = leftOut.filter((field) => leftOutBy(kind, field) === entry).length;
      return `| ${kind} ${entry.paths.map((path) => `\`${path}\``).join(', ')} | ${count} | ${entry.because} |`;
    });
  });
}

/** The fields that are neither written nor left out, a line each. */
export function missingFields(): string[] {
  return fieldCoverage().flatMap(({ kind, missing }) => missing.map((field) => `${kind} ${field}`));
}

if (require.main === module) {
  console.log(fieldsTable());
  missingFields().forEach((line) => console.log(`missing: ${line}`));
}
