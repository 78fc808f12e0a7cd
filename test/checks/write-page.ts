import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cataloguePage } from '../../src/checks/output/catalogue-page';

writeFileSync(join(__dirname, '../../docs/checks.md'), cataloguePage());
