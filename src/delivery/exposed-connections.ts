import type { Construct } from 'constructs';
import { ConnectionSplit, ruleBehindGateway } from './connection-rule';
import type { ConnectionExposure } from './exposure';
import { claimConnections } from './gateway-claims';
import { portNumber } from '../istio/port-number';
import { sniHost } from '../istio/sni-host';
import type { Place } from '../private/place';
import { rejectUnserved, validateGateway } from '../resources/gateway';
import { VirtualService } from '../resources/virtual-service';
import type { ResolvedPort } from '../workload/service-port';

/** Where the VirtualService stands, and what it is called. */
interface Spot {
  readonly scope: Construct;
  readonly id: string;
  readonly place: Place;
  readonly name: string;
}

/** The service whose connections are exposed. */
interface Connected {
  readonly ports: ResolvedPort[];
  readonly split: ConnectionSplit;
}

/** The VirtualService for connections from a gateway. */
export function exposeConnections({ scope, id, place, name }: Spot, exposure: ConnectionExposure, { ports, split }: Connected): VirtualService {
  const { gateway, hosts, virtualServiceName, protocol } = exposure;
  validateGateway(place.at('gateway'), gateway);
  if (hosts.length === 0) {
    place.at('hosts').fail('HostsMissing', { must: 'name at least one host', got: [], fix: 'name the hosts that clients open connections to' });
  }
  rejectUnserved(place.at('hosts'), hosts, [gateway]);
  hosts.forEach((host, index) => (
    place.at('hosts').item(index).check('InvalidHost', sniHost, host, 'write the host as clients name it when they open the connection')
  ));
  const port = portOf(place.at('port'), exposure, ports);
  const gatewayPort = exposure.gatewayPort ?? (protocol === 'tcp' ? port.port : undefined);
  if (gatewayPort !== undefined) {
    place.at('gatewayPort').check('InvalidPort', portNumber, gatewayPort, 'name the port of the gateway that clients call');
  }
  claimConnections(place, { ...exposure, gatewayPort });
  const virtualService = new VirtualService(scope, id, { name: virtualServiceName ?? name, hosts, gateways: [gateway] });
  virtualService._addConnectionRule(ruleBehindGateway({ ...exposure, gatewayPort }, port, split));
  return virtualService;
}

function portOf(place: Place, { port, protocol }: ConnectionExposure, all: ResolvedPort[]): ResolvedPort {
  const ports = all.filter(({ isHttp }) => !isHttp);
  const found = port === undefined ? ports.find((one) => one.protocol === protocol) ?? ports[0] : ports.find((one) => one.port === port);
  return found ?? place.fail('ExposurePortUnknown', {
    must: `be a TCP or TLS port of the service (${ports.map((one) => one.port).join(', ') || 'it has none'})`,
    got: port,
    fix: 'name one of them; HTTP ports are exposed by Exposure.gateway()',
  });
}
