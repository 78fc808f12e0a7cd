import type { CheckReport } from '../check-report';
import type { Finding } from '../finding';
import { objectName } from './finding-place';

const COMMANDS: { readonly [severity: string]: string } = { error: 'error', warning: 'warning', info: 'notice' };

/** Findings as commands that a workflow of GitHub writes to its log. */
export function githubOutput({ findings }: CheckReport): string {
  return findings.map(commandOf).join('\n');
}

function commandOf(finding: Finding): string {
  const { severity, code, rule, message, fix, file, line } = finding;
  const properties = [['file', file], ['line', line], ['title', `${code} ${rule}`]].filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
  const about = objectName(finding);
  return `::${COMMANDS[severity]} ${properties.join(',')}::${escaped(`${about === '' ? '' : `${about}: `}${message}; ${fix}`)}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
