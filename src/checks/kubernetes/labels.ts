import { labelKey, labelValue } from '../../istio/label-map';
import { isObject, valueAt } from '../../manifests/json';
import type { Manifest } from '../../manifests/manifest';
import type { FieldPath } from '../../manifests/source-location';
import { deployment, virtualService } from '../examples';
import { pathText, shown } from '../field';
import type { Report, Rule, RuleFamily } from '../rule';
import { isTextOrNull } from '../schema/decoding';
import { isIstio } from '../schema/schema-family';

const labelled = (label: string) => virtualService('').replace('  namespace: shop\n', `  namespace: shop\n  labels: {${label}}\n`);

const COMMON = {
  severity: 'error' as const,
  why: 'The API server refuses the object.',
};

const RULES: { readonly [key in 'unreadable' | 'invalid']: Rule } = {
  unreadable: {
    ...COMMON,
    name: 'metadata-texts',
    code: 'IST0106',
    origin: 'istio',
    must: 'Name, namespace, labels and annotations of an object of Istio are texts.',
    fix: 'put the value in quotes',
    fails: labelled('version: 1'),
    passes: labelled('version: "1"'),
    equals: 'cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
  },
  invalid: {
    ...COMMON,
    name: 'label-invalid',
    code: 'LabelInvalid',
    origin: 'kubernetes',
    must: 'Labels are texts of at most 63 letters, digits, hyphens, underscores and dots, in objects, in their pods, and in what selects pods.',
    fix: 'put the value in quotes, and leave out the characters that are not allowed',
    fails: deployment('reviews', '{app: reviews, version: 1}'),
    passes: deployment('reviews', '{app: reviews, version: "1"}'),
    equals: 'a valid label must be an empty string or consist of alphanumeric characters, \'-\', \'_\' or \'.\'',
  },
};

const METADATA: FieldPath = ['metadata'];
const TEMPLATE: FieldPath = ['spec', 'template', 'metadata'];
const WORKLOADS = ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'];

/** Labels and annotations, which YAML takes for numbers and the like if they are not in quotes. */
export const LABELS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ own }, report) {
    for (const manifest of own) {
      const unread = isIstio(manifest) ? RULES.unreadable : RULES.invalid;
      if (isIstio(manifest)) checkNames(manifest, report);
      const places = [METADATA, ...WORKLOADS.includes(manifest.kind) ? [TEMPLATE] : []];
      for (const place of places) {
        checkTexts(manifest, [...place, 'annotations'], unread, report);
        checkLabels(manifest, [...place, 'labels'], unread, report);
      }
      if (manifest.kind === 'Service' && manifest.group === '') checkLabels(manifest, ['spec', 'selector'], unread, report);
      if (WORKLOADS.includes(manifest.kind)) checkLabels(manifest, ['spec', 'selector', 'matchLabels'], unread, report);
    }
  },
};

function checkNames(manifest: Manifest, report: Report): void {
  for (const path of [['metadata', 'name'], ['metadata', 'namespace']]) {
    const value = valueAt(manifest.object, ...path);
    if (!isTextOrNull(value)) report({ rule: RULES.unreadable, manifest, path, message: `${pathText(path)} must be a text, got ${shown(value)}` });
  }
}

function checkLabels(manifest: Manifest, path: FieldPath, unread: Rule, report: Report): void {
  const labels = checkTexts(manifest, path, unread, report);
  for (const [key, value] of Object.entries(labels)) {
    const fail = (problem: string) => report({ rule: RULES.invalid, manifest, path: [...path, key], message: `${pathText([...path, key])} ${problem}` });
    if (!labelKey.accepts(key)) fail(`must have ${labelKey.allowed} as its name`);
    else if (typeof value === 'string' && !labelValue.accepts(value)) fail(`must be ${labelValue.allowed}, got ${shown(value)}`);
  }
}

/** The map that stands there, or an empty one. */
function checkTexts(manifest: Manifest, path: FieldPath, unread: Rule, report: Report): { readonly [key: string]: unknown } {
  const value = valueAt(manifest.object, ...path as string[]) ?? {};
  if (!isObject(value)) {
    report({ rule: unread, manifest, path, message: `${pathText(path)} must be a map of texts, got ${shown(value)}`, fix: 'write it as a map' });
    return {};
  }
  for (const [key, text] of Object.entries(value).filter(([, one]) => !isTextOrNull(one))) {
    const at = [...path, key];
    report({ rule: unread, manifest, path: at, message: `${pathText(at)} must be a text, got ${shown(text)}` });
  }
  return value;
}
