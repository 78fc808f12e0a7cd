import { Client, Question, Reply } from './client';
import { until } from './condition';
import { COOKIE, TESTER } from './release';
import { add } from './shares';

export type Kind = 'ordinary' | 'testers';

/** What became of all requests. */
export interface LoadResult {
  readonly requests: number;
  readonly failed: number;
}

export const QUESTIONS: { readonly [kind in Kind]: readonly Question[] } = {
  ordinary: [{ path: '/' }],
  testers: [{ path: '/', headers: TESTER }, { path: '/', headers: COOKIE }],
};

/** What a caller asks one after the other, again and again. */
const ROUND: readonly Kind[] = ['testers', 'ordinary', 'ordinary', 'ordinary'];
const CALLERS = 8;

/** Requests without a pause, and who answered them. */
export class Load {
  private readonly counts = new Map<string, Map<string, number>>();
  private readonly callers: Promise<void>[];
  private isOver = false;
  private begun = 0;
  private requests = 0;
  private failed = 0;

  constructor(private readonly client: Client) {
    this.callers = Array.from({ length: CALLERS }, () => this.call());
  }

  /** Waits for so many answers under an edit, and says who gave them. */
  public async answers(stage: string, kind: Kind, number: number): Promise<ReadonlyMap<string, number>> {
    const counts = this.countsOf(stage, kind);
    await until(`${number} answers to ${kind} requests under "${stage}"`, () => [...counts.values()].reduce((sum, count) => sum + count, 0) >= number);
    return new Map(counts);
  }

  public async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.callers);
  }

  public get result(): LoadResult {
    return { requests: this.requests, failed: this.failed };
  }

  private async call(): Promise<void> {
    while (!this.isOver) {
      const turn = this.begun++;
      const kind = ROUND[turn % ROUND.length];
      const questions = QUESTIONS[kind];
      this.count(kind, await this.client.ask(questions[Math.floor(turn / ROUND.length) % questions.length]));
    }
  }

  private count(kind: Kind, { status, stage, answerer }: Reply): void {
    add(this.countsOf(stage, kind), answerer, 1);
    this.requests++;
    if (status !== 200) this.failed++;
  }

  private countsOf(stage: string, kind: Kind): Map<string, number> {
    const key = `${kind} ${stage}`;
    const counts = this.counts.get(key) ?? new Map<string, number>();
    this.counts.set(key, counts);
    return counts;
  }
}
