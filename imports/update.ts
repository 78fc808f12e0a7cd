import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { parseAllDocuments, parseDocument, stringify } from 'yaml';

/** The lines to change; then run `npx ts-node --project imports/tsconfig.json imports/update.ts`. */
const ISTIO_API_VERSION = 'v1.31.1';
const FLAGGER_VERSION = 'v1.44.0';
const ARGO_ROLLOUTS_VERSION = 'v1.9.1';

/** A Go module that holds CRDs. */
interface Source {
  readonly module: string;
  readonly version: string;
  readonly file: string;
  /** Of which types are generated; the schemas for the checks are those of all. */
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
  ...['rollout', 'analysis-template', 'cluster-analysis-template'].map((kind): Source => ({
    module: 'github.com/argoproj/argo-rollouts',
    version: ARGO_ROLLOUTS_VERSION,
    file: `manifests/crds/${kind}-crd.yaml`,
    groups: [],
  })),
];

const ANNOTATIONS = { module: 'istio.io/api', version: ISTIO_API_VERSION, file: 'annotation/annotations.yaml' };

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
  spec: { group: string; names: { kind: string }; scope: string; versions: CrdVersion[] };
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

/** A file of a Go module, as published. */
function download({ module: path, version, file: name }: Omit<Source, 'groups'>, workDir: string): string {
  const { ok, stdout, stderr } = run('go', ['mod', 'download', '-json', `${path}@${version}`], workDir);
  const module: { Dir?: string; Error?: string } = stdout ? JSON.parse(stdout) : {};
  if (!ok || !module.Dir) {
    throw new Error(`go mod download failed: ${firstLine(module.Error ?? stderr)}`);
  }
  const file = join(module.Dir, name);
  if (!existsSync(file)) {
    throw new Error(`${path}@${version} has no ${name}`);
  }
  return readFileSync(file, 'utf8');
}

/** The CRDs of every group and version. */
function downloadCrds(source: Source, workDir: string): Crd[] {
  return parse(download(source, workDir)).filter(crd => crd !== null);
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

/** Of pods, any field is let through: their schemas are five times as long as those of all else. */
function withoutPods(json: Json): Json {
  if (Array.isArray(json)) {
    return json.map(withoutPods);
  }
  if (json === null || typeof json !== 'object') {
    return json;
  }
  const { properties } = json;
  if (properties !== null && typeof properties === 'object' && 'containers' in properties && 'restartPolicy' in properties) {
    return { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true };
  }
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, withoutPods(value)]));
}

function mapSchema(crd: Crd, change: (schema: Json) => Json): Crd {
  const versions = crd.spec.versions.map(version => (
    { ...version, schema: change(version.schema) as CrdVersion['schema'] }
  ));
  return { ...crd, spec: { ...crd.spec, versions } };
}

function latest(crd: string, versions: CrdVersion[]): CrdVersion {
  const version = versions.find(({ name }) => name === 'v1') ?? versions.find(({ storage }) => storage);
  if (!version) {
    throw new Error(`${crd} has neither v1 nor a storage version`);
  }
  return version;
}

/** Keeps what describes the manifests users write: one version, without prose and without status. */
function simplify({ apiVersion, kind, metadata, spec }: Crd): Crd {
  const { group, names, scope } = spec;
  const version = latest(metadata.name, spec.versions);
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

/**
 * The schemas of all kinds for the checks, each different part of them once: the traffic policy of a DestinationRule is also that of its
 * subsets. A part names those within it by their numbers.
 */
function compactSchemas(crds: Crd[], sources: string): string {
  const parts: string[] = [];
  const numbers = new Map<string, number>();
  const add = (schema: Json): number => {
    const part = JSON.stringify(mapParts(schema as { [key: string]: Json }, add));
    const known = numbers.get(part);
    if (known !== undefined) return known;
    numbers.set(part, parts.length);
    return parts.push(part) - 1;
  };
  const kinds = crds.map(({ metadata, spec: { group, names, versions } }) => {
    const { schema } = latest(metadata.name, versions);
    const plain = withoutPods(without('description', schema.openAPIV3Schema as unknown as Json)) as { properties: { [name: string]: Json } };
    const { status, metadata: _, ...properties } = plain.properties;
    const served = versions.map(({ name }) => name);
    return [`${group}/${names.kind}`, { versions: served, schema: add({ ...plain, properties }) }];
  });
  const text = JSON.stringify({ kinds: Object.fromEntries(kinds), parts: parts.map((part) => JSON.parse(part) as Json) });
  const quoted = text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/[\u0080-\uffff]/g, (character) => (
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  ));
  return `// Generated by imports/update.ts from ${sources}, do not edit.\nexport const COMPACT_SCHEMAS = '${quoted}';\n`;
}

interface Annotation {
  name: string;
  resources: string[];
  deprecated: boolean;
}

/** Which annotations Istio knows, and of which kinds. */
function annotationTable(text: string, source: string): string {
  const { annotations } = parseDocument(text).toJS() as { annotations: Annotation[] };
  const lines = annotations.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, resources, deprecated }) => {
    const kinds = resources.map(kind => `'${kind}'`).join(', ');
    return `  '${name}': { kinds: [${kinds}]${deprecated ? ', isDeprecated: true' : ''} },\n`;
  });
  return `// Generated by imports/update.ts from ${source}, do not edit.

/** What Istio says of an annotation. */
export interface KnownAnnotation {
  /** \`Any\` stands for all. */
  readonly kinds: readonly string[];
  readonly isDeprecated?: boolean;
}

export const ISTIO_ANNOTATIONS: { readonly [name: string]: KnownAnnotation } = {
${lines.join('')}};
`;
}

/** Keywords that hold a schema, a list of them, or a map of them. */
const PARTS = { one: ['items', 'additionalProperties', 'not'], list: ['oneOf', 'anyOf', 'allOf'], map: ['properties'] };

function mapParts(schema: { [key: string]: Json }, add: (schema: Json) => number): Json {
  return Object.fromEntries(Object.entries(schema).map(([key, value]): [string, Json] => {
    if (PARTS.one.includes(key) && typeof value === 'object') return [key, add(value)];
    if (PARTS.list.includes(key)) return [key, (value as Json[]).map(add)];
    const entries = Object.entries(value as { [name: string]: Json });
    if (PARTS.map.includes(key)) return [key, Object.fromEntries(entries.map(([name, one]) => [name, add(one)]))];
    return [key, value];
  }));
}

function update(workDir: string) {
  const published = SOURCES.flatMap(source => downloadCrds(source, workDir));
  const groups = SOURCES.flatMap(source => source.groups);
  const crds = published.filter(({ spec }) => groups.includes(spec.group)).map(simplify);
  const schemas = SOURCES.flatMap(({ module, version, groups: own }) => own.map((group): [string, string] => {
    const members = crds.filter(({ spec }) => spec.group === group);
    if (members.length === 0) {
      throw new Error(`${module}@${version} has no CRDs of ${group}`);
    }
    const header = `# Generated by imports/update.ts from ${module} ${version}, do not edit.\n`;
    return [join('crds', `${group}.yaml`), header + toYaml(members)];
  }));
  const modules = generate(crds, groups, workDir);
  const compact = compactSchemas(published, [...new Set(SOURCES.map(({ module, version }) => `${module} ${version}`))].join(', '));
  const annotations = annotationTable(download(ANNOTATIONS, workDir), `${ANNOTATIONS.module} ${ANNOTATIONS.version}`);

  // Only now that nothing can fail any more, so that the two never disagree.
  mkdirSync(join(__dirname, 'crds'), { recursive: true });
  for (const [file, text] of [...schemas, ...modules]) {
    writeFileSync(join(__dirname, file), text);
  }
  writeFileSync(join(__dirname, '../src/schemas/compact-schemas.ts'), compact);
  writeFileSync(join(__dirname, '../src/schemas/istio-annotations.ts'), annotations);
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
