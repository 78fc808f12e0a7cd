import { isLikely } from './shares';

/** What is looked for in a number of requests, and found. */
export interface Row {
  readonly asked: string;
  readonly what: string;
  readonly configured: string;
  readonly simulated: string;
  readonly measured: string;
  readonly requests: number;
  readonly agrees: boolean;
}

export type Finding = Omit<Row, 'asked' | 'requests'>;

const SMALLEST_DIFFERENCE = 1e-9;
const HEADINGS = ['requests', 'of which', 'configured', 'simulated', 'measured', 'of', ''];

/** A share of requests. */
export function shareOf(what: string, configured: number, simulated: number, hits: number, requests: number): Finding {
  return {
    what,
    configured: percent(configured),
    simulated: percent(simulated),
    measured: percent(hits / requests),
    agrees: Math.abs(configured - simulated) < SMALLEST_DIFFERENCE && isLikely(simulated, hits, requests),
  };
}

/** Something that is the same for all of them. */
export function factOf(what: string, configured: string, simulated: string, measured: string, isSo: boolean): Finding {
  return { what, configured, simulated, measured, agrees: configured === simulated && isSo };
}

export function tableOf(rows: readonly Row[]): string {
  const cells = [HEADINGS, ...rows.map(({ asked, what, configured, simulated, measured, requests, agrees }) => (
    [asked, what, configured, simulated, measured, String(requests), agrees ? 'agrees' : 'DIFFERS']
  ))];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  return cells.map((line) => line.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
