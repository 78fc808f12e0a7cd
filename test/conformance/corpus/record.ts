import { writeFileSync } from 'node:fs';
import { analysisProgram, type Analysis, type Verdict } from '../judge';
import { corpus, istioCodes, ourCodes, VERDICTS } from './corpus';
import { KEPT_DIFFERENCES } from './kept-differences';

/** Asks Istio about every case of the corpus; returns those in which we say something else. */
export async function judgeCorpus(isRecorded: boolean): Promise<string[]> {
  const cases = corpus();
  const judge = await analysisProgram();
  const answers = new Map<string, (Verdict | Analysis)[]>();
  for (const answer of judge(cases)) answers.set(answer.case, [...answers.get(answer.case) ?? [], answer]);
  const codes = new Map(cases.map(({ name }) => [name, istioCodes(answers.get(name) ?? [])]));
  if (isRecorded) writeFileSync(VERDICTS, cases.map(({ name }) => `${JSON.stringify({ case: name, codes: codes.get(name) })}\n`).join(''));
  const different = cases.filter(({ name, yaml }) => ourCodes(yaml).join() !== codes.get(name)!.join() && !(name in KEPT_DIFFERENCES));
  return different.map(({ name, yaml }) => `${name}: Istio says ${codes.get(name)!.join(', ') || 'nothing'}; we say ${ourCodes(yaml).join(', ') || 'nothing'}`);
}
