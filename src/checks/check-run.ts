import type { ChecksOptions } from './checks';
import { pathText } from './field';
import { type Finding, FindingSeverity } from './finding';
import { ruleOf } from './kubernetes/source-problems';
import type { Violation } from './rule';
import { violations } from './rule-run';
import { isSuppressed } from './suppression';
import type { Manifest } from '../manifests/manifest';
import type { ManifestProblem } from '../manifests/manifest-problem';
import type { Manifests } from '../manifests/manifests';
import { defaultMeshConfig, readMeshConfig } from '../manifests/mesh-config';

/** All findings, in the order of files and lines, the worst of an object first. */
export function findingsOf(manifests: Manifests, { assumed, previous, meshConfig }: ChecksOptions): Finding[] {
  const mesh = meshConfig === undefined ? defaultMeshConfig() : readMeshConfig(meshConfig);
  const found = violations(manifests, typeof mesh === 'string' ? defaultMeshConfig() : mesh, assumed, previous);
  const order = new Map(manifests._manifests.map((manifest, index) => [manifest, index]));
  const place = (manifest: Manifest) => order.get(manifest) ?? order.size;
  const sorted = found.filter((violation) => !isSuppressed(violation))
    .map((violation) => ({ place: place(violation.manifest), finding: findingOfViolation(violation) }))
    .sort((a, b) => a.place - b.place || rank(a.finding) - rank(b.finding) || (a.finding.line ?? 0) - (b.finding.line ?? 0));
  const problems = [...manifests._problems, ...assumed?._problems ?? [], ...manifests._repeated].map(findingOfProblem);
  return [...problems, ...(typeof mesh === 'string' ? [meshFinding(mesh)] : []), ...sorted.map(({ finding }) => finding)];
}

function rank({ severity }: Finding): number {
  return ['error', 'warning', 'info'].indexOf(severity);
}

function findingOfViolation({ rule, message, manifest, path, fix }: Violation): Finding {
  return {
    code: rule.code,
    rule: rule.name,
    origin: rule.origin,
    severity: rule.severity as FindingSeverity,
    message,
    fix: fix ?? rule.fix,
    about: objectOf(manifest),
    path: path.length === 0 ? undefined : pathText(path),
    file: manifest.location.file,
    line: manifest.location.lineOf(path),
    construct: manifest.location.construct,
  };
}

function findingOfProblem(problem: ManifestProblem): Finding {
  const { location, manifest, path, message, fix, harmless } = problem;
  const rule = ruleOf(problem);
  return {
    code: rule.code,
    rule: rule.name,
    origin: rule.origin,
    severity: harmless ? FindingSeverity.INFO : rule.severity as FindingSeverity,
    message,
    fix,
    about: manifest && objectOf(manifest),
    path: path.length === 0 ? undefined : pathText(path),
    file: location.file,
    line: problem.line ?? location.lineOf(path),
    construct: location.construct,
  };
}

function meshFinding(problem: string): Finding {
  return {
    code: 'FileUnreadable',
    rule: 'file-unreadable',
    origin: 'kubernetes',
    severity: FindingSeverity.ERROR,
    message: `the mesh-wide configuration cannot be read: ${problem}`,
    fix: 'give a MeshConfig as YAML',
  };
}

function objectOf({ kind, namespace, name }: Manifest) {
  return { kind, namespace, name };
}
