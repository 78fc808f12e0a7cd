import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import * as ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { judged } from './support/istio-verdict';
import { publicApi, ROOT } from './support/public-api';
import { ERROR_CODES } from '../src/private/error-codes';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PAGES = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`);

/** The program with which a page opens, and what it writes. */
const PROGRAMS: [page: string, program: string, output: string | null][] = [
  ['docs/canary-service.md', 'examples/canary/main.ts', 'examples/canary/bookinfo.k8s.yaml'],
  ['docs/blue-green-service.md', 'examples/blue-green/main.ts', 'examples/blue-green/bookinfo.k8s.yaml'],
  ['docs/header-routed-service.md', 'examples/header-routing/main.ts', 'examples/header-routing/bookinfo.k8s.yaml'],
  ['docs/mirrored-service.md', 'examples/mirroring/main.ts', 'examples/mirroring/bookinfo.k8s.yaml'],
  ['docs/versioned-service.md', 'examples/versioned/main.ts', 'examples/versioned/bookinfo.k8s.yaml'],
  ['docs/virtual-service.md', 'examples/virtual-service/main.ts', 'examples/virtual-service/bookinfo.k8s.yaml'],
  ['docs/destination-rule.md', 'examples/destination-rule/main.ts', 'examples/destination-rule/bookinfo.k8s.yaml'],
  ['docs/gateway.md', 'examples/gateway/main.ts', 'examples/gateway/ingress.k8s.yaml'],
  ['docs/service-entry.md', 'examples/external-service/main.ts', 'examples/external-service/bookinfo.k8s.yaml'],
  ['docs/sidecar.md', 'examples/sidecar/main.ts', 'examples/sidecar/bookinfo.k8s.yaml'],
  ['docs/telemetry.md', 'examples/telemetry/main.ts', 'examples/telemetry/bookinfo.k8s.yaml'],
  ['docs/workload-entry.md', 'examples/workload-entry/main.ts', 'examples/workload-entry/bookinfo.k8s.yaml'],
  ['docs/security.md', 'examples/security/main.ts', 'examples/security/bookinfo.k8s.yaml'],
  ['docs/public-service.md', 'examples/public-service/main.ts', 'examples/public-service/bookinfo.k8s.yaml'],
  ['docs/delegates.md', 'examples/delegates/main.ts', 'examples/delegates/edge.k8s.yaml'],
  ['docs/flagger-canary.md', 'examples/flagger/main.ts', 'examples/flagger/bookinfo.k8s.yaml'],
  ['docs/monitoring.md', 'examples/monitoring/main.ts', 'examples/monitoring/bookinfo.k8s.yaml'],
  ['docs/protocols.md', 'examples/tcp-canary/main.ts', 'examples/tcp-canary/market.k8s.yaml'],
  ['docs/service-version.md', 'examples/adoption/main.ts', 'examples/adoption/bookinfo.k8s.yaml'],
  ['docs/workloads.md', 'examples/production/main.ts', 'examples/production/bookinfo.k8s.yaml'],
  ['docs/session-affinity.md', 'examples/sticky-canary/main.ts', 'examples/sticky-canary/shop.k8s.yaml'],
  ['docs/lane.md', 'examples/lane/main.ts', 'examples/lane/bookinfo.k8s.yaml'],
  ['docs/life-of-a-release.md', 'examples/release/main.ts', null],
  ['docs/migration.md', 'examples/migration/main.ts', null],
  ['docs/apply-order.md', 'examples/argo-cd/main.ts', null],
  ['docs/platform.md', 'examples/platform/company-service.ts', null],
];

/** Members of an API that must stand on the page of their construct. */
const MEMBERS: [type: string, page: string][] = [
  ['CanaryServiceProps', 'docs/canary-service.md'],
  ['BlueGreenServiceProps', 'docs/blue-green-service.md'],
  ['HeaderRoutedServiceProps', 'docs/header-routed-service.md'],
  ['HeaderRoute', 'docs/header-routed-service.md'],
  ['MirroredServiceProps', 'docs/mirrored-service.md'],
  ['LongLivedVersion', 'docs/canary-service.md'],
  ['SessionCookieOptions', 'docs/session-affinity.md'],
  ['LaneProps', 'docs/lane.md'],
  ['LaneMember', 'docs/lane.md'],
  ['VersionedServiceProps', 'docs/versioned-service.md'],
  ['VirtualServiceProps', 'docs/virtual-service.md'],
  ['HttpRouteOptions', 'docs/virtual-service.md'],
  ['TcpMatchOptions', 'docs/virtual-service.md'],
  ['TlsMatchOptions', 'docs/virtual-service.md'],
  ['TcpExposureOptions', 'docs/protocols.md'],
  ['TlsPassthroughExposureOptions', 'docs/protocols.md'],
  ['HttpRedirectProps', 'docs/virtual-service.md'],
  ['HttpRespondProps', 'docs/virtual-service.md'],
  ['DestinationRuleProps', 'docs/destination-rule.md'],
  ['TrafficPolicy', 'docs/destination-rule.md'],
  ['TcpConnectionPool', 'docs/destination-rule.md'],
  ['HttpConnectionPool', 'docs/destination-rule.md'],
  ['OutlierDetection', 'docs/destination-rule.md'],
  ['GatewayProps', 'docs/gateway.md'],
  ['ServiceEntryProps', 'docs/service-entry.md'],
  ['SidecarProps', 'docs/sidecar.md'],
  ['SidecarEgress', 'docs/sidecar.md'],
  ['SidecarIngress', 'docs/sidecar.md'],
  ['TelemetryProps', 'docs/telemetry.md'],
  ['TelemetryTracing', 'docs/telemetry.md'],
  ['TelemetryMetrics', 'docs/telemetry.md'],
  ['TelemetryAccessLogging', 'docs/telemetry.md'],
  ['ProxyConfigProps', 'docs/telemetry.md'],
  ['WorkloadEntryProps', 'docs/workload-entry.md'],
  ['WorkloadGroupProps', 'docs/workload-entry.md'],
  ['AuthorizationPolicyProps', 'docs/security.md'],
  ['AuthorizationRule', 'docs/security.md'],
  ['ServiceAccessProps', 'docs/security.md'],
  ['ServiceGrant', 'docs/security.md'],
  ['AuthorizationSource', 'docs/security.md'],
  ['AuthorizationOperation', 'docs/security.md'],
  ['PeerAuthenticationProps', 'docs/security.md'],
  ['RequestAuthenticationProps', 'docs/security.md'],
  ['JwtRule', 'docs/security.md'],
  ['GatewayExposureOptions', 'docs/public-service.md'],
  ['TrafficQueriesOptions', 'docs/monitoring.md'],
  ['HostVersionOptions', 'docs/service-version.md'],
  ['ImageWorkloadOptions', 'docs/workloads.md'],
  ['Autoscaling', 'docs/workloads.md'],
  ['UtilizationOptions', 'docs/workloads.md'],
  ['CustomMetricOptions', 'docs/workloads.md'],
  ['TopologySpreadOptions', 'docs/workloads.md'],
  ['ReadinessOptions', 'docs/workloads.md'],
  ['ZeroDowntime', 'docs/workloads.md'],
  ['MeshSettingsProps', 'docs/mesh-settings.md'],
  ['SyncWavesOptions', 'docs/apply-order.md'],
  ['FluxLayoutProps', 'docs/apply-order.md'],
  ['FluxSourceOptions', 'docs/apply-order.md'],
  ['ChecksOptions', 'docs/check.md'],
  ['FlaggerCanaryProps', 'docs/flagger-canary.md'],
  ['FlaggerService', 'docs/flagger-canary.md'],
];

/** Constructs that share a page. */
const PAGES_OF_SEVERAL: { [construct: string]: string } = {
  AuthorizationPolicy: 'docs/security.md',
  PeerAuthentication: 'docs/security.md',
  ProxyConfig: 'docs/telemetry.md',
  RequestAuthentication: 'docs/security.md',
  ServiceAccess: 'docs/security.md',
  WorkloadGroup: 'docs/workload-entry.md',
};

function blocks(page: string, language: string): string[] {
  return [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, block]) => block);
}

function withoutCode(text: string): string {
  return text.replace(/^```[^]*?^```$/gm, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));
}

/** The anchors that GitHub gives to the headings of a page. */
function anchors(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)]
    .map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, '').replace(/ /g, '-'));
}

/** Links of a page to files and headings that are not there. */
function brokenLinks(page: string, text: string): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link).filter((link) => !/^[a-z]+:/.test(link));
  return links.filter((link) => {
    const [path, anchor] = link.split('#');
    const target = join(dirname(page), path);
    if (path !== '' && !existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchors(path === '' ? text : read(target)).includes(anchor);
  });
}

/** What the compiler says of programs, as if each were a file of the examples. */
function complaints(texts: [name: string, text: string][]): string[] {
  const programs = new Map(texts.map(([name, text]) => [join(ROOT, `${name}.ts`), text]));
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(ROOT, 'examples/tsconfig.json'), ts.sys.readFile).config, ts.sys, join(ROOT, 'examples'));
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([...programs.keys()], options, {
    ...host,
    fileExists: (file) => programs.has(file) || host.fileExists(file),
    getSourceFile: (file, version) => {
      const text = programs.get(file);
      return text === undefined ? host.getSourceFile(file, version) : ts.createSourceFile(file, text, version);
    },
  });
  return [...programs.keys()].flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(({ file, messageText }) => `${relative(ROOT, file!.fileName)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

/** What a program writes into a file; Istio accepts it. */
function outputOf(program: string, file: string): string {
  const outdir = mkdtempSync(join(tmpdir(), 'docs-'));
  process.env.CDK8S_OUTDIR = outdir;
  try {
    const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    new Function('require', 'exports', outputText)(require, {});
    const text = readFileSync(join(outdir, file), 'utf8');
    judged(parseAllDocuments(text).map((document) => document.toJS()));
    return text;
  } finally {
    delete process.env.CDK8S_OUTDIR;
    rmSync(outdir, { recursive: true });
  }
}

/** With those that are inherited. */
function membersOf(type: string): string[] {
  const { checker, types } = publicApi();
  const { symbol } = types.find(({ name }) => name === type)!;
  return checker.getDeclaredTypeOfSymbol(symbol).getProperties().map(({ name }) => name).filter((name) => !name.startsWith('_'));
}

describe('the documentation in docs', () => {
  test.each(PROGRAMS)('%s opens with %s', (page, program, output) => {
    expect(blocks(page, 'ts')[0]).toBe(read(program));
    expect(blocks(page, 'yaml')).toEqual(output === null ? [] : [read(output)]);
  });

  test('shows what the program writes that stands in no file', () => {
    const page = 'docs/mesh-settings.md';
    expect(blocks(page, 'yaml')).toEqual([outputOf(blocks(page, 'ts')[0], 'bookinfo.k8s.yaml')]);
  });

  test('has programs that compile', () => {
    const shown = PAGES.flatMap((page) => blocks(page, 'ts').map((block, index): [string, string] => [`${page}.${index + 1}`, block]));
    const wrong = "import { ServiceVersion } from 'cdk8s-istio';\nServiceVersion.image(1, 'reviews:1');\n";
    expect(complaints([...shown, ['docs/wrong', wrong]])).toEqual([expect.stringContaining("docs/wrong.ts: Argument of type 'number'")]);
  });

  test('has a page for every construct', () => {
    const constructs = publicApi().types.filter(({ node }) => ts.isClassDeclaration(node)
      && node.heritageClauses?.some(({ types }) => types.some(({ expression }) => expression.getText() === 'Construct')));
    const pages = constructs.map(({ name }) => PAGES_OF_SEVERAL[name] ?? `docs/${name.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase()}.md`);
    expect(pages).toContain('docs/canary-service.md');
    expect(pages.filter((page) => !PAGES.includes(page))).toEqual([]);
  });

  test.each(MEMBERS)('says of every member of %s what it is', (type, page) => {
    const words = [...withoutCode(read(page)).matchAll(/`([^`\n]+)`/g)].map(([, word]) => word);
    expect(membersOf(type).filter((name) => !words.includes(name))).toEqual([]);
  });

  test('lists every error code, and no other', () => {
    const text = withoutCode(read('docs/errors.md'));
    const rows = [...text.split('## Codes')[1].matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
    expect(rows).toEqual(Object.keys(ERROR_CODES));
  });

  test.each(PAGES)('%s names no error code that does not exist', (page) => {
    const codes = [...withoutCode(read(page)).matchAll(/\(`((?:[A-Z][a-z]+){2,})`\)/g)].map(([, code]) => code);
    expect(codes.filter((code) => !(code in ERROR_CODES))).toEqual([]);
  });

  test('has links that can be followed or not', () => {
    const text = '# A `b`: c\n[a](errors.md) [b](errors.md#codes) [c](no.md) [d](errors.md#no) [e](#a-b-c) [f](#no) [g](https://istio.io/)\n';
    expect(brokenLinks('docs/sample.md', text)).toEqual(['no.md', 'errors.md#no', '#no']);
  });

  test.each([...PAGES, 'README.md', 'CONTRIBUTING.md'])('%s has no broken link', (page) => {
    expect(brokenLinks(page, read(page))).toEqual([]);
  });
});

test('docs/test.md shows the tests that run in jest and in Python', () => {
  expect(blocks('docs/test.md', 'ts')).toEqual([read('test/package/routes.test.ts')]);
  expect(blocks('docs/test.md', 'python')).toEqual([read('test/package/test_routes.py')]);
});
