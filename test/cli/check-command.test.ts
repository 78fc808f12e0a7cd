import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
  writeFileSync(join(folder, 'wrong.yaml'), [
    'apiVersion: networking.istio.io/v1', 'kind: DestinationRule', 'metadata:', '  name: reviews', '  namespace: shop', 'spec:',
    '  host: reviews', '  subsets:', '  - name: v_1', '  trafficPolicy:', '    outlierDetection:', '      consecutiveErrors: 5', '',
  ].join('\n'));
  writeFileSync(join(folder, 'warned.yaml'), [
    'apiVersion: networking.istio.io/v1', 'kind: Sidecar', 'metadata:', '  name: default', 'spec:', '  egress:', '  - hosts: ["./*", "./*"]', '',
  ].join('\n'));
  writeFileSync(join(folder, 'right.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
  writeFileSync(join(folder, 'broken-mesh.yaml'), '- a\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = main(args.map((arg) => arg.replace('DIR', folder)), { out: (text) => out.push(text), err: (text) => err.push(text), isColoured: false });
  return { exitCode, out: out.join('\n').replaceAll(folder, 'DIR'), err: err.join('\n').replaceAll(folder, 'DIR') };
}

describe('check', () => {
  test('tells the place, what is wrong and what to do, and sums up', () => {
    const { exitCode, out } = run('check', 'DIR/wrong.yaml');
    expect(exitCode).toBe(1);
    expect(out).toContain('DIR/wrong.yaml:9  DestinationRule shop/reviews\n  error: spec.subsets[0].name must be a DNS label');
    expect(out).toContain('[IST0106 destination-rule-subsets]\n  fix: name the subset in letters, digits and hyphens\n');
    expect(out).toContain('DIR/wrong.yaml:12  DestinationRule shop/reviews\n  warning: spec.trafficPolicy.outlierDetection.consecutiveErrors is deprecated');
    expect(out).toMatch(/1 object checked: \d errors?, \d warnings?$/);
  });

  test('ends with 1 from the severity on that is asked for', () => {
    expect(run('check', 'DIR/warned.yaml').exitCode).toBe(0);
    expect(run('check', 'DIR/warned.yaml', '--fail-on', 'warning').exitCode).toBe(1);
    expect(run('check', 'DIR/right.yaml', '--fail-on', 'warning')).toEqual({ exitCode: 0, out: '1 object checked: nothing found', err: '' });
  });

  test('writes JSON that has every field of the contract', () => {
    const { findings, objects } = JSON.parse(run('check', 'DIR/wrong.yaml', '--format', 'json').out);
    expect(objects).toBe(1);
    expect(findings).toContainEqual({
      code: 'IST0106',
      rule: 'destination-rule-subsets',
      origin: 'istio',
      severity: 'error',
      message: expect.stringContaining('got "v_1"'),
      fix: 'name the subset in letters, digits and hyphens',
      object: { kind: 'DestinationRule', namespace: 'shop', name: 'reviews' },
      path: 'spec.subsets[0].name',
      file: 'DIR/wrong.yaml',
      line: 9,
    });
  });

  test('counts an object without a namespace to the one that is given', () => {
    const { findings } = JSON.parse(run('check', 'DIR/warned.yaml', '--format', 'json', '--namespace', 'team').out);
    expect(findings[0].object.namespace).toBe('team');
  });

  test('writes SARIF', () => {
    const { version, runs: [{ tool, results }] } = JSON.parse(run('check', 'DIR/wrong.yaml', '--format', 'sarif').out);
    expect(version).toBe('2.1.0');
    const subsets = results.find(({ ruleId }: { ruleId: string }) => ruleId === 'destination-rule-subsets');
    expect(subsets).toMatchObject({
      level: 'error', locations: [{ physicalLocation: { artifactLocation: { uri: 'DIR/wrong.yaml' }, region: { startLine: 9 } } }],
    });
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toContain('destination-rule-subsets');
  });

  test('writes annotations of GitHub', () => {
    const { out } = run('check', 'DIR/wrong.yaml', '--format', 'github');
    expect(out).toContain('::error file=DIR/wrong.yaml,line=9,title=IST0106 destination-rule-subsets::DestinationRule shop/reviews: spec.subsets');
    expect(out).toContain('::warning file=DIR/wrong.yaml,line=12,');
  });

  test('writes a JUnit report', () => {
    const { out } = run('check', 'DIR/wrong.yaml', '--format', 'junit');
    expect(out).toContain('<testsuite name="cdk8s-istio check" tests="1" failures="1">');
    expect(out).toContain('<testcase classname="check" name="DestinationRule shop/reviews"><failure type="error"');
    expect(out).toContain('&#34;v_1&#34;');
  });

  test('explains rules and codes', () => {
    expect(run('check', '--explain', 'destination-rule-subsets').out).toContain('destination-rule-subsets (IST0106, error, istio)');
    expect(run('check', '--explain', 'ist0131').out).toContain('virtual-service-ineffective-match (IST0131, info, istio)');
    expect(run('check', '--explain', 'file-unreadable').out).toContain('Fails:\n  cdk8s-istio check nowhere.yaml\nPasses:\n  ');
    expect(run('check', '--explain', 'transition-subset-gap').out).toMatch(/Replaces:\n  apiVersion[^]*Fails:\n  apiVersion[^]*Passes:\n  apiVersion/);
    expect(run('check', '--explain', 'KIA1107').out).toContain('destination-subset-not-found (IST0101, error, istio)');
    expect(run('check', '--explain', 'nothing')).toEqual({
      exitCode: 2, out: '', err: 'cdk8s-istio: there is no rule nothing; docs/checks.md lists all of them',
    });
  });

  test('says in one line what cannot be read, and ends with 2', () => {
    expect(run('check', 'DIR/missing.yaml')).toEqual({ exitCode: 2, out: '', err: 'cdk8s-istio: DIR/missing.yaml cannot be read: there is no such file' });
    expect(run('check')).toEqual({ exitCode: 2, out: '', err: 'cdk8s-istio: check needs files or folders, or - for standard input' });
    const missing = { exitCode: 2, out: '', err: 'cdk8s-istio: DIR/missing.yaml cannot be read: there is no such file' };
    for (const option of ['--mesh-config', '--assume', '--previous']) expect(run('check', 'DIR/right.yaml', option, 'DIR/missing.yaml')).toEqual(missing);
    expect(run('check', 'DIR/right.yaml', '--format', 'xml').exitCode).toBe(2);
    expect(run('chekc').exitCode).toBe(2);
    expect(run('check', '--help').exitCode).toBe(0);
  });

  test('does not call a folder right in which there is nothing', () => {
    mkdirSync(join(folder, 'empty'));
    expect(run('check', 'DIR/empty')).toEqual({ exitCode: 2, out: '', err: 'cdk8s-istio: there is nothing to check: no manifest is in DIR/empty' });
  });

  test('has a mesh-wide configuration that is none for a finding', () => {
    expect(run('check', 'DIR/right.yaml', '--mesh-config', 'DIR/broken-mesh.yaml').out).toContain('the mesh-wide configuration cannot be read: it is no map');
  });
});
