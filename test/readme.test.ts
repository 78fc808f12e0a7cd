import { readFileSync } from 'fs';
import { join } from 'path';
import { ERROR_CODES } from '../src/private/error-codes';

const ROOT = join(__dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const README = read('README.md');

describe('the README', () => {
  test.each([
    ['ts', 'examples/canary/main.ts'],
    ['python', 'examples/canary/main.py'],
    ['yaml', 'examples/canary/bookinfo.k8s.yaml'],
  ])('shows as %s what stands in %s', (language, file) => {
    expect(README).toContain(`\n\`\`\`${language}\n${read(file)}\`\`\`\n`);
  });

  test('lists every error code with its meaning, and no other', () => {
    const [, table] = README.split('| Code | Meaning |\n| --- | --- |\n');
    const rows = table.slice(0, table.indexOf('\n\n')).split('\n');
    expect(rows).toEqual(Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`));
  });

  test.each(Object.entries(JSON.parse(read('package.json')).peerDependencies as { [name: string]: string }))(
    'says which versions of %s are supported (%s)', (name, range) => {
      const oldest = range.replace('^', '');
      expect(README).toContain(`| ${name} | ${oldest} and later ${oldest.split('.')[0]}.x |`);
    });

  test('names the Istio version whose types are used', () => {
    const [, version] = /ISTIO_API_VERSION = 'v(\d+\.\d+)\./.exec(read('imports/update.ts')) ?? [];
    expect(README).toContain(`limits are those of ${version} |`);
  });
});
