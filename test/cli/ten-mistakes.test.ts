import { join } from 'node:path';
import { main } from '../../src/cli/main';

// A folder in which ten different things are wrong, as a new user would have it checked.

const FOLDER = join(__dirname, 'ten-mistakes');

function check(format: string, isColoured = false) {
  const out: string[] = [];
  const exitCode = main(['check', FOLDER, '--format', format], { out: (text) => out.push(text), err: () => fail('nothing is wrong with the command'), isColoured });
  return { exitCode, out: out.join('\n').replaceAll(`${FOLDER}/`, '') };
}

/** What is wrong, by file and line, and by Istio's code where it has one. */
const MISTAKES: [place: string, severity: string, code: string, what: string][] = [
  ['details.yaml:4', 'error', 'YamlUnreadable', 'Tabs'],
  ['ratings.yaml:3', 'error', 'ObjectTwice', 'is there already'],
  ['callers.yaml:6', 'error', 'IST0106', '"ALOW"'],
  ['ratings.yaml:16', 'error', 'IST0106', 'timeout'],
  ['reviews.yaml:7', 'info', 'IST0118', '"web"'],
  ['reviews.yaml:16', 'error', 'IST0106', 'consecutiveErors'],
  ['reviews.yaml:20', 'error', 'IST0106', '"v_2"'],
  ['reviews.yaml:30', 'error', 'RoutedSubsetAtZero', 'has 0 replicas'],
  ['reviews.yaml:32', 'error', 'IST0101', '"v3"'],
  ['reviews.yaml:34', 'warning', 'IST0130', 'is never used'],
];

test('each is told as text with its place, a sentence and what to do, and they are counted', () => {
  const { exitCode, out } = check('text');
  expect(exitCode).toBe(1);
  const blocks = out.split('\n\n');
  for (const [place, severity, code, what] of MISTAKES) {
    const block = blocks.find((one) => one.startsWith(place) && one.includes(code) && one.includes(what));
    expect(block ?? place).toMatch(new RegExp(`^\\S+:\\d+(?:  \\w+ [\\w/-]+)?\\n  ${severity}: .+ \\[${code}.*\\]\\n  fix: [^.]+`));
  }
  expect(blocks.at(-1)).toMatch(/^\d+ objects checked: \d+ errors, 1 warning, 1 info$/);
  expect(blocks).toHaveLength(13);
});

test('findings of an object stand in the order of its lines, the errors first', () => {
  const ofRules = [...check('text').out.matchAll(/^reviews.yaml:(\d+)  DestinationRule .*\n  (\w+)/gm)].map(([, line, severity]) => [severity, Number(line)]);
  expect(ofRules).toEqual([['error', 16], ['error', 20], ['error', 20]]);
});

test('colours are there where somebody reads them, and nowhere else', () => {
  // eslint-disable-next-line no-control-regex
  const colours = /\u001b\[\d+m/g;
  expect(check('text').out).not.toMatch(colours);
  expect(check('text', true).out.replaceAll(colours, '')).toBe(check('text').out);
  expect(check('json', true).out).not.toMatch(colours);
});

test('each stands in JSON, in SARIF, in the annotations of GitHub and in the report of JUnit', () => {
  const { findings } = JSON.parse(check('json').out);
  const sarif = JSON.parse(check('sarif').out).runs[0].results.map(({ message, level, locations: [{ physicalLocation }] }: any) => (
    { message: message.text, level, place: `${physicalLocation.artifactLocation.uri}:${physicalLocation.region.startLine}` }
  ));
  const [github, junit] = [check('github').out.split('\n'), check('junit').out];
  expect([sarif.length, github.length]).toEqual([findings.length, findings.length]);
  for (const [place, severity, code, what] of MISTAKES) {
    const [file, line] = place.split(':');
    expect(findings).toContainEqual(expect.objectContaining({ file, line: Number(line), severity, code, message: expect.stringContaining(what) }));
    expect(sarif).toContainEqual({ message: expect.stringContaining(what), level: severity === 'info' ? 'note' : severity, place });
    const command = `::${severity === 'info' ? 'notice' : severity} file=${file},line=${line},title=${code}`;
    expect(github.filter((one) => one.startsWith(command) && one.includes(what))).toHaveLength(1);
    expect(junit).toContain(place);
  }
  expect(junit).toMatch(/tests="8" failures="6"/);
});

test('any format ends with 1', () => {
  expect(['json', 'sarif', 'github', 'junit'].map((format) => check(format).exitCode)).toEqual([1, 1, 1, 1]);
});
