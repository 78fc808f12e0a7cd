import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { manifestsBelow, programs, run } from '../../examples/programs';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

describe('the YAML beside the examples', () => {
  let outdir: string;

  beforeAll(() => {
    outdir = mkdtempSync(join(tmpdir(), 'examples-'));
    programs().forEach((program) => run(program, outdir));
  });

  afterAll(() => {
    delete process.env.CDK8S_OUTDIR;
    rmSync(outdir, { recursive: true });
  });

  test('there is one for each that a program writes, and no other', () => {
    expect(manifestsBelow(EXAMPLES)).toEqual(manifestsBelow(outdir));
  });

  test.each(manifestsBelow(EXAMPLES))('%s is what its program writes (if the change is right: npm run golden)', (file) => {
    expect(readFileSync(join(outdir, file), 'utf8')).toBe(readFileSync(join(EXAMPLES, file), 'utf8'));
  });
});
