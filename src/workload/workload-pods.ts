import type { IConstruct } from 'constructs';
import { holds } from './label-selector';
import type { KnownPods, Pods, PodsService } from './pods';
import { readWorkload, WorkloadManifest } from './workload-manifest';
import { userPath } from '../private/configuration-error';
import { stateOf } from '../private/construct-state';
import { validateLabels } from '../private/labels';
import type { Place } from '../private/place';

/** Pods run by a workload that the user made. It is read, and never changed. */
export class WorkloadPods implements Pods {
  public constructor(private readonly workload: IConstruct) {}

  /** What can be wrong with a workload depends on the service. */
  public validate(): void {}

  public identify(version: Place, service: PodsService): KnownPods {
    const place = version.at('workload');
    const manifest = readWorkload(place, this.workload);
    claim(place, manifest, service.version);
    rejectElsewhere(place, manifest, service.namespace);
    rejectUnselected(place, manifest, service);
    const subset = { [service.versionLabel]: versionOf(place, manifest, service) };
    validateLabels(place.at('labels'), subset);
    place.scope.node.addValidation({ validate: () => changes(place, manifest, this.workload) });
    const { object, podLabels, containerPorts, labelSelector, replicas } = manifest;
    const capacity = replicas === undefined ? undefined : { pods: replicas, prop: 'workload.spec.replicas' };
    return { subset, labels: podLabels, declaredPorts: containerPorts, workload: object, selector: labelSelector, capacity };
  }
}

/** A workload belongs to one version of one service: two of them would fight for what its pods are called and where requests go. */
function claim(place: Place, manifest: WorkloadManifest, version: string): void {
  const state = stateOf<{ owner?: string }>(manifest.object, 'adopted', () => ({}));
  if (state.owner !== undefined) {
    place.fail('WorkloadAdoptedTwice', {
      must: 'be a workload that no other version has',
      found: `${shown(manifest)}, which ${state.owner} has`,
      fix: 'pass the workload of this version, or use one service for both; to know the same pods by another label use ServiceVersion.labels()',
    });
  }
  state.owner = `version ${version} of ${userPath(place.scope)}`;
}

/** Where one of the two namespaces is not known, both may be applied to the same one. */
function rejectElsewhere(place: Place, manifest: WorkloadManifest, namespace?: string): void {
  if (namespace !== undefined && manifest.namespace !== undefined && manifest.namespace !== namespace) {
    place.fail('WorkloadElsewhere', {
      must: `be in the namespace of the service, ${namespace}`,
      found: `${shown(manifest)} in ${manifest.namespace}`,
      fix: 'a Service selects no pods of other namespaces: define both in one namespace, or put a Service before these pods and use ServiceVersion.host()',
    });
  }
}

function rejectUnselected(place: Place, manifest: WorkloadManifest, { selector }: PodsService): void {
  for (const [key, value] of Object.entries(selector)) {
    if (manifest.podLabels[key] !== value) {
      place.at('labels').item(key).fail('LabelsNotSelected', {
        must: `be ${JSON.stringify(value)}, by which the Service selects its pods`,
        got: manifest.podLabels[key],
        fix: `add it to the pod template of ${shown(manifest)}, or let the Service select by labels that its pods carry`
          + ' (name, appLabel in MeshSettings, or the selector of BackendService.existing())',
      });
    }
  }
}

function versionOf(place: Place, manifest: WorkloadManifest, { version, versionLabel }: PodsService): string {
  return manifest.podLabels[versionLabel] ?? place.at('labels').item(versionLabel).fail('VersionLabelMissing', {
    must: 'tell the pods of this version from those of others',
    found: `pods of ${shown(manifest)} with ${JSON.stringify(manifest.podLabels)}`,
    fix: `add ${JSON.stringify({ [versionLabel]: version })} to its pod template (podMetadata: { labels } in cdk8s-plus), say in MeshSettings`
      + ' which versionLabel they carry, or name other labels with ServiceVersion.labels()',
  });
}

/** What the service was made by, and is no longer so. Labels that were added since do no harm. */
function changes(place: Place, then: WorkloadManifest, workload: IConstruct): string[] {
  const now = readWorkload(place, workload);
  const same = now.name === then.name && now.namespace === then.namespace && holds(now.podLabels, then.podLabels)
    && JSON.stringify(now.labelSelector) === JSON.stringify(then.labelSelector);
  const complaint = `WorkloadChanged: ${place.prop} must stay as it is when the service is made, got a change of the name, namespace, selector or`
    + ` pod labels of ${shown(then)} since; make the service behind the last change of its workloads`;
  return same ? [] : [complaint];
}

function shown({ kind, name }: WorkloadManifest): string {
  return `${kind} ${name}`;
}
