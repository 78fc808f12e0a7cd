/**
 * The phases in which the objects of one output are applied, in order: what requests are led to and the rules for connections, then pods,
 * then the rules that lead requests. A version that comes is thus known and ready before a rule names it.
 */
export const APPLY_PHASES = ['destinations', 'workloads', 'routes'] as const;

export type ApplyPhase = typeof APPLY_PHASES[number];

/** The part of an object by which its phase is known. */
export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Pods, machines that stand for pods, and what watches over them. */
const WORKLOADS = new Set([
  'apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', '/Pod', '/ReplicationController', 'batch/Job', 'batch/CronJob', 'argoproj.io/Rollout',
  'autoscaling/HorizontalPodAutoscaler', 'policy/PodDisruptionBudget', 'networking.istio.io/WorkloadEntry', 'networking.istio.io/WorkloadGroup',
]);

/** Rules by which requests are led; a Canary of Flagger writes them by itself. */
const ROUTES = new Set(['networking.istio.io/VirtualService', 'flagger.app/Canary']);

/** The phase of a kind of objects; what is not known here is there before pods, as their configuration is. */
export function phaseOf({ apiVersion, kind }: ObjectKind): ApplyPhase {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  if (ROUTES.has(`${group}/${kind}`)) return 'routes';
  return WORKLOADS.has(`${group}/${kind}`) ? 'workloads' : 'destinations';
}
