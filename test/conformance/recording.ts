import { parse } from 'yaml';
import { Case, documents, Verdict } from './judge';
import { digestOf, isJudged, judgesIn, MEND, RecordedVerdict, verdictsIn } from './recorded-verdicts';

/** The object in a document, read as kubectl would; the text itself, if it cannot be read. */
export function objectIn(document: string): unknown {
  try {
    return parse(document, { version: '1.1' });
  } catch {
    return document;
  }
}

/** What to record of these objects: nothing of those that nobody judges. */
export function recordedFrom(cases: Case[], verdicts: Verdict[]): RecordedVerdict[] {
  const texts = new Map(cases.map((one) => [one.name, documents(one)]));
  return verdicts.filter(({ judged }) => judged).map((verdict) => {
    const object = objectIn(texts.get(verdict.case)![verdict.index]);
    if (typeof object !== 'string' && !isJudged(object)) {
      throw new Error(`${verdict.kind} ${verdict.name} is judged, and isJudged() in recorded-verdicts.ts does not know that`);
    }
    return { digest: digestOf(object), ...said(verdict) };
  });
}

function said({ kind, namespace, name, refusals, warnings }: Verdict): Omit<RecordedVerdict, 'digest'> {
  const all = [...refusals.map(({ judge, message }) => `${judge}: ${message}`), ...warnings].map((text) => text.replace(/\s+/g, ' ').trim());
  const outcome = refusals.length > 0 ? 'refused' : warnings.length > 0 ? 'warned' : 'accepted';
  return { outcome, object: `${kind || 'unreadable'} ${namespace && `${namespace}/`}${name}`.trimEnd(), says: all.sort().join('; ') };
}

/** How the committed record differs from what was found, with how many lines and the first of them. */
export function staleness(found: string, committed: string): string[] {
  if (committed === found) return [];
  const [now, then] = [verdictsIn(found), verdictsIn(committed)];
  const lines = (from: typeof now, isOne: (one: RecordedVerdict) => boolean) => [...from.values()].filter(isOne);
  const ways: [string, RecordedVerdict[]][] = [
    ['missing', lines(now, ({ digest }) => !then.has(digest))],
    ['changed', lines(now, (one) => then.has(one.digest) && !isSame(one, then.get(one.digest)!))],
    ['stale', lines(then, ({ digest }) => !now.has(digest))],
  ];
  const problems = ways.filter(([, all]) => all.length > 0).map(([way, all]) => `${all.length} ${way}, as ${described(all[0])}`);
  if (judgesIn(found).join() !== judgesIn(committed).join()) problems.unshift('other judges');
  return [`verdicts.txt is not what was found (${problems.join('; ') || 'order'}): write it with ${MEND}, and look at what changes`];
}

function isSame(a: RecordedVerdict, b: RecordedVerdict): boolean {
  return described(a) === described(b);
}

function described({ digest, outcome, object, says }: RecordedVerdict): string {
  return `${digest} ${outcome} ${object} ${says}`.trimEnd();
}
