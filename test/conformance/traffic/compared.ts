import type { RealAnswer } from './traffic-case';
import type { AnswerData } from '../../../src/simulation/answer';

const SMALLEST_DIFFERENCE = 1e-9;

/** The first way in which an answer differs from the real one. */
export function differenceOf(ours: AnswerData, real: RealAnswer): string | undefined {
  if ('unanswered' in real) return undefined;
  // Envoy's configuration for connections does not always name the rule that it is from.
  const isConnection = real.virtualHost === undefined && real.virtualService === null;
  return difference('', isConnection ? { ...ours, virtualService: null } : ours, real);
}

function difference(path: string, ours: unknown, real: unknown): string | undefined {
  if (typeof ours === 'number' && typeof real === 'number' && Math.abs(ours - real) < SMALLEST_DIFFERENCE) return undefined;
  if (typeof ours !== 'object' || typeof real !== 'object' || ours === null || real === null) {
    return ours === real ? undefined : `${path}: ${JSON.stringify(ours)} where it really is ${JSON.stringify(real)}`;
  }
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(real)])];
  for (const key of keys) {
    const found = difference(`${path}.${key}`, (ours as any)[key], (real as any)[key]);
    if (found) return found;
  }
  return undefined;
}
