import { count } from '../istio/count';
import { dnsLabel, subdomainName } from '../istio/dns-label';
import { endpointAddress, isSocket } from '../istio/endpoint-address';
import { labelKey, labelValue } from '../istio/label-map';
import { portNumber } from '../istio/port-number';
import type { Primitive } from '../istio/primitive';
import type { WorkloadEndpointSpec } from '../private/imports';
import type { Place } from '../private/place';
import { checkText } from '../private/value-list';

/**
 * A port on which a workload listens.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export interface WorkloadPort {
  /** The name of the port in the service: a DNS label of at most 62 characters. */
  readonly name: string;
  /** Where the workload listens, 1 to 65535. */
  readonly port: number;
}

/**
 * A workload outside of Kubernetes, such as a virtual machine: where it answers, and who it is.
 *
 * @throws AddressMissing, InvalidEndpointAddress, EndpointPortConflict, InvalidPort, InvalidPortName, InvalidLabel, InvalidCount, InvalidObjectName, ValueMissing (when a
 * construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export interface WorkloadEndpoint {
  /**
   * An IP address, a DNS name, or a socket such as `unix:///var/run/app.sock`.
   *
   * @default - none: then it is in the `network`, and called through the gateway there
   */
  readonly address?: string;
  /**
   * The ports on which it listens, if they are others than those of the service.
   *
   * @default - the target ports of the service
   */
  readonly ports?: WorkloadPort[];
  /**
   * Its labels, by which services select it.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
  /**
   * The network in which it is: workloads of one network reach each other directly.
   *
   * @default - that of the caller
   */
  readonly network?: string;
  /**
   * Where it is: a region, perhaps with its zone and subzone, as `us-west/zone1/a`.
   *
   * @default - unknown
   */
  readonly locality?: string;
  /**
   * Its share of the requests in proportion to those of the others, a whole number from 1.
   *
   * @default - the same as that of others without one
   */
  readonly weight?: number;
  /**
   * The service account as which it runs, in the namespace of the object.
   *
   * @default - none
   */
  readonly serviceAccount?: string;
}

/** What is allowed of an endpoint where it stands. */
export interface EndpointContext {
  /** The addresses that the resolution can use. */
  readonly addresses?: Primitive<string>;
  /** Whether it may be without address, and even without network. */
  readonly isTemplate?: boolean;
  /** Whether it is looked up, so that the network alone does not do. */
  readonly isLookedUp?: boolean;
  /** The names of the service's ports, if they are known. */
  readonly portNames?: string[];
}

const MOST_CHARACTERS_OF_A_PORT = 62;

/** An endpoint as it stands in a manifest. */
export function renderEndpoint(place: Place, endpoint: WorkloadEndpoint, context: EndpointContext = {}): WorkloadEndpointSpec {
  const { address, ports = [], labels = {}, weight, serviceAccount } = endpoint;
  validateAddress(place, endpoint, context);
  ports.forEach((port, index) => validatePort(place.at('ports').item(index), port, ports.slice(0, index), context));
  if (isSocket(address) && ports.length > 0) {
    place.at('ports').fail('EndpointPortConflict', { must: 'be left out for a socket', got: ports.map(({ port }) => port), fix: 'a socket has no ports' });
  }
  validateEndpointLabels(place.at('labels'), labels);
  for (const key of ['network', 'locality'] as const) {
    const value = endpoint[key];
    if (value !== undefined) checkText(place.at(key), value, 'name it, or leave it out');
  }
  if (weight !== undefined) place.at('weight').check('InvalidCount', count, weight, 'to send it nothing, remove the endpoint');
  if (serviceAccount !== undefined) {
    place.at('serviceAccount').check('InvalidObjectName', subdomainName, serviceAccount, 'name the service account, without its namespace');
  }
  const named = Object.fromEntries(ports.map(({ name, port }) => [name, port]));
  return { ...endpoint, ports: ports.length > 0 ? named : undefined, labels: endpoint.labels && { ...labels } };
}

function validateAddress(place: Place, { address, network }: WorkloadEndpoint, context: EndpointContext): void {
  const { addresses = endpointAddress, isTemplate, isLookedUp } = context;
  if (address !== undefined) {
    place.at('address').check('InvalidEndpointAddress', addresses, address, 'say where the workload answers, without port');
  } else if (isLookedUp || (network === undefined && !isTemplate)) {
    place.at('address').fail('AddressMissing', {
      must: `be given${isLookedUp ? ' where it is looked up' : ' where there is no network'}`, got: address, fix: 'say where the workload answers',
    });
  }
}

function validatePort(place: Place, { name, port }: WorkloadPort, earlier: WorkloadPort[], { portNames }: EndpointContext): void {
  place.at('port').check('InvalidPort', portNumber, port, 'name the port on which the workload listens');
  const isName = dnsLabel.accepts(name) && name.length <= MOST_CHARACTERS_OF_A_PORT;
  if (!isName) {
    place.at('name').fail('InvalidPortName', {
      must: `be a DNS label of at most ${MOST_CHARACTERS_OF_A_PORT} characters`, got: name, fix: 'write the name of the port of the service',
    });
  }
  if (portNames && !portNames.includes(name)) {
    place.at('name').fail('EndpointPortConflict', {
      must: `be the name of a port of the service (${portNames.join(', ')})`, got: name, fix: 'Istio refuses others',
    });
  }
  if (earlier.some((other) => other.name === name)) {
    place.at('name').fail('EndpointPortConflict', { must: 'be a name that no other port has', got: name, fix: 'remove one of them' });
  }
}

/** Labels of a workload; there may be none. */
export function validateEndpointLabels(place: Place, labels: { [key: string]: string }): void {
  for (const [key, value] of Object.entries(labels)) {
    place.check('InvalidLabel', labelKey, key, 'write a label key such as app or app.kubernetes.io/name');
    place.item(key).check('InvalidLabel', labelValue, value, 'shorten it, or leave out the characters that are not allowed');
  }
}
