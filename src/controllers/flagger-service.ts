import type { Duration } from 'cdk8s';
import { FlaggerExposure } from './flagger-exposure';
import { renderServiceMatches } from './flagger-match';
import type { ResolvedTarget } from './flagger-target';
import { renderFlaggerTrafficPolicy } from './flagger-traffic-policy';
import { serviceName } from '../istio/dns-label';
import type { CanarySpec } from '../private/imports';
import type { Place } from '../private/place';
import { CorsPolicy, UnmatchedPreflights } from '../routing/cors-policy';
import type { HeaderOperations } from '../routing/header-operations';
import type { HttpMatch } from '../routing/http-match';
import type { HttpRewrite } from '../routing/http-rewrite';
import type { RetryPolicy } from '../routing/retry-policy';
import { renderManners } from '../routing/route-manners';
import type { TrafficPolicy } from '../traffic-policy/traffic-policy';
import type { ServicePort } from '../workload/service-port';

/**
 * What Flagger makes the Services, the VirtualService and the DestinationRules of a `FlaggerCanary` from. Faults, redirects and mirrors for users cannot be had: Flagger
 * knows none.
 *
 * @see https://docs.flagger.app/usage/how-it-works#canary-service
 */
export interface FlaggerService {
  /** The port that callers use. It speaks HTTP, HTTP/2 or gRPC. */
  readonly port: ServicePort;
  /**
   * The name of the Service: at most 55 lower-case letters, digits and hyphens, beginning with a letter. Flagger calls two others `<name>-primary` and `<name>-canary`.
   *
   * @default - the name of the target
   */
  readonly name?: string;
  /**
   * Whether the Services have all ports that the target's containers declare. Not for `FlaggerExposure.meshAndGateways()`.
   *
   * @default false
   */
  readonly portDiscovery?: boolean;
  /**
   * Where the service can be called from.
   *
   * @default FlaggerExposure.mesh()
   */
  readonly exposure?: FlaggerExposure;
  /**
   * The requests that are taken, any of these matches being enough. ALL OTHERS GET 404.
   *
   * @default - every request
   */
  readonly match?: HttpMatch[];
  /**
   * How long a request may take in all, retries included; at least 1 ms.
   *
   * @default - no limit
   */
  readonly timeout?: Duration;
  /**
   * Whether a failed request is tried again.
   *
   * @default - what `MeshSettings` say, or else as the mesh does
   */
  readonly retries?: RetryPolicy;
  /**
   * Changes of headers.
   *
   * @default - none
   */
  readonly headers?: HeaderOperations;
  /**
   * Another path or another host for the requests; not by `uriRegex`.
   *
   * @default - as they were sent
   */
  readonly rewrite?: HttpRewrite;
  /**
   * Which scripts of other websites browsers let call; `unmatchedPreflights` cannot be IGNORE.
   *
   * @default - Envoy does not interfere
   */
  readonly cors?: CorsPolicy;
  /**
   * How clients call either version. Not limits of TCP connections, `maxConcurrentStreams`, `useClientProtocol`, a hash of a query parameter, and some of TLS: Flagger's CRD does not
   * know them.
   *
   * @default - as the mesh is set up
   */
  readonly trafficPolicy?: TrafficPolicy;
}

type ServiceSpec = NonNullable<CanarySpec['service']>;

/** What of a service is decided elsewhere. */
export interface ServiceSurroundings {
  readonly target: ResolvedTarget;
  readonly name: string;
  /** The host that the name stands for. */
  readonly host: string;
  readonly defaultRetries?: RetryPolicy;
}

/** The longest name that leaves room for what Flagger puts behind it. */
const MOST_CHARACTERS = 55;

/** What rules of Istio and Canaries in YAML have, and what to do about it: the compiler says nothing where options that are shared are spread. */
const NOT_HERE: { [member: string]: string } = {
  fault: 'Flagger knows no faults: use CanaryService, or a VirtualService that delegates to the one of Flagger',
  mirrors: 'Flagger copies requests to the new version alone: use mirrorWeight of the strategy',
  gateways: 'say it by exposure: FlaggerExposure.gateways() or meshAndGateways()',
  hosts: 'say it by exposure: FlaggerExposure.gateways() or meshAndGateways()',
  delegation: 'say it by exposure: FlaggerExposure.delegation()',
};

/** The `service` of a Canary. */
export function renderService(place: Place, service: FlaggerService, { target, name, host, defaultRetries }: ServiceSurroundings): ServiceSpec {
  for (const [member, got] of Object.entries(service)) {
    if (got !== undefined && member in NOT_HERE) {
      place.at(member).fail('FlaggerDropsSetting', { must: 'be left out of a service that Flagger releases', got, fix: NOT_HERE[member] });
    }
  }
  if (!serviceName.accepts(name) || name.length > MOST_CHARACTERS) {
    place.at('name').fail('InvalidServiceName', {
      must: `be ${serviceName.allowed}, and of at most ${MOST_CHARACTERS} characters`, got: name, fix: 'give another: Flagger puts -primary behind it for a Service of its own',
    });
  }
  const { exposure = FlaggerExposure.mesh(), portDiscovery, match, trafficPolicy } = service;
  if (portDiscovery && exposure._isMixed) {
    place.at('portDiscovery').fail('FlaggerPortConflict', {
      must: 'be left out where callers in the mesh and at gateways share one rule',
      got: portDiscovery,
      fix: 'Flagger would send the requests to all ports to the first one: declare one port, or expose the service in the mesh or at gateways alone',
    });
  }
  const exposed = exposure._render(place.at('exposure'), name, host);
  return {
    name: service.name,
    ...renderPort(place.at('port'), service.port, target),
    portDiscovery,
    ...exposed,
    match: match && renderServiceMatches(place.at('match'), match, !exposure._inMesh && exposed.gateways !== undefined),
    ...renderWay(place, service, defaultRetries),
    trafficPolicy: trafficPolicy && renderFlaggerTrafficPolicy(place.at('trafficPolicy'), trafficPolicy),
  };
}

/** What Flagger takes for granted is not written. */
function renderPort(place: Place, servicePort: ServicePort, { kind, containerPorts = [] }: ResolvedTarget): Pick<ServiceSpec, 'port' | 'portName' | 'targetPort'> {
  if (typeof servicePort?._resolve !== 'function') {
    place.fail('PortsMissing', { must: 'be a port', got: servicePort, fix: 'write ServicePort.http(8080)' });
  }
  const { name, port, targetPort, isHttp } = servicePort._resolve(place, true);
  if (!isHttp) {
    place.fail('HttpPortMissing', { must: 'be a port that speaks HTTP, HTTP/2 or gRPC', got: name, fix: 'requests to no other port are checked or matched: use ServicePort.http(), http2() or grpc()' });
  }
  if (containerPorts.length > 0 && !containerPorts.includes(targetPort)) {
    place.at('targetPort').fail('TargetPortUnknown', {
      must: `be a port that the containers declare (${containerPorts.join(', ')})`, got: targetPort, fix: `set targetPort to the one on which the ${kind} listens`,
    });
  }
  return { port, portName: name === 'http' ? undefined : name, targetPort: targetPort === port ? undefined : targetPort };
}

/** What happens to requests on their way, of which Flagger's CRD knows a part only. */
function renderWay(place: Place, service: FlaggerService, defaultRetries?: RetryPolicy): Pick<ServiceSpec, 'timeout' | 'retries' | 'headers' | 'rewrite' | 'corsPolicy'> {
  const { timeout, retries = defaultRetries, headers, rewrite, cors } = service;
  if (rewrite?.uriRegex) {
    place.at('rewrite').at('uriRegex').fail('FlaggerDropsSetting', {
      must: 'be left out of a service that Flagger releases', got: rewrite.uriRegex, fix: 'its CRD does not know it and would drop it without a word: match a prefix, and give uri',
    });
  }
  if (cors?.unmatchedPreflights === UnmatchedPreflights.IGNORE) {
    place.at('cors').at('unmatchedPreflights').fail('FlaggerDropsSetting', {
      must: 'be left out of a service that Flagger releases', got: cors.unmatchedPreflights, fix: 'its CRD does not know it, and preflights would be forwarded: let the service refuse them',
    });
  }
  return renderManners(place, { timeout, retries, headers, rewrite, cors });
}
