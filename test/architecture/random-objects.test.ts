import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/public-api';

const TESTS = join(ROOT, 'test');

/** Whether a test may synthesise what a property draws, and does not say so: then random objects would be recorded. */
function isSilent(text: string): boolean {
  return /from 'fast-check'/.test(text) && /from '\.\.?\/(support\/)?(bookinfo|chart|flagger)'/.test(text) && !text.includes("/random-objects'");
}

test('a test with properties, that also synthesises, imports random-objects', () => {
  const text = "import * as fc from 'fast-check';\nimport { bookinfo } from '../support/bookinfo';\n";
  expect([text, `${text}import '../support/random-objects';\n`, "import * as fc from 'fast-check';\n"].map(isSilent)).toEqual([true, false, false]);
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts') && !file.startsWith('architecture'));
  expect(files).toContain(join('properties', 'canary.test.ts'));
  expect(files.filter((file) => isSilent(readFileSync(join(TESTS, file), 'utf8')))).toEqual([]);
});
