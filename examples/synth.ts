import { programs, run } from './programs';

const outdir = process.env.CDK8S_OUTDIR ?? 'dist/examples';
for (const program of programs()) {
  run(program, outdir);
}
