import type { CheckReport } from '../check-report';
import { objectName, placeOf } from './finding-place';

const COLOURS: { readonly [severity: string]: string } = { error: '31', warning: '33', info: '36' };

/** Findings to be read by people: the place, what is wrong, and what to do. */
export function textOutput(report: CheckReport, isColoured: boolean): string {
  const paint = (colour: string, text: string) => isColoured ? `\u001b[${colour}m${text}\u001b[0m` : text;
  const blocks = report.findings.map((finding) => {
    const { severity, code, rule, message, fix } = finding;
    const about = [placeOf(finding), objectName(finding)].filter((part) => part !== '').join('  ');
    const label = code.toLowerCase() === rule.replaceAll('-', '') ? code : `${code} ${rule}`;
    return `${paint('1', about)}\n  ${paint(COLOURS[severity], severity)}: ${message} [${label}]\n  ${paint('2', `fix: ${fix}`)}\n`;
  });
  return [...blocks, summaryOf(report)].join('\n');
}

/** How many objects were checked, and what was found: one line. */
export function summaryOf({ findings, objects }: CheckReport): string {
  const counts = (['error', 'warning', 'info'] as const).map((severity) => [findings.filter((one) => one.severity === severity).length, severity] as const);
  const found = counts.filter(([count]) => count > 0).map(([count, severity]) => `${count} ${severity}${count > 1 && severity !== 'info' ? 's' : ''}`);
  return `${objects} object${objects === 1 ? '' : 's'} checked: ${found.join(', ') || 'nothing found'}`;
}
