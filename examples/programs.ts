import { readdirSync } from 'fs';
import { dirname, join } from 'path';

/** Every `main.ts` below this folder is a program of its own, named after its folder. */
export function programs(): string[] {
  return readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('main.ts'))
    .map(dirname)
    .sort();
}

/** Runs a program as the cdk8s CLI would, so that it writes below `outdir`, in a folder named like its own. */
export function run(program: string, outdir: string): void {
  process.env.CDK8S_OUTDIR = join(outdir, program);
  require(join(__dirname, program, 'main'));
}

/** The manifests below a folder, by path relative to it. */
export function manifestsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.k8s.yaml'))
    .sort();
}
