import { ApiObject, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { FlaggerAlert, renderAlert } from './flagger-alert';
import type { FlaggerAutoscaler } from './flagger-autoscaler';
import { FlaggerMetric, measuresRequests, renderMetrics } from './flagger-metric';
import { claimTarget, takenNames } from './flagger-names';
import { FlaggerService, renderService } from './flagger-service';
import type { FlaggerStrategy } from './flagger-strategy';
import type { FlaggerTarget, ResolvedTarget } from './flagger-target';
import { renderSeconds, secondsOf } from './flagger-time';
import { FlaggerWebhook, rejectSlowWebhooks } from './flagger-webhook';
import { count } from '../istio/count';
import { subdomainName } from '../istio/dns-label';
import { resolveHost } from '../istio/host';
import { defineObject } from '../private/api-object';
import { CanarySpec, flaggerCanaryManifest } from '../private/imports';
import { Place } from '../private/place';
import { claimHosts } from '../resources/mesh-hosts';
import { MeshSettings } from '../settings/mesh-settings';

/** A service that Flagger releases. */
export interface FlaggerCanaryProps {
  /**
   * The name of the Canary: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /** The workload that is released. Each change of its pods is a release. */
  readonly target: FlaggerTarget;
  /** The service that callers use. */
  readonly service: FlaggerService;
  /** How a new version gets its first requests. */
  readonly strategy: FlaggerStrategy;
  /** The time between two checks, and so the length of a step: whole seconds, at least 10. */
  readonly interval: Duration;
  /** After how many failed checks a release is rolled back: a whole number from 1. Checks that pass in between do not set it back. */
  readonly threshold: number;
  /**
   * What is measured at every check.
   *
   * @default - nothing: a release fails only by webhooks, and by pods that do not get ready
   */
  readonly metrics?: FlaggerMetric[];
  /**
   * Whom Flagger asks during a release.
   *
   * @default - nobody
   */
  readonly webhooks?: FlaggerWebhook[];
  /**
   * Whom Flagger tells of a release.
   *
   * @default - as Flagger was set up
   */
  readonly alerts?: FlaggerAlert[];
  /**
   * The autoscaler of the target. The manifest of the target then has no `replicas`.
   *
   * @default - none
   */
  readonly autoscaler?: FlaggerAutoscaler;
  /**
   * How long pods may take to get ready before the release is rolled back: whole seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly progressDeadline?: Duration;
  /**
   * Whether new versions are promoted without being checked.
   *
   * @default false
   */
  readonly skipAnalysis?: boolean;
  /**
   * Whether Flagger gives the requests back to the target when the Canary is deleted. What it has taken over before does not come back whole.
   *
   * @default false
   */
  readonly revertOnDeletion?: boolean;
  /**
   * Whether nothing is released for now, and a release under way stands still.
   *
   * @default false
   */
  readonly suspend?: boolean;
}

/** Below, Flagger takes this without a word. */
const LEAST_INTERVAL_SECONDS = 10;

/**
 * A service whose releases Flagger runs in the cluster: it shifts requests step by step, watches metrics, and promotes or rolls back by itself. Defines one Canary. Services, VirtualService,
 * DestinationRules and the Deployment that serves are made from it by Flagger, so the program has none of them.
 *
 * @see https://docs.flagger.app/usage/how-it-works
 *
 * @example
 *
 * import { App, Chart, Duration } from 'cdk8s';
 * import { FlaggerCanary, FlaggerMetric, FlaggerStrategy, FlaggerTarget, ServicePort } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new FlaggerCanary(chart, 'reviews', {
 *   target: FlaggerTarget.deployment('reviews'),
 *   service: { port: ServicePort.http(8080) },
 *   strategy: FlaggerStrategy.linear({ stepWeight: 10, maxWeight: 50 }),
 *   interval: Duration.minutes(1),
 *   threshold: 5,
 *   metrics: [
 *     FlaggerMetric.requestSuccessRate({ min: 99 }),
 *     FlaggerMetric.requestDuration({ max: Duration.millis(500) }),
 *   ],
 * });
 */
export class FlaggerCanary extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;
  /** The host that clients in the mesh call: the full DNS name if the chart has a namespace, else the service's name. */
  public readonly host: string;

  /**
   * @throws InvalidObjectName, InvalidServiceName, InvalidFlaggerDuration, InvalidCount, FlaggerTargetUnfit, FlaggerTargetTwice, FlaggerStrategyMixed, FlaggerTrafficMissing,
   * FlaggerWebhooksTooSlow, FlaggerPortConflict, FlaggerDropsSetting, HostClaimedTwice, HttpPortMissing, PortsMissing, TargetPortUnknown, SplitBypassed, and what the values raise; at synth
   * FlaggerObjectTwice
   */
  public constructor(scope: Construct, id: string, props: FlaggerCanaryProps) {
    super(scope, id);
    const place = Place.of(this);
    const { namespace } = Chart.of(this);
    place.at('name').check('InvalidObjectName', subdomainName, props.name ?? id, 'give a name for the Canary, or another id');
    const { clusterDomain, defaultRetries, exportTo } = MeshSettings._at(this);
    rejectExportTo(place, exportTo);
    const target = props.target._resolve(place.at('target'));
    validateTarget(place, target, props, namespace);
    const name = props.service.name ?? target.name;
    this.host = resolveHost(name, namespace, clusterDomain);
    const service = renderService(place.at('service'), props.service, { target, name, host: this.host, defaultRetries });
    const spec: CanarySpec = {
      targetRef: { apiVersion: 'apps/v1', kind: target.kind, name: target.name },
      autoscalerRef: props.autoscaler?._render(place.at('autoscaler')),
      service,
      analysis: renderAnalysis(place, props, service, this.host),
      ...renderOptions(place, props),
    };
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: props.name ?? id, spec: () => flaggerCanaryManifest(spec),
    });
    claimTarget(place, target, name);
    if (props.service.exposure?._inMesh ?? true) {
      claimHosts(place.at('service').at('exposure').at('hosts'), [this.host, ...(service.hosts ?? [])]);
    }
    this.node.addValidation({ validate: () => takenNames(this, target, name) });
  }
}

function renderOptions(place: Place, { progressDeadline, skipAnalysis, revertOnDeletion, suspend }: FlaggerCanaryProps): Partial<CanarySpec> {
  return {
    progressDeadlineSeconds: progressDeadline && secondsOf(place.at('progressDeadline'), progressDeadline, 1, 'leave it out for 10 minutes'),
    skipAnalysis,
    revertOnDeletion,
    suspend,
  };
}

function renderAnalysis(place: Place, props: FlaggerCanaryProps, service: NonNullable<CanarySpec['service']>, host: string): CanarySpec['analysis'] {
  const { interval, threshold, strategy, metrics = [], webhooks = [], alerts = [] } = props;
  const seconds = secondsOf(place.at('interval'), interval, LEAST_INTERVAL_SECONDS, 'write Duration.minutes(1), say: Flagger would take 10 s for less');
  place.at('threshold').check('InvalidCount', count, threshold, 'say after how many failed checks a release is rolled back');
  if (typeof strategy?._render !== 'function') {
    place.at('strategy').fail('FlaggerStrategyMixed', {
      must: 'be a FlaggerStrategy', got: strategy, fix: 'choose one: FlaggerStrategy.linear() or steps() shifts traffic by weight, blueGreen() and abTesting() count iterations',
    });
  }
  const analysis = {
    interval: renderSeconds(seconds),
    threshold,
    ...strategy._render(place.at('strategy'), service.match ?? []),
    metrics: metrics.length > 0 ? renderMetrics(place.at('metrics'), metrics, seconds) : undefined,
    webhooks: webhooks.length > 0 ? webhooks.map((webhook, index) => webhook._render(place.at('webhooks').item(index))) : undefined,
    alerts: alerts.length > 0 ? alerts.map((alert, index) => renderAlert(place.at('alerts').item(index), alert)) : undefined,
  };
  rejectSlowWebhooks(place.at('webhooks'), webhooks, seconds);
  if (!props.skipAnalysis && !webhooks.some(({ _isRollout }) => _isRollout)) {
    rejectSilence(place.at('strategy'), analysis, `${host.split('.')[0]}-canary`);
  }
  return analysis;
}

/** Without requests there is no rate and no duration, and no value counts as a failed check. */
function rejectSilence(place: Place, { iterations, match, mirror, metrics = [] }: CanarySpec['analysis'], canary: string): void {
  const measured = metrics.filter(measuresRequests).map(({ name }) => name);
  if (iterations !== undefined && !match && !mirror && measured.length > 0) {
    place.fail('FlaggerTrafficMissing', {
      must: `bring requests to the new version, of which ${measured.join(' and ')} ${measured.length === 1 ? 'is' : 'are'} checked`,
      found: 'blueGreen() without mirrorWeight, and no rollout webhook',
      fix: `add mirrorWeight, or FlaggerWebhook.rollout() for a load test of ${canary}: without a value every check fails, and Flagger would roll back healthy releases`,
    });
  }
}

function validateTarget(place: Place, { kind, name, namespace, replicas }: ResolvedTarget, { autoscaler }: FlaggerCanaryProps, own?: string): void {
  const target = place.at('target');
  if (namespace !== undefined && own !== undefined && namespace !== own) {
    target.fail('FlaggerTargetUnfit', { must: `be in the namespace of the Canary, ${own}`, found: `${kind} ${name} in ${namespace}`, fix: 'put both into one chart: Flagger looks nowhere else' });
  }
  if (autoscaler && kind === 'DaemonSet') {
    place.at('autoscaler').fail('FlaggerTargetUnfit', { must: 'be left out for a DaemonSet', found: `${kind} ${name}`, fix: 'its pods follow the nodes' });
  }
  if (autoscaler && replicas !== undefined) {
    target.at('replicas').fail('FlaggerTargetUnfit', {
      must: 'be left out where an autoscaler is given', got: replicas, fix: 'remove it from the manifest: between releases Flagger keeps the target at 0 pods, and every apply would undo that',
    });
  }
}

/** What callers of all services are told is not told for this one. */
function rejectExportTo(place: Place, exportTo: string[] = ['*']): void {
  if (exportTo.join() !== '*') {
    place.at('MeshSettings').at('exportTo').fail('FlaggerDropsSetting', {
      must: 'be left out, or "*", for a service that Flagger releases', got: exportTo, fix: "set it to ['*'] for this part of the app: the VirtualService that Flagger makes has none",
    });
  }
}
