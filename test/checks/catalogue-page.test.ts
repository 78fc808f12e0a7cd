import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cataloguePage } from '../../src/checks/output/catalogue-page';

test('docs/checks.md is the catalogue: `npx ts-node -T --project test/tsconfig.json test/checks/write-page.ts` writes it', () => {
  expect(readFileSync(join(__dirname, '../../docs/checks.md'), 'utf8')).toBe(cataloguePage());
});
