import { ApiObject, Chart, Duration } from 'cdk8s';
import {
  CanaryService, CanaryTraffic, DisruptionBudget, IDeliveryService, ReadinessCheck, RetryOn, RetryPolicy, ScalingMetric, ServicePort, ServiceVersion,
} from 'cdk8s-istio';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

const REGISTRY = 'registry.acme.example/';
const TEAMS = ['catalogue', 'checkout', 'search'];
const LONGEST_TIMEOUT = Duration.seconds(30);

/** A version of a service at Acme: its tag is its name. */
export interface CompanyVersion {
  /** Such as `v1.4.0`. */
  readonly tag: string;
  /**
   * The fewest pods.
   *
   * @default 2
   */
  readonly minReplicas?: number;
}

/** What a team has to say of its service; Acme says the rest. */
export interface CompanyServiceProps {
  /** The team that is called when the service fails. */
  readonly team: string;
  /** The version in use. */
  readonly stable: CompanyVersion;
  /**
   * The version that is tried out.
   *
   * @default - none
   */
  readonly canary?: CompanyVersion;
  /**
   * The share of the requests that the canary gets, in percent.
   *
   * @default 0
   */
  readonly canaryPercent?: number;
  /**
   * Versions that get no requests any more.
   *
   * @default - none
   */
  readonly retiring?: CompanyVersion[];
  /**
   * How long a request may take; at most 30 seconds.
   *
   * @default Duration.seconds(3)
   */
  readonly timeout?: Duration;
}

/**
 * A service as Acme runs them: on port 8080, called `<team>-<id>`, with a timeout, retries, outlier detection, an autoscaler and a disruption budget; and
 * labelled with its owner.
 */
export class CompanyService extends Construct {
  /** For whatever takes any service: monitoring, a function of another library. */
  public readonly service: IDeliveryService;

  public constructor(scope: Construct, id: string, props: CompanyServiceProps) {
    super(scope, id);
    this.require(TEAMS.includes(props.team), `team must be one of ${TEAMS.join(', ')}, got ${props.team}`);
    this.require(Chart.of(this).namespace !== undefined, 'the chart must have a namespace: Acme has one for each team');
    const timeout = props.timeout ?? Duration.seconds(3);
    this.require(timeout.toMilliseconds() <= LONGEST_TIMEOUT.toMilliseconds(), `timeout must be at most ${LONGEST_TIMEOUT.toHumanString()}, got ${timeout.toHumanString()}`);
    const name = `${props.team}-${id}`;

    this.service = new CanaryService(this, 'Service', {
      name,
      ports: [ServicePort.http(80, { targetPort: 8080 })],
      stable: this.version(name, props.stable),
      canary: props.canary && this.version(name, props.canary),
      traffic: props.canaryPercent === undefined ? undefined : CanaryTraffic.weight(props.canaryPercent),
      retiring: props.retiring?.map((version) => this.version(name, version)),
      timeout,
      retries: RetryPolicy.on([RetryOn.CONNECT_FAILURE, RetryOn.REFUSED_STREAM, RetryOn.statusCode(503)], { attempts: 2 }),
      trafficPolicy: {
        connectionPool: { http: { maxRequestsPerConnection: 1000 } },
        outlierDetection: { consecutive5xxErrors: 5, baseEjectionTime: Duration.seconds(30), maxEjectionPercent: 50 },
      },
    });
    this.label('acme.example/team', props.team);
  }

  /** What has to be right is said to the team in its own words; what the constructs below say has their paths. */
  private require(condition: boolean, text: string): void {
    if (!condition) {
      throw new Error(`[${this.node.path}] ${text} (https://wiki.acme.example/services)`);
    }
  }

  private version(service: string, { tag, minReplicas = 2 }: CompanyVersion): ServiceVersion {
    this.require(/^v\d+\.\d+\.\d+$/.test(tag), `tag must be that of a release, such as v1.4.0, got ${tag}`);
    this.require(minReplicas >= 2, `minReplicas must be at least 2, got ${minReplicas}: one pod is none while its node is replaced`);
    return ServiceVersion.image(tag.replaceAll('.', '-'), `${REGISTRY}${service}:${tag}`, {
      resources: { cpu: { request: Cpu.millis(250) } },
      autoscaling: { minReplicas, maxReplicas: 5 * minReplicas, metrics: [ScalingMetric.cpuUtilization(70)] },
      disruptionBudget: DisruptionBudget.maxUnavailable(1),
      zeroDowntime: { readiness: ReadinessCheck.http('/ready') },
    });
  }

  /** Labels all objects, and no pod: a new owner restarts nothing. */
  private label(key: string, value: string): void {
    for (const construct of this.node.findAll()) {
      if (ApiObject.isApiObject(construct)) {
        construct.metadata.addLabel(key, value);
      }
    }
  }
}
