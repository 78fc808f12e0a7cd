import type { CheckReport } from '../check-report';
import type { Finding } from '../finding';
import { objectName, placeOf } from './finding-place';

/** Findings as the report of a test run: errors and warnings are failures, the rest is output. */
export function junitOutput({ findings, objects }: CheckReport): string {
  const cases = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = objectName(finding) || placeOf(finding) || 'manifests';
    cases.set(name, [...cases.get(name) ?? [], finding]);
  }
  const failed = [...cases.values()].filter((found) => found.some(({ severity }) => severity !== 'info')).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites><testsuite name="cdk8s-istio check" tests="${Math.max(objects, cases.size)}" failures="${failed}">`,
    ...[...cases].map(([name, found]) => `<testcase classname="check" name="${xml(name)}">${found.map(entryOf).join('')}</testcase>`),
    '</testsuite></testsuites>',
  ].join('\n');
}

function entryOf(finding: Finding): string {
  const { severity, code, rule, message, fix } = finding;
  const text = xml(`${placeOf(finding)} ${message}\nfix: ${fix}`.trim());
  if (severity === 'info') return `<system-out>${text}</system-out>`;
  return `<failure type="${xml(severity)}" message="${xml(`${code} ${rule}: ${message}`)}">${text}</failure>`;
}

/** XML knows no control characters at all. */
function xml(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd').replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
