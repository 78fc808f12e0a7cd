import { rmSync } from 'fs';
import { join } from 'path';
import { manifestsBelow, programs, run } from './programs';

// The YAML beside each program: removed first, so that none outlives its program.
for (const file of manifestsBelow(__dirname)) {
  rmSync(join(__dirname, file));
}
for (const program of programs()) {
  run(program, __dirname);
}
console.log(manifestsBelow(__dirname).join('\n'));
