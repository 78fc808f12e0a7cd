import type { Duration } from 'cdk8s';
import type { DeploymentForm, PodForm } from './kubernetes-form';
import type { DeclaredContainer } from './pod-template';
import type { ReadinessCheck } from './readiness-check';
import { renderDuration } from '../istio/duration';
import type { Place } from '../private/place';
import { inSeconds } from '../private/time';

/**
 * How pods are replaced, moved and removed without a failed request: none goes before another is ready; a pod that has to go answers on while the proxies of
 * its callers learn of it, and its own proxy stays until the application has finished. Needs Kubernetes 1.30.
 *
 * @throws InvalidDuration, InvalidPath, InvalidPort, ReadinessMissing (when a construct receives it)
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
export interface ZeroDowntime {
  /**
   * How a pod says that it is ready. Without, it would get requests as soon as its process has begun.
   *
   * @default - the `readiness` of the first of the containers; a version made of an image has to say it here
   */
  readonly readiness?: ReadinessCheck;
  /**
   * How long a pod that has to go takes requests as if nothing were, in whole seconds, at least 1. Callers need this time to
   * learn that it goes.
   *
   * @default Duration.seconds(15)
   */
  readonly drain?: Duration;
  /**
   * How long the application may take then to finish the requests under way, in whole seconds, at least 1.
   *
   * @default Duration.seconds(15)
   */
  readonly shutdown?: Duration;
  /**
   * How long a new pod has to be ready before the next one is replaced, in whole seconds, at least 1.
   *
   * @default Duration.seconds(10)
   */
  readonly minReady?: Duration;
}

/** What the kubelet waits longer than the proxy, in seconds, so that it does not kill it. */
const MARGIN = 5;

const DEFAULTS = { drain: 15, shutdown: 15, minReady: 10 };

/** `sleep` is younger than the types at hand. */
type ContainerForm = PodForm['containers'][number];
type PreStop = NonNullable<NonNullable<ContainerForm['lifecycle']>['preStop']> & { readonly sleep: { readonly seconds: number } };

/** The times in seconds. */
type Times = typeof DEFAULTS;

/** Complains of what was asked for. */
export function validateZeroDowntime(place: Place, settings: ZeroDowntime, containers: DeclaredContainer[]): void {
  settings.readiness?._validate(place.at('readiness'));
  for (const key of ['drain', 'shutdown', 'minReady'] as const) {
    const time = settings[key];
    if (time !== undefined) {
      inSeconds(place.at(key), time);
    }
  }
  const [application] = containers;
  if (!settings.readiness && !application.saysWhenReady) {
    place.at('readiness').fail('ReadinessMissing', {
      must: 'be given where the container says nothing of it',
      got: undefined,
      fix: 'a pod would get requests before it can answer: add ReadinessCheck.http(path), or readiness to the container',
    });
  }
}

/** How a Deployment replaces its pods. */
export function replacementOf(settings: ZeroDowntime): Pick<DeploymentForm, 'minReadySeconds' | 'strategy'> {
  return {
    minReadySeconds: timesOf(settings).minReady,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
  };
}

/** A pod that goes without a failed request. */
export function drainedPod(settings: ZeroDowntime, pod: PodForm, targetPort: number): PodForm {
  const { drain, shutdown } = timesOf(settings);
  const preStop: PreStop = { sleep: { seconds: drain } };
  const containers = pod.containers.map((container, index) => ({
    ...container,
    ...(index === 0 && settings.readiness && { readinessProbe: settings.readiness._render(targetPort) }),
    lifecycle: { ...container.lifecycle, preStop: container.lifecycle?.preStop ?? preStop },
  }));
  return { ...pod, containers, terminationGracePeriodSeconds: drain + shutdown + MARGIN };
}

/**
 * What the pod's proxy has to know. Unless it runs as a native sidecar it gets its signal with the application, and would leave after 5 seconds.
 * See https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig
 */
export function proxyAnnotations(settings: ZeroDowntime): { [key: string]: string } {
  const { drain, shutdown } = timesOf(settings);
  const config = ['holdApplicationUntilProxyStarts: true', `terminationDrainDuration: ${renderDuration((drain + shutdown) * 1000)}`];
  return { 'proxy.istio.io/config': `${config.join('\n')}\n` };
}

function timesOf({ drain, shutdown, minReady }: ZeroDowntime): Times {
  return {
    drain: drain?.toSeconds() ?? DEFAULTS.drain,
    shutdown: shutdown?.toSeconds() ?? DEFAULTS.shutdown,
    minReady: minReady?.toSeconds() ?? DEFAULTS.minReady,
  };
}
