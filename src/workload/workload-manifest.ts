import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import type { LabelSelector } from './label-selector';
import type { LabelMap } from './pods';
import type { Place } from '../private/place';

/** What is read of a workload that somebody else made. */
export interface WorkloadManifest {
  readonly object: ApiObject;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The namespace it goes to: its own, or else that of its chart. */
  readonly namespace?: string;
  /** The labels by which it selects its pods; empty if it selects by expressions. */
  readonly selector: LabelMap;
  /** All by which it selects its pods. */
  readonly labelSelector?: LabelSelector;
  /** The labels that its pods carry. */
  readonly podLabels: LabelMap;
  /** How many pods it asks for, if it does. */
  readonly replicas?: number;
  /** The TCP ports that its containers declare. */
  readonly containerPorts: number[];
}

/** The kinds of objects that run pods from a template at `spec.template`, by API group. */
const GROUPS: { [kind: string]: string } = { Deployment: 'apps', StatefulSet: 'apps', DaemonSet: 'apps', Rollout: 'argoproj.io' };

/**
 * Reads a workload: the object itself, a construct that stands for one, or one that holds a single workload among other objects.
 * It is rendered as it is now, and never changed.
 */
export function readWorkload(place: Place, construct: IConstruct): WorkloadManifest {
  const object = findWorkload(place, construct);
  const { metadata, spec } = render(place, object);
  if (!spec?.template) {
    return place.fail('WorkloadUnreadable', {
      must: 'have a pod template at spec.template',
      found: `${shown(object)} without one`,
      fix: 'pass the workload that holds the template; a Rollout with workloadRef names it there',
    });
  }
  return {
    object,
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: metadata?.name ?? object.name,
    namespace: metadata?.namespace ?? object.chart.namespace,
    selector: { ...spec.selector?.matchLabels },
    labelSelector: spec.selector,
    replicas: spec.replicas,
    podLabels: { ...spec.template.metadata?.labels },
    containerPorts: (spec.template.spec?.containers ?? [])
      .flatMap(({ ports }) => ports ?? [])
      .filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP')
      .map(({ containerPort }) => containerPort),
  };
}

/** The parts of a manifest that are read; a manifest of somebody else may lack any of them. */
interface Manifest {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: LabelSelector;
    readonly template?: {
      readonly metadata?: { readonly labels?: LabelMap };
      readonly spec?: { readonly containers?: { readonly ports?: { readonly containerPort: number; readonly protocol?: string }[] }[] };
    };
  };
}

function render(place: Place, object: ApiObject): Manifest {
  try {
    return object.toJson();
  } catch (error) {
    return place.fail('WorkloadUnreadable', {
      must: 'be complete when the service is made',
      found: `${shown(object)}, which cannot be rendered yet: ${error instanceof Error ? error.message : error}`,
      fix: 'finish it first, and then make the service',
    });
  }
}

function findWorkload(place: Place, construct: IConstruct): ApiObject {
  if (!Construct.isConstruct(construct)) {
    place.fail('WorkloadUnreadable', { must: 'be a construct', got: construct, fix: 'pass the workload itself, and not its manifest or its props' });
  }
  const own = representative(construct);
  const candidates = own ? [own] : construct.node.findAll().filter((one) => ApiObject.isApiObject(one)) as ApiObject[];
  const workloads = candidates.filter(isWorkload);
  if (workloads.length === 1) {
    return workloads[0];
  }
  return workloads.length === 0
    ? place.fail('WorkloadUnreadable', {
      must: 'be a Deployment, StatefulSet, DaemonSet or Rollout, or hold one',
      found: candidates.map(shown).join(', ') || `${construct.node.path || 'the app'}, which holds no object`,
      fix: 'pass the object that runs the pods; for pods of another kind use ServiceVersion.labels()',
    })
    : place.fail('WorkloadUnreadable', {
      must: 'hold a single workload', found: workloads.map(shown).join(', '), fix: 'pass the one that is meant, found by its kind and name among apiObjects',
    });
}

/** The object for which a construct stands, as cdk8s sees it. */
function representative(construct: IConstruct): ApiObject | undefined {
  let one: IConstruct | undefined = construct;
  while (one && !ApiObject.isApiObject(one)) {
    one = one.node.defaultChild;
  }
  return one as ApiObject | undefined;
}

function isWorkload({ apiVersion, kind }: ApiObject): boolean {
  return GROUPS[kind] !== undefined && apiVersion.startsWith(`${GROUPS[kind]}/`);
}

function shown({ kind, name }: ApiObject): string {
  return `${kind} ${name}`;
}
