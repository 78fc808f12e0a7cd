import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, Interface } from 'node:readline';
import { stringify } from 'yaml';
import { tiedProcess } from './tied-process';
import { CannotJudge } from '../judge';
import { documents, ENVIRONMENT, istiodProgram, MESH } from '../traffic/istiod';

/** Objects of Istio and of Kubernetes that are written, or removed. */
export interface Change {
  readonly remove?: boolean;
  readonly configs?: readonly unknown[];
  readonly objects?: readonly unknown[];
}

/** istiod itself, serving proxies. It ends when nobody speaks to it any more. */
export class Discovery {
  public static async started(): Promise<Discovery> {
    const program = await istiodProgram();
    const folder = join(program, '..', 'scratch');
    mkdirSync(folder, { recursive: true });
    const child = tiedProcess(program, ['serve', stringify(MESH)], { ...process.env, ...ENVIRONMENT, TARGET_OUT: folder, LOCAL_OUT: folder });
    const lines = createInterface(child.stdout);
    const first = await nextLine(child, lines);
    return new Discovery(child, lines, JSON.parse(first).address);
  }

  private constructor(private readonly child: ChildProcessWithoutNullStreams, private readonly lines: Interface, public readonly address: string) {}

  /** Writes objects in their order, or removes them; proxies hear of it a moment later. */
  public async make({ remove = false, configs = [], objects = [] }: Change): Promise<void> {
    const answered = nextLine(this.child, this.lines);
    this.child.stdin.write(`${JSON.stringify({ remove, configs: documents(configs), objects: documents(objects) })}\n`);
    await answered;
  }

  public stop(): void {
    this.child.kill('SIGKILL');
  }
}

function nextLine(child: ChildProcessWithoutNullStreams, lines: Interface): Promise<string> {
  let complaint = '';
  const listen = (text: string) => { complaint = `${complaint}${text}`.slice(-2000); };
  child.stderr.setEncoding('utf8').on('data', listen);
  return new Promise<string>((done, fail) => {
    const exited = () => fail(new CannotJudge(`istiod ended: ${complaint.trim().split('\n').at(-1)}`));
    child.once('close', exited);
    lines.once('line', (line) => {
      child.off('close', exited);
      done(line);
    });
  }).finally(() => child.stderr.off('data', listen));
}
