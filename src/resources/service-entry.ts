import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { renderEntryPorts, ServiceEntryPort } from './service-entry-port';
import { validateAddresses, validateEndpoints, validateResolution } from './service-entry-rules';
import { renderEndpoint, WorkloadEndpoint } from './workload-endpoint';
import { validateWorkloadSelector } from './workload-selector';
import { subdomainName } from '../istio/dns-label';
import { resolvedAddress, staticAddress } from '../istio/endpoint-address';
import { destinationHost } from '../istio/host';
import { defineObject } from '../private/api-object';
import { exportedFrom, validateExportTo } from '../private/export-to';
import { serviceEntryManifest, ServiceEntrySpec } from '../private/imports';
import { Place } from '../private/place';
import { checkList } from '../private/value-list';
import { MeshSettings } from '../settings/mesh-settings';

/** How it is found out where a service answers. */
export enum ServiceEntryResolution {
  /** Not at all: connections go to the address that the client called. */
  NONE = 'NONE',
  /** By the addresses of the endpoints. */
  STATIC = 'STATIC',
  /** By DNS, ahead of requests: the addresses of the endpoints, or the hosts if there are none; requests are spread over all of them. */
  DNS = 'DNS',
  /** By DNS as with `DNS`, but each new connection goes to the first address of the latest answer. */
  DNS_ROUND_ROBIN = 'DNS_ROUND_ROBIN',
  /** By DNS for each request, by the host that it names; for wildcards. */
  DYNAMIC_DNS = 'DYNAMIC_DNS',
}

/** On which side of the mesh's border a service is. */
export enum ServiceEntryLocation {
  /** Outside: called in plain text, or as the application encrypts. */
  MESH_EXTERNAL = 'MESH_EXTERNAL',
  /** Inside: called with mutual TLS, if its workloads have sidecars. */
  MESH_INTERNAL = 'MESH_INTERNAL',
}

/** A ServiceEntry. */
export interface ServiceEntryProps {
  /**
   * The object's name: a DNS subdomain of at most 253 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /** The hosts that clients call, 1 to 256: DNS names, of which the first label may be `*`. */
  readonly hosts: string[];
  /** The ports that clients call, at least one. */
  readonly ports: ServiceEntryPort[];
  /** How it is found out where the service answers. */
  readonly resolution: ServiceEntryResolution;
  /**
   * On which side of the mesh's border the service is.
   *
   * @default ServiceEntryLocation.MESH_EXTERNAL
   */
  readonly location?: ServiceEntryLocation;
  /**
   * The addresses that clients call, or ranges of them: connections of TCP are told by them alone.
   *
   * @default - Istio makes one up where it is needed and resolution is not NONE
   */
  readonly addresses?: string[];
  /**
   * Where the service answers.
   *
   * @default - the hosts themselves
   */
  readonly endpoints?: WorkloadEndpoint[];
  /**
   * The pods and WorkloadEntries of the namespace that are the service, in place of endpoints: those with all of these labels.
   *
   * @default - none
   */
  readonly workloadSelector?: { [key: string]: string };
  /**
   * The namespaces whose callers know the service: names, `.` for its own, `*` alone for all, or `~` alone for none.
   *
   * @default - as the mesh is set up; unless somebody changed it, all namespaces
   */
  readonly exportTo?: string[];
  /**
   * Names of which the server's certificate must hold one, as `spiffe://cluster.local/ns/bookinfo/sa/ratings`, where callers verify it.
   *
   * @default - any
   */
  readonly subjectAltNames?: string[];
}

/**
 * A service that Kubernetes does not know: outside of the mesh, on virtual machines, or both. Defines one ServiceEntry. Its host can then be the destination of
 * rules and have a DestinationRule, as any other.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { PortProtocol, ServiceEntry, ServiceEntryResolution } from 'cdk8s-istio';
 *
 * const chart = new Chart(new App(), 'bookinfo', { namespace: 'bookinfo' });
 * new ServiceEntry(chart, 'books-api', {
 *   hosts: ['www.googleapis.com'],
 *   ports: [{ number: 443, protocol: PortProtocol.TLS }],
 *   resolution: ServiceEntryResolution.DNS,
 * });
 */
export class ServiceEntry extends Construct {
  /** The object, for patches: fields that the library does not know survive. */
  public readonly apiObject: ApiObject;
  /** The first of its hosts, for destinations and DestinationRules. */
  public readonly host: string;

  /**
   * @throws InvalidObjectName, HostsMissing, InvalidHost, DuplicateHost, PortsMissing, InvalidPort, InvalidPortName, DuplicatePort, InvalidIpRange, AddressMissing,
   * EndpointsMissing, ServiceEntryConflict, LabelsMissing, InvalidLabel, InvalidExportTo, ValueMissing, and what the endpoints raise
   */
  public constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id);
    const place = Place.of(this);
    const { name = id } = props;
    place.at('name').check('InvalidObjectName', subdomainName, name, 'give a name for the ServiceEntry, or another id');
    validateEntryHosts(place.at('hosts'), props);
    const ports = renderEntryPorts(place.at('ports'), props.ports);
    validateAddresses(place.at('addresses'), props);
    validateEndpoints(place, props);
    validateResolution(place, props);
    validateExtras(place, props);
    const spec = render(place, props, ports);
    this.host = props.hosts[0];
    this.apiObject = defineObject(this, 'Resource', {
      apiVersion: MeshSettings._at(this).apiVersion,
      kind: 'ServiceEntry',
      name,
      spec: () => serviceEntryManifest(spec),
    });
  }
}

function render(place: Place, props: ServiceEntryProps, ports: ServiceEntrySpec['ports']): ServiceEntrySpec {
  const { hosts, addresses, endpoints, workloadSelector, resolution, location, exportTo, subjectAltNames } = props;
  const isLookedUp = resolution !== ServiceEntryResolution.STATIC;
  const context = { addresses: isLookedUp ? resolvedAddress : staticAddress, isLookedUp, portNames: ports?.map((port) => port.name) };
  return {
    hosts: [...hosts],
    addresses: addresses && [...addresses],
    ports,
    location,
    resolution,
    endpoints: endpoints?.map((endpoint, index) => renderEndpoint(place.at('endpoints').item(index), endpoint, context)),
    workloadSelector: workloadSelector && { labels: { ...workloadSelector } },
    exportTo: exportTo && exportedFrom(Chart.of(place.scope).namespace, exportTo),
    subjectAltNames: subjectAltNames && [...subjectAltNames],
  };
}

const MOST_HOSTS = 256;

function validateEntryHosts(place: Place, { hosts, resolution }: ServiceEntryProps): void {
  if (hosts.length === 0 || hosts.length > MOST_HOSTS) {
    place.fail('HostsMissing', { must: `be 1 to ${MOST_HOSTS} hosts`, found: String(hosts.length), fix: 'name the hosts that clients call' });
  }
  const isDynamic = resolution === ServiceEntryResolution.DYNAMIC_DNS;
  hosts.forEach((host, index) => {
    place.item(index).check('InvalidHost', destinationHost, host, 'write a full DNS name');
    const isWildcard = host.startsWith('*');
    if (isDynamic ? !isWildcard : isWildcard && !host.startsWith('*.')) {
      place.item(index).fail('InvalidHost', {
        must: isDynamic ? 'begin with "*" where the resolution is DYNAMIC_DNS' : 'have "*" as a whole label, or none',
        got: host,
        fix: isDynamic ? 'choose DNS for a single host' : 'write *.example.com: Istio matches nothing else',
      });
    }
    if (hosts.indexOf(host) < index) {
      place.item(index).fail('DuplicateHost', { must: 'be a host that is not named yet', got: host, fix: 'remove one of them' });
    }
  });
}

function validateExtras(place: Place, { workloadSelector, exportTo = [], subjectAltNames }: ServiceEntryProps): void {
  if (workloadSelector) {
    validateWorkloadSelector(place.at('workloadSelector'), workloadSelector);
  }
  const isForNobody = exportTo.length === 1 && exportTo[0] === '~';
  if (!isForNobody) {
    validateExportTo(place.at('exportTo'), exportTo);
  }
  if (subjectAltNames) {
    checkList(place.at('subjectAltNames'), subjectAltNames, 'write a name that the certificate holds');
  }
}
