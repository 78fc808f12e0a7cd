import type { MeasuredService, MeasuredVersion } from '../delivery/measured-service';
import type { Place } from '../private/place';

/** A label of Istio's metrics, and what it holds for requests to a version; nothing if that is not known. */
interface VersionLabel {
  readonly label: string;
  valueOf(version: MeasuredVersion): string | undefined;
}

/** A version's mark in the metrics. */
export interface VersionMark {
  readonly label: string;
  readonly value: string;
}

/**
 * The labels that may tell versions apart, the plainest first: proxies read it from the pod label `version` and no other.
 * See https://istio.io/latest/docs/reference/config/metrics/#labels
 */
const LABELS: VersionLabel[] = [
  { label: 'destination_version', valueOf: ({ podLabels }) => podLabels.version },
  { label: 'destination_canonical_revision', valueOf: canonicalRevision },
  { label: 'destination_workload', valueOf: ({ workload }) => workload },
];

/** The label whose value belongs to this version alone, with that value. */
export function markOf(place: Place, service: MeasuredService, version: MeasuredVersion): VersionMark {
  const found = labelsOf(service).filter((one) => tells(one, version, service.versions));
  const [mark] = found.map(({ label, valueOf }) => ({ label, value: valueOf(version)! }));
  return mark ?? fail(place, version);
}

/** The label that tells all versions apart, for queries that group by it. */
export function groupingLabel(place: Place, service: MeasuredService): string {
  const labels = labelsOf(service);
  const found = labels.find((one) => service.versions.every((version) => tells(one, version, service.versions)));
  const obstacle = service.versions.find((version) => !tells(LABELS[0], version, service.versions));
  return found?.label ?? fail(place, obstacle!);
}

/** The label that holds the host; only the full name says the namespace too. */
export function hostLabel(service: MeasuredService): string {
  return hostVersionLabel(service).label;
}

/** The value of that label for requests to a version. */
export function hostOf(service: MeasuredService, version: MeasuredVersion): string {
  return hostVersionLabel(service).valueOf(version);
}

function labelsOf(service: MeasuredService): VersionLabel[] {
  return [...LABELS, hostVersionLabel(service)];
}

/** A version behind a Service of its own is told by that. */
function hostVersionLabel({ host: common, versions }: MeasuredService) {
  const isFull = versions.every(({ host = common }) => host.includes('.'));
  return isFull
    ? { label: 'destination_service', valueOf: ({ host = common }: MeasuredVersion) => host }
    : { label: 'destination_service_name', valueOf: ({ host = common }: MeasuredVersion) => host.split('.')[0] };
}

function tells({ valueOf }: VersionLabel, version: MeasuredVersion, versions: MeasuredVersion[]): boolean {
  const value = valueOf(version);
  return !!value && versions.every((other) => other === version || valueOf(other) !== value);
}

/** The injector writes it, from the first of these labels that the pod has. */
function canonicalRevision({ podLabels }: MeasuredVersion): string | undefined {
  return podLabels['service.istio.io/canonical-revision'] || podLabels['app.kubernetes.io/version'] || podLabels.version;
}

function fail(place: Place, { version, podLabels }: MeasuredVersion): never {
  return place.fail('VersionNotMeasurable', {
    must: 'be told from the other versions by a label of its pods that Istio writes into its metrics',
    found: `version ${version.name} with ${JSON.stringify(podLabels)}`,
    fix: `let its pods carry the label version: ${version.name}, and name it in ServiceVersion.labels()`,
  });
}
