import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { parseAllDocuments, stringify } from 'yaml';

/** The lines to change; then run `npx ts-node --project imports/tsconfig.json imports/update.ts`. */
const ISTIO_API_VERSION = 'v1.31.1';
const FLAGGER_VERSION = 'v1.44.0';

/** A Go module that holds CRDs. */
interface Source {
  readonly module: string;
  readonly version: string;
  readonly file: string;
  readonly groups: string[];
}

const SOURCES: Source[] = [
  {
    module: 'istio.io/api',
    version: ISTIO_API_VERSION,
    file: 'kubernetes/customresourcedefinitions.gen.yaml',
    groups: ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io'],
  },
  {
    module: 'github.com/fluxcd/flagger',
    version: FLAGGER_VERSION,
    file: 'artifacts/flagger/crd.yaml',
    groups: ['flagger.app'],
  },
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface CrdVersion {
  name: string;
  storage: boolean;
  schema: { openAPIV3Schema: { properties: { [name: string]: Json } } };
}

interface Crd {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  spec: { group: string; names: Json; scope: string; versions: CrdVersion[] };
}

function run(command: string, args: string[], cwd: string) {
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error) {
    throw new Error(`cannot run ${command}, is it installed? (${error.message})`);
  }
  return { ok: status === 0, stdout, stderr };
}

function firstLine(text: string) {
  return text.trim().split('\n')[0];
}

/** The CRDs of every group and version, as published in the Go module. */
function download({ module: path, version, file: name, groups }: Source, workDir: string): Crd[] {
  const { ok, stdout, stderr } = run('go', ['mod', 'download', '-json', `${path}@${version}`], workDir);
  const module: { Dir?: string; Error?: string } = stdout ? JSON.parse(stdout) : {};
  if (!ok || !module.Dir) {
    throw new Error(`go mod download failed: ${firstLine(module.Error ?? stderr)}`);
  }
  const file = join(module.Dir, name);
  if (!existsSync(file)) {
    throw new Error(`${path}@${version} has no ${name}`);
  }
  return parse(readFileSync(file, 'utf8'))
    .filter(crd => crd !== null)
    .filter(({ spec }) => groups.includes(spec.group))
    .map(simplify);
}

/** Flagger's descriptions are quoted texts whose further lines are not indented, which Kubernetes reads and YAML forbids. */
function parse(text: string): (Crd | null)[] {
  return parseAllDocuments(text.replace(/^ *description: '(?:[^']|'')*'\n/gm, '')).map((document) => {
    if (document.errors.length > 0) {
      throw new Error(firstLine(document.errors[0].message));
    }
    return document.toJS() as Crd | null;
  });
}

/** Drops a schema keyword at every depth, but not the fields that happen to have its name. */
function without(keyword: string, json: Json, keysAreFields = false): Json {
  if (Array.isArray(json)) {
    return json.map(item => without(keyword, item));
  }
  if (json === null || typeof json !== 'object') {
    return json;
  }
  return Object.fromEntries(Object.entries(json)
    .filter(([key]) => keysAreFields || key !== keyword)
    .map(([key, value]) => [key, without(keyword, value, !keysAreFields && key === 'properties')]));
}

function mapSchema(crd: Crd, change: (schema: Json) => Json): Crd {
  const versions = crd.spec.versions.map(version => (
    { ...version, schema: change(version.schema) as CrdVersion['schema'] }
  ));
  return { ...crd, spec: { ...crd.spec, versions } };
}

/** Keeps what describes the manifests users write: one version, without prose and without status. */
function simplify({ apiVersion, kind, metadata, spec }: Crd): Crd {
  const { group, names, scope, versions } = spec;
  const version = versions.find(({ name }) => name === 'v1') ?? versions.find(({ storage }) => storage);
  if (!version) {
    throw new Error(`${metadata.name} has neither v1 nor a storage version`);
  }
  const { status, ...properties } = version.schema.openAPIV3Schema.properties;
  const schema = { openAPIV3Schema: { ...version.schema.openAPIV3Schema, properties } };
  // A cluster accepts a CRD only with a storage version, and this is now the only one.
  const only = { name: version.name, served: true, storage: true, schema };
  const crd = { apiVersion, kind, metadata: { name: metadata.name }, spec: { group, names, scope, versions: [only] } };
  return mapSchema(crd, json => without('description', json));
}

function toYaml(crds: Crd[]) {
  // YAML 1.1 readers take a bare ON or OFF for a boolean.
  return crds.map(crd => stringify(crd, { version: '1.1', lineWidth: 0 })).join('---\n');
}

/** The generated modules, by file name. */
function generate(crds: Crd[], groups: string[], workDir: string): [string, string][] {
  // Every enum would become a type of its own for each path it occurs at, so that equal structures,
  // like the traffic policies of a rule and of its subsets, could not be assigned to each other.
  const input = crds.map(crd => mapSchema(crd, json => without('enum', json)));
  writeFileSync(join(workDir, 'crds.yaml'), toYaml(input));

  const cli = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
  const flags = ['--language', 'typescript', '--output', 'out', '--no-save', '--no-check-upgrade'];
  const { ok, stderr } = run(process.execPath, [cli, 'import', 'crds.yaml', ...flags], workDir);
  if (!ok) {
    throw new Error(`cdk8s import failed: ${firstLine(stderr)}`);
  }
  return groups.map(group => [`${group}.ts`, readFileSync(join(workDir, 'out', `${group}.ts`), 'utf8')]);
}

function update(workDir: string) {
  const crds = SOURCES.flatMap(source => download(source, workDir));
  const schemas = SOURCES.flatMap(({ module, version, groups }) => groups.map((group): [string, string] => {
    const members = crds.filter(({ spec }) => spec.group === group);
    if (members.length === 0) {
      throw new Error(`${module}@${version} has no CRDs of ${group}`);
    }
    const header = `# Generated by imports/update.ts from ${module} ${version}, do not edit.\n`;
    return [join('crds', `${group}.yaml`), header + toYaml(members)];
  }));
  const modules = generate(crds, SOURCES.flatMap(({ groups }) => groups), workDir);

  // Only now that nothing can fail any more, so that the two never disagree.
  mkdirSync(join(__dirname, 'crds'), { recursive: true });
  for (const [file, text] of [...schemas, ...modules]) {
    writeFileSync(join(__dirname, file), text);
  }
}

const workDirectory = mkdtempSync(join(tmpdir(), 'istio-imports-'));
try {
  update(workDirectory);
} catch (error) {
  console.error(`imports/update.ts: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(workDirectory, { recursive: true, force: true });
}
