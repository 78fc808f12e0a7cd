import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** A program that ends when this one does, however that is. */
export function tiedProcess(command: string, parameters: string[], env = process.env): ChildProcessWithoutNullStreams {
  const child = spawn(command, parameters, { env });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}
