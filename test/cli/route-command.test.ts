import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main';
import { canaryYaml } from '../support/mesh';

let folder: string;
let manifests: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'route-'));
  manifests = write('mesh.yaml', canaryYaml());
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function run(...args: string[]): { code: number; out: string[]; err: string[] } {
  const [out, err]: string[][] = [[], []];
  const code = main(args, { out: (text) => out.push(text), err: (text) => err.push(text.replaceAll(folder, '')), isColoured: false });
  return { code, out: out.join('\n').split('\n'), err };
}

describe('route', () => {
  test('a tester\'s request is answered with its reason', () => {
    const { code, out } = run('route', manifests, '--host', 'reviews', '--path', '/', '--header', 'x-canary: true', '--explain');
    expect(code).toBe(0);
    expect(out[1]).toBe('  rule             bookinfo/reviews, testers');
    expect(out).toContain('because');
    expect(run('route', manifests, '--host', 'reviews').out).not.toContain('because');
  });

  test('the caller may be a pod with labels, or a gateway', () => {
    expect(run('route', manifests, '--host', 'reviews', '--from', 'bookinfo/app=web,tier', '--format', 'json').out[0]).toContain('"route":"default"');
    expect(run('route', manifests, '--host', 'reviews', '--from', 'bookinfo').code).toBe(0);
  });

  test('many requests are answered in order, and what is no request has its place and its line', () => {
    const requests = write('requests.jsonl', ['{"host":"reviews"}', 'nonsense', '', '{"from":{"gateway":"a/b"},"host":"x"}', '{"host":"reviews","port":0}', '{"host":"reviews","headers":{"x-canary":"true"}}'].join('\n'));
    const { code, out, err } = run('route', manifests, '--requests', requests, '--format', 'json');
    expect(code).toBe(2);
    expect(out.map((line) => JSON.parse(line).route ?? JSON.parse(line).error.slice(0, 12))).toEqual(['default', 'this is not ', 'there is no ', 'the port mus', 'testers']);
    expect(err).toEqual([
      expect.stringMatching(/^\/requests\.jsonl:2: this is not JSON/),
      '/requests.jsonl:4: there is no Gateway a/b; gateways are named as namespace/name',
      '/requests.jsonl:5: the port must be a whole number from 1 to 65535, got 0',
    ]);
  });

  test('a request from a namespace that nobody knows is answered, and complained about', () => {
    const requests = write('requests.jsonl', '{"host":"reviews.bookinfo","from":{"namespace":"nowhere"}}\n{"host":"reviews"}');
    const { code, out, err } = run('route', manifests, '--requests', requests, '--format', 'json');
    expect([code, err]).toEqual([2, ['/requests.jsonl:1: no object is in the namespace nowhere, and none speaks of it']]);
    expect(out.map((line) => JSON.parse(line).route)).toEqual(['default', 'default']);
  });

  test('an explanation is a part of the JSON where it is asked for', () => {
    const { explanation } = JSON.parse(run('route', manifests, '--host', 'reviews', '--format', 'json', '--explain').out[0]);
    expect(explanation.considered).toHaveLength(3);
    expect(explanation.considered[2]).toMatchObject({ rule: 1, route: 'default', isTaken: true });
  });

  test.each([
    [['--path', '/'], 'route needs --host, or --requests with a file'],
    [['--host', 'a', '--from', 'x', '--gateway', 'y/z'], 'a request comes --from a pod or by a --gateway, not both'],
    [['--host', 'a', '--header', 'nothing'], 'a header is written as "name: value", got "nothing"'],
    [['--host', 'a', '--port', 'x'], 'the port must be a whole number from 1 to 65535, got null'],
    [['--host', 'a', '--from', 'nowhere'], 'no object is in the namespace nowhere, and none speaks of it'],
    [['--host', 'a', '--gateway', 'x/y'], 'there is no Gateway x/y; gateways are named as namespace/name'],
    [['--requests', 'missing.jsonl'], expect.stringMatching(/missing\.jsonl cannot be read: ENOENT/)],
    [['--host', 'a', '--mesh-config', 'missing.yaml'], expect.stringMatching(/missing\.yaml cannot be read: ENOENT/)],
  ])('what cannot be asked ends with 2 and one line: %j', (args, problem) => {
    const { code, err } = run('route', manifests, ...args);
    expect([code, err.map((line) => line.replace('cdk8s-istio: ', ''))]).toEqual([2, [problem]]);
  });

  test('manifests that cannot be read, or are none, end with 2', () => {
    expect(run('route', join(folder, 'missing.yaml'), '--host', 'a')).toMatchObject({ code: 2, err: [expect.stringContaining('/missing.yaml cannot be read: there is no such file')] });
    expect(run('route', write('bad.yaml', 'a: b\nc: ['), '--host', 'a')).toMatchObject({ code: 2, err: [expect.stringMatching(/\/bad\.yaml:\d: this is not YAML/)] });
    expect(run('route', manifests, '--host', 'a', '--mesh-config', write('mesh-config.yaml', 'a: ['))).toMatchObject({ code: 2 });
  });

  test.each([
    ['[]', 'a request is a map'],
    ['{"host":"a","path":5}', 'the path must be a text, got 5'],
    ['{"host":"a","headers":[]}', 'the headers must be a map, got []'],
    ['{"host":"a","headers":{"x":1}}', 'the header x must be a text, got 1'],
    ['{"host":"a","from":1}', 'from must be a map with a namespace and labels, or with a gateway'],
    ['{"host":"a","from":{"namespace":1}}', 'the namespace must be a text, got 1'],
    ['{"host":"a","from":{"labels":1}}', 'the labels must be a map, got 1'],
    ['{"host":"a","from":{"gateway":1}}', 'the gateway must be namespace/name, got 1'],
  ])('a line that is no request says why: %s', (line, problem) => {
    expect(run('route', manifests, '--requests', write('requests.jsonl', line)).err).toEqual([`/requests.jsonl:1: ${problem}`]);
  });
});

describe('test', () => {
  const TEST = 'tests: [{request: {host: reviews}, expect: {shares: {v1: 90, v2: 10}}}]';

  test('passing tests end with 0, failing ones with 1, impossible ones with 2', () => {
    const config = ['--config', manifests];
    expect(run('test', write('a.yaml', TEST), ...config).code).toBe(0);
    expect(run('test', write('b.yaml', TEST.replace('90', '95').replace('10', '5')), ...config).code).toBe(1);
    expect(run('test', write('c.yaml', TEST.replace('90', '95')), ...config)).toMatchObject({ code: 2, err: ['/c.yaml:1: shares sum to 100, these to 105'] });
    expect(run('test', write('d.yaml', TEST), '--config', join(folder, 'missing')).code).toBe(2);
  });

  test('what is wrong in one file stops neither its other tests nor those of other files', () => {
    const bad = write('bad.yaml', 'tests:\n- {request: {host: reviews}, expect: {version: v9}}\n- {request: {host: reviews}, expect: {route: other}}\n');
    const lost = write('lost.yaml', 'tests:\n\n- {request: {host: reviewz, port: 80}, expect: {route: default}}\n');
    const { code, out, err } = run('test', bad, lost, join(folder, 'missing.yaml'), write('good.yaml', TEST), '--config', manifests);
    expect(code).toBe(2);
    expect(err).toEqual([
      '/bad.yaml:2: no subset and no service is called "v9"',
      '/lost.yaml:3: no request of this file reaches a host that the manifests have',
      expect.stringMatching(/^\/missing\.yaml:1: the file cannot be read: ENOENT/),
    ]);
    expect(out.filter((line) => /^(passed|failed)/.test(line)).map((line) => line.replaceAll(folder, ''))).toEqual([
      'failed  reviews/ (/bad.yaml:3): route: expected other, found default', 'failed  reviewz/ (/lost.yaml:3): route: expected default, found none', 'passed  reviews/',
    ]);
  });

  test('too little coverage ends with 1, and a share that is none with 2', () => {
    const file = write('a.yaml', TEST);
    expect(run('test', file, '--config', manifests, '--fail-under', '50')).toMatchObject({ code: 1, err: ['cdk8s-istio: 33.33 % of rules and matches are reached, and 50 % are asked for'] });
    expect(run('test', file, '--config', manifests, '--fail-under', 'x')).toMatchObject({ code: 2, err: ['cdk8s-istio: --fail-under takes a percentage from 0 to 100, got x'] });
  });

  test('a report of JUnit is printed, or written beside the text', () => {
    const file = write('a.yaml', TEST);
    const report = join(folder, 'junit.xml');
    expect(run('test', file, '--config', manifests, '--format', 'junit', '--junit', report).out[0]).toBe('<?xml version="1.0" encoding="UTF-8"?>');
  });
});

describe('diff', () => {
  test.each([
    ['text', 'all other requests to reviews.bookinfo: v1 90 %, v2 10 % -> v1 50 %, v2 50 %'],
    ['markdown', '- **all other requests to reviews.bookinfo**: `v1 90 %, v2 10 % -> v1 50 %, v2 50 %`'],
    ['json', '['],
  ])('two outputs are compared as %s', (format, first) => {
    const { code, out } = run('diff', manifests, write('new.yaml', canaryYaml({ weight: 50 })), '--format', format);
    expect([code, out[0]]).toEqual([0, first]);
  });

  test('an output that is not there ends with 2', () => {
    expect(run('diff', manifests, join(folder, 'missing')).code).toBe(2);
    expect(run('diff', join(folder, 'missing'), manifests).code).toBe(2);
  });
});
