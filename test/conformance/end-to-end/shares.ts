import { Reply } from './client';
import type { Answered } from '../../../src/simulation/answering';

/** How far a count may be from the one expected, in standard deviations: one of two million is farther by chance. */
const SIGMAS = 5;

/** Who answers which share of requests: versions, or Envoy with a status and its reason. */
export type Shares = ReadonlyMap<string, number>;

export function simulatedShares({ data: { outcomes } }: Answered): Shares {
  const shares = new Map<string, number>();
  outcomes.forEach(({ share, kind, subset, status, flag }) => add(shares, kind === 'forward' ? subset! : `${status} ${flag}`, share));
  return shares;
}

export function counted(replies: readonly Reply[]): Map<string, number> {
  const counts = new Map<string, number>();
  replies.forEach(({ answerer }) => add(counts, answerer, 1));
  return counts;
}

/** Whether chance explains that of so many requests that many are counted. Of all or of none there is no chance. */
export function isLikely(share: number, hits: number, requests: number): boolean {
  return Math.abs(hits - share * requests) <= SIGMAS * Math.sqrt(requests * share * (1 - share));
}

/** Whether everybody has a likely count, and nobody else has any. */
export function areLikely(shares: Shares, counts: ReadonlyMap<string, number>): boolean {
  const requests = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...new Set([...shares.keys(), ...counts.keys()])].every((one) => isLikely(shares.get(one) ?? 0, counts.get(one) ?? 0, requests));
}

export function add(numbers: Map<string, number>, key: string, more: number): void {
  numbers.set(key, (numbers.get(key) ?? 0) + more);
}
