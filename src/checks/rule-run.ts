import { CATALOGUE } from './catalogue';
import type { CheckContext } from './check-context';
import { pathText } from './field';
import type { Report, RuleFamily, Violation } from './rule';
import type { Manifest } from '../manifests/manifest';
import { ManifestIndex } from '../manifests/manifest-index';
import type { Manifests } from '../manifests/manifests';
import type { MeshConfig } from '../manifests/mesh-config';
import { decodes } from './schema/decoding';
import { checkSchema, isIstio, isServed } from './schema/schema-family';
import { checkTransition } from './transition/transition-safety';
import { OBJECT_METADATA } from './webhook/object-metadata';

/** What is in them, Istio's analyzers do not look at. */
const IGNORED_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'];

/** Asks all rules about manifests. What is assumed counts where one object refers to another, and is not looked at itself. */
export function violations(manifests: Manifests, mesh: MeshConfig, assumed?: Manifests, previous?: Manifests): Violation[] {
  const found = new Map<string, Violation>();
  const own = new Set(manifests._manifests);
  const report: Report = (violation) => {
    if (!own.has(violation.manifest)) return;
    const key = `${violation.rule.code} ${pathText(violation.path)} ${idOf(violation.manifest)}`;
    // The first rule says best what is wrong: those of a kind before its schema.
    if (!found.has(key)) found.set(key, violation);
  };
  // What Istio cannot read, it does not see where objects refer to each other.
  const readable = [...assumed?._manifests ?? [], ...manifests._manifests].filter((manifest) => (
    !IGNORED_NAMESPACES.includes(manifest.namespace) && (!isIstio(manifest) || (isServed(manifest) && decodes(manifest)))
  ));
  const context: CheckContext = { own: manifests._manifests, index: new ManifestIndex(readable, manifests._clusterDomain), mesh };
  const byKind = familiesByKind();
  for (const manifest of manifests._manifests) checkObject(manifest, byKind, report, context);
  for (const family of CATALOGUE) family.checkSet?.(context, report);
  return [...found.values(), ...previous ? transitions(manifests, mesh, assumed, previous) : []];
}

/** A VirtualService that is gone stands in the old output alone. */
function transitions(manifests: Manifests, mesh: MeshConfig, assumed: Manifests | undefined, previous: Manifests): Violation[] {
  const found: Violation[] = [];
  const [before, after] = [previous, manifests].map((output) => [...assumed?._manifests ?? [], ...output._manifests]);
  checkTransition(before, after, manifests._clusterDomain, mesh, (violation) => found.push(violation));
  return found;
}

function checkObject(manifest: Manifest, byKind: ReadonlyMap<string, RuleFamily[]>, report: Report, context: CheckContext): void {
  const families = byKind.get(`${manifest.group}/${manifest.kind}`) ?? [];
  if (!isIstio(manifest)) {
    for (const family of families) family.checkObject!(manifest, report, context);
    return;
  }
  OBJECT_METADATA.checkObject!(manifest, report, context);
  for (const family of decodes(manifest) ? families : []) family.checkObject!(manifest, report, context);
  checkSchema(manifest, report);
}

function familiesByKind(): Map<string, RuleFamily[]> {
  const families = new Map<string, RuleFamily[]>();
  for (const family of CATALOGUE) {
    for (const kind of family.kinds ?? []) families.set(kind, [...families.get(kind) ?? [], family]);
  }
  return families;
}

const ids = new WeakMap<Manifest, number>();
let next = 0;

/** Two objects of one name are still two. */
function idOf(manifest: Manifest): number {
  const known = ids.get(manifest);
  if (known !== undefined) return known;
  ids.set(manifest, next);
  return next++;
}
