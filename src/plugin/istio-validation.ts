import { readProperties, usageError, type ValidationProperties } from './validation-properties';
import { checkFiles } from '../checks/check-input';
import type { Finding } from '../checks/finding';
import { describeObject } from '../istio/object-name';
import { listAt } from '../manifests/list-map';
import { describe, type Manifest } from '../manifests/manifest';
import type { Manifests } from '../manifests/manifests';

/** What cdk8s-cli hands to a validation plugin, as far as this one uses it. */
export interface ValidationContext {
  readonly manifests: readonly string[];
  /** The paths of constructs, by what names their objects. */
  readonly metadata: { readonly [resource: string]: { readonly path: string } };
  readonly report: {
    addViolation(violation: Violation): void;
    submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
  };
}

interface Violation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: { readonly resourceName: string; readonly manifestPath: string; readonly locations: readonly string[] }[];
}

/**
 * Checks what `cdk8s synth` has written, as a validation of cdk8s.yaml. cdk8s-cli makes it, in a process of its own; programs use `Checks`.
 *
 * @internal
 */
export class IstioValidation {
  private readonly properties: ValidationProperties;

  constructor(properties: unknown) {
    this.properties = readProperties(properties);
  }

  public async validate({ manifests: paths, metadata, report }: ValidationContext): Promise<void> {
    const checked = checkFiles({ ...this.properties, paths });
    if (typeof checked === 'string') throw usageError(checked);
    const names = new ResourceNames(metadata, checked.manifests, this.properties.namespace);
    for (const finding of checked.report.findings) report.addViolation(violationOf(finding, names.of(finding)));
    report.submit(checked.report._fails(this.properties.failOn) ? 'failure' : 'success', { Result: checked.report._summary });
  }
}

function violationOf({ severity, code, rule, message, fix, file = '', line, path }: Finding, resourceName: string): Violation {
  const place = line === undefined ? file : `${file}:${line}`;
  const locations = [path === undefined ? place : `${place} ${path}`];
  return { ruleName: `${severity}: ${code} ${rule}`, recommendation: message, fix, violatingResources: [{ resourceName, manifestPath: file, locations }] };
}

/** How objects are called, so that cdk8s-cli finds their constructs. */
class ResourceNames {
  private readonly byName: ReadonlySet<string>;

  constructor(private readonly metadata: ValidationContext['metadata'], manifests: Manifests, private readonly namespace: string) {
    this.byName = lastOfTheirNames(manifests._manifests);
  }

  public of({ about }: Finding): string {
    if (!about) return '';
    const full = describeObject(about);
    // An object of a chart without a namespace has none there.
    const names = [full, ...(about.namespace === this.namespace ? [describeObject({ ...about, namespace: '' })] : [])];
    return names.find((name) => name in this.metadata) ?? (this.byName.has(full) && about.name in this.metadata ? about.name : full);
  }
}

/** cdk8s itself records one construct a name, that of the last object; which of several files it wrote last is not known. */
function lastOfTheirNames(manifests: readonly Manifest[]): Set<string> {
  const byName = new Map<string, Manifest[]>();
  for (const manifest of manifests) listAt(byName, manifest.name).push(manifest);
  const sure = [...byName.values()].filter((list) => list.every(({ location }) => location.file === list[0].location.file));
  return new Set(sure.map((list) => describe(list.at(-1)!)));
}
