import { PortProtocol, speaksHttp, speaksTls } from './port-protocol';
import type { ServiceEntryProps } from './service-entry';
import { isSocket } from '../istio/endpoint-address';
import { fqdn } from '../istio/host';
import { ipSubnet } from '../istio/ip-subnet';
import type { Place } from '../private/place';

/** The kind of a ServiceEntry's resolution, for the rules about it. */
const RESOLVED_BY_NAME = ['DNS', 'DNS_ROUND_ROBIN'];
const DYNAMIC = [PortProtocol.HTTP, PortProtocol.TLS, PortProtocol.GRPC, PortProtocol.HTTP2];

function failTogether(place: Place, got: unknown, where: string, fix: string): never {
  return place.fail('ServiceEntryConflict', { must: `be left out where ${where}`, got, fix });
}

/** The addresses of the service. */
export function validateAddresses(place: Place, { addresses = [], resolution }: ServiceEntryProps): void {
  addresses.forEach((address, index) => {
    place.item(index).check('InvalidIpRange', ipSubnet, address, 'write the address that clients call');
    if (address.includes('/') && !['NONE', 'STATIC'].includes(resolution)) {
      failTogether(place.item(index), address, `the resolution is ${resolution}`, 'ranges go with NONE and STATIC only: name single addresses');
    }
  });
  if (addresses.length > 0 && resolution === 'DYNAMIC_DNS') {
    failTogether(place, addresses, 'the resolution is DYNAMIC_DNS', 'the host of each request is looked up');
  }
}

/** Where the service answers: by endpoints, by workloads that are selected, or as the resolution says. */
export function validateEndpoints(place: Place, { endpoints = [], workloadSelector, resolution, ports }: ServiceEntryProps): void {
  if (workloadSelector && endpoints.length > 0) {
    failTogether(place.at('endpoints'), `${endpoints.length} endpoints`, 'there is a workloadSelector', 'keep one of the two');
  }
  for (const key of ['endpoints', 'workloadSelector'] as const) {
    const isGiven = key === 'endpoints' ? endpoints.length > 0 : workloadSelector !== undefined;
    if (isGiven && ['NONE', 'DYNAMIC_DNS'].includes(resolution)) {
      failTogether(place.at(key), key === 'endpoints' ? `${endpoints.length} endpoints` : workloadSelector, `the resolution is ${resolution}`,
        'requests then go where the client sent them: choose STATIC or DNS');
    }
  }
  if (resolution === 'STATIC' && endpoints.length === 0 && !workloadSelector) {
    place.at('endpoints').fail('EndpointsMissing', {
      must: 'be given, or a workloadSelector, where the resolution is STATIC', got: endpoints, fix: 'nobody would answer: name endpoints, or look the host up with DNS',
    });
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    place.at('endpoints').fail('ServiceEntryConflict', {
      must: 'be at most one where the resolution is DNS_ROUND_ROBIN', found: String(endpoints.length), fix: 'choose DNS for several',
    });
  }
  if (endpoints.some(({ address }) => isSocket(address)) && ports.length !== 1) {
    place.at('ports').fail('ServiceEntryConflict', { must: 'be one where an endpoint is a socket', found: String(ports.length), fix: 'a socket has no ports: write a ServiceEntry for each' });
  }
}

/** Whether the hosts can be looked up, and told apart on all ports. */
export function validateResolution(place: Place, { hosts, endpoints = [], addresses = [], resolution, ports }: ServiceEntryProps): void {
  if (RESOLVED_BY_NAME.includes(resolution) && endpoints.length === 0) {
    hosts.forEach((host, index) => place.at('hosts').item(index).check('InvalidHost', fqdn, host, 'a wildcard cannot be looked up: name endpoints, or choose NONE or DYNAMIC_DNS'));
  }
  ports.forEach(({ protocol }, index) => {
    const here = place.at('ports').item(index).at('protocol');
    if (resolution === 'DYNAMIC_DNS' && !(protocol && DYNAMIC.includes(protocol))) {
      here.fail('ServiceEntryConflict', { must: `be one of ${DYNAMIC.join(', ')} where the resolution is DYNAMIC_DNS`, got: protocol, fix: 'of other protocols the host is not known' });
    }
    if (resolution !== 'NONE' && hosts.length > 1 && !speaksHttp(protocol) && !speaksTls(protocol)) {
      here.fail('ServiceEntryConflict', { must: 'be of HTTP or TLS where there are several hosts', got: protocol, fix: 'nothing else tells them apart: write a ServiceEntry for each host' });
    }
    if (resolution === 'NONE' && addresses.length === 0 && (protocol === undefined || protocol === PortProtocol.TCP)) {
      place.at('addresses').fail('AddressMissing', {
        must: 'be given where a port speaks TCP and the resolution is NONE',
        got: addresses,
        fix: 'otherwise all connections to that port, wherever they go, would be taken for this service: name the addresses, or the protocol',
      });
    }
  });
}
