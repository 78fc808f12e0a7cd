import type { Violation } from './rule';
import type { Manifest } from '../manifests/manifest';

/** Istio's own annotation: codes parted by commas, without spaces, or `*` for all. */
const ISTIO = 'galley.istio.io/analyze-suppress';

/** Ours: the name of a rule or its code, and behind it why the finding is accepted. */
export const OURS = 'checks.cdk8s-istio.dev/accept.';

/** Whether somebody has said on the object that a finding is accepted. */
export function isSuppressed({ rule, manifest }: Violation): boolean {
  const codes = manifest.annotations[ISTIO]?.split(',') ?? [];
  return codes.includes('*') || codes.includes(rule.code) || accepts(manifest, rule.name) || accepts(manifest, rule.code);
}

/** A reason is needed, so that whoever reads the manifest knows it. */
function accepts({ annotations }: Manifest, key: string): boolean {
  return (annotations[`${OURS}${key}`] ?? '').trim() !== '';
}
