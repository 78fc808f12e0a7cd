import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../support/public-api';

/** The kinds of Istio that carry traffic, with the group whose CRDs define them. */
const KINDS: { [group: string]: string[] } = {
  'networking.istio.io': [
    'VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'WorkloadEntry', 'WorkloadGroup', 'ProxyConfig',
  ],
  'security.istio.io': ['PeerAuthentication', 'RequestAuthentication', 'AuthorizationPolicy'],
  'telemetry.istio.io': ['Telemetry'],
};

interface Schema {
  readonly properties?: { readonly [name: string]: Schema };
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly enum?: readonly (string | number)[];
}

interface Crd {
  readonly spec: { readonly names: { readonly kind: string }; readonly versions: { readonly schema: { readonly openAPIV3Schema: Schema } }[] };
}

/** The fields of a kind, as paths below `spec`: `[]` is any item of a list, `{}` any key of a map, and `=VALUE` a value that the CRD lists. */
export interface KindFields {
  readonly kind: string;
  readonly fields: string[];
}

/** What the CRDs say that can be written. */
export function kindsWithFields(): KindFields[] {
  return Object.entries(KINDS).flatMap(([group, kinds]) => {
    const crds = parseAllDocuments(readFileSync(join(ROOT, `imports/crds/${group}.yaml`), 'utf8')).map((document) => document.toJS() as Crd);
    return kinds.map((kind) => {
      const crd = crds.find(({ spec }) => spec.names.kind === kind)!;
      return { kind, fields: fieldsIn(crd.spec.versions[0].schema.openAPIV3Schema.properties!.spec) };
    });
  });
}

/** Where a schema ends: at what has no fields of its own. An object that has none, and one of which nothing is known, are such ends. */
function fieldsIn(schema: Schema, path = ''): string[] {
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([name, member]) => fieldsIn(member, path === '' ? name : `${path}.${name}`));
  }
  if (schema.items) {
    return fieldsIn(schema.items, `${path}[]`);
  }
  if (typeof schema.additionalProperties === 'object') {
    return fieldsIn(schema.additionalProperties, `${path}{}`);
  }
  return [path, ...(schema.enum ?? []).map((value) => `${path}=${value}`)];
}

/** Which of these fields an object has. */
export function fieldsOf(spec: unknown, fields: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (fields.has(path)) found.push(path, `${path}=${String(value)}`);
    if (Array.isArray(value)) {
      value.forEach((item) => visit(item, `${path}[]`));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        visit(member, path === '' ? key : `${path}.${key}`);
        visit(member, `${path}{}`);
      }
    }
  };
  visit(spec, '');
  return found;
}
