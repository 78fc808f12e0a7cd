import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { IDeliveryService } from './delivery-service';
import { versionedServiceOf } from './versioned-service';
import { presentAsWhole } from '../private/configuration-error';
import { Place, PropNames } from '../private/place';
import { checkNotEmpty } from '../private/value-list';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { AuthorizationRule, renderRule } from '../resources/authorization-rule';
import type { ResolvedPort } from '../workload/service-port';

/**
 * Who may call what of a service. Callers are those of `serviceAccounts` and those in `namespaces`; of the rest all must hold.
 *
 * @throws InvalidCaller, InvalidMethod, InvalidPath, ServiceAccessConflict, ValueMissing (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export interface ServiceGrant {
  /**
   * Service accounts of callers: `<namespace>/<service account>`, or the name alone for one in the namespace of the service; at most 16.
   *
   * @default - none, unless there are no namespaces either: then any caller
   */
  readonly serviceAccounts?: string[];
  /**
   * Namespaces of callers, perhaps with `*` at one end.
   *
   * @default - none, unless there are no service accounts either: then any caller
   */
  readonly namespaces?: string[];
  /**
   * The ports of the service, as clients call them.
   *
   * @default - all of them
   */
  readonly ports?: number[];
  /**
   * HTTP methods in upper case; of gRPC it is POST.
   *
   * @default - any
   */
  readonly methods?: string[];
  /**
   * Paths, without query: `/info`, `/info*`, `*.html`, or with `{*}` for one part and `{**}` for all that follow. Envoy normalises the path before it is
   * compared: `/x/../admin` and `/%61dmin` are `/admin`, but two slashes stay two.
   *
   * @default - any
   */
  readonly paths?: string[];
}

/** Who may call a service. */
export interface ServiceAccessProps {
  /**
   * The name of the AuthorizationPolicy.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /** The service, in the namespace of the chart. */
  readonly service: IDeliveryService;
  /** Who may call what, at least one. Everything else gets 403. */
  readonly grants: ServiceGrant[];
}

/**
 * Who may call a service, whatever version answers. Defines one AuthorizationPolicy with ALLOW for all pods behind the service. Callers are known by the certificate of
 * their sidecar: a caller without one is nobody.
 *
 * Pods behind a version of `ServiceVersion.host()` are those of another Service, and not covered.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { CanaryService, ServiceAccess, ServicePort, ServiceVersion } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * const reviews = new CanaryService(chart, 'reviews', {
 *   ports: [ServicePort.http(8080)],
 *   stable: ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0'),
 * });
 * new ServiceAccess(chart, 'reviews-access', {
 *   service: reviews,
 *   grants: [{ serviceAccounts: ['bookinfo/productpage'], methods: ['GET'], paths: ['/reviews*'] }],
 * });
 */
export class ServiceAccess extends Construct {
  /** The AuthorizationPolicy. */
  public readonly authorizationPolicy: AuthorizationPolicy;

  /**
   * @throws InvalidObjectName, ServiceAccessConflict, ValueMissing, and what the grants raise
   */
  public constructor(scope: Construct, id: string, props: ServiceAccessProps) {
    super(scope, id);
    presentAsWhole(this);
    const place = Place.of(this, namesOf(props.grants));
    const { selector, ports } = backendOf(place.at('service'), props.service);
    checkNotEmpty(place.at('grants'), props.grants);
    const rules = props.grants.map((grant, index) => ruleOf(place.at('grants').item(index), grant, ports));
    // So that complaints name the grant, and not the rule that is made of it.
    rules.forEach((rule, index) => renderRule(place.at('grants').item(index), rule));
    this.authorizationPolicy = new AuthorizationPolicy(this, 'AuthorizationPolicy', { name: props.name ?? id, selector, rules });
  }
}

/** What stands in a grant itself, and in a rule one step below. */
function namesOf(grants: ServiceGrant[]): PropNames {
  const parts = ['sources[0]', 'sources[1]', 'operations[0]'];
  return Object.fromEntries(grants.flatMap((_grant, index) => parts.map((part) => [`grants[${index}].${part}`, `grants[${index}]`])));
}

function backendOf(place: Place, service: IDeliveryService) {
  const versioned = versionedServiceOf(service);
  if (!versioned) {
    return place.fail('ServiceAccessConflict', {
      must: 'be a delivery construct, or hold one', found: service.node.path, fix: 'for another service write an AuthorizationPolicy',
    });
  }
  const [own, its] = [place.scope, service].map((construct) => Chart.of(construct).namespace);
  if (own !== its) {
    place.fail('ServiceAccessConflict', {
      must: `be in the namespace of the chart, ${own ?? 'which is not known'}`,
      found: `one in ${its ?? 'an unknown one'}`,
      fix: 'define both in one namespace: a policy selects pods of its own',
    });
  }
  return versioned._backend;
}

function ruleOf(place: Place, grant: ServiceGrant, known: ResolvedPort[]): AuthorizationRule {
  const { serviceAccounts, namespaces, ports, methods, paths } = grant;
  const sources = [...(serviceAccounts ? [{ serviceAccounts }] : []), ...(namespaces ? [{ namespaces }] : [])];
  const operation = { ports: ports?.map((port, index) => targetOf(place.at('ports').item(index), port, known)), methods, paths };
  return {
    sources: sources.length > 0 ? sources : undefined,
    operations: ports || methods || paths ? [operation] : undefined,
  };
}

/** The port on which the pods listen: a policy knows no other. */
function targetOf(place: Place, port: number, known: ResolvedPort[]): number {
  const found = known.find((one) => one.port === port);
  return found?.targetPort ?? place.fail('ServiceAccessConflict', {
    must: `be a port of the service (${known.map((one) => one.port).join(', ')})`, got: port, fix: 'name the port that clients call',
  });
}
