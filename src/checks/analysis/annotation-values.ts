import { isIP } from 'node:net';
import { proxyConfigProblem } from './proxy-config-annotation';

/** Says what a value must be, if it is not that. */
type Validator = (value: string) => string | undefined;

const PORT = /^\d+$/;
const LARGEST_PORT = 65_535;
const LARGEST_UINT32 = 2 ** 32 - 1;
const BOOLEAN = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;
/** As Kubernetes reads it: digits may be left out. */
const QUANTITY = /^(?=.)[-+]?\d*\.?\d*(?:[numkMGTPE]|[KMGTPE]i|[eE][-+]?\d+)?$/;
const INTERFACE = /^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/;

const must = (allowed: string, accepts: (value: string) => boolean): Validator => (value) => accepts(value) ? undefined : `must be ${allowed}`;

const port = must('a port number', isPort);
const count = must('a whole number', (value) => PORT.test(value) && Number(value) <= LARGEST_UINT32);
const quantity = must('a quantity such as 100m or 128Mi', (value) => QUANTITY.test(value));
const interfaces = must('names of network interfaces, parted by commas', (value) => value === '' || value.split(',').every((one) => INTERFACE.test(one.trim())));
const arePorts = (value: string) => value.trim() === '' || value.trim().split(',').every(isPort);
const areSubnets = (value: string) => value === '' || value.split(',').every(isSubnet);
const ports = must('port numbers, parted by commas', arePorts);
const somePorts = must('port numbers, parted by commas, or *', (value) => value === '*' || arePorts(value));
const subnets = must('networks such as 10.0.0.0/8, parted by commas without spaces', areSubnets);
const someSubnets = must('networks such as 10.0.0.0/8, parted by commas without spaces, or *', (value) => value === '*' || areSubnets(value));

const VALIDATORS: { readonly [annotation: string]: Validator } = {
  'sidecar.istio.io/interceptionMode': must('REDIRECT, TPROXY or NONE', (value) => ['REDIRECT', 'TPROXY', 'NONE'].includes(value)),
  'status.sidecar.istio.io/port': port,
  'readiness.status.sidecar.istio.io/initialDelaySeconds': count,
  'readiness.status.sidecar.istio.io/periodSeconds': count,
  'readiness.status.sidecar.istio.io/failureThreshold': count,
  'traffic.sidecar.istio.io/includeOutboundIPRanges': someSubnets,
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': subnets,
  'traffic.sidecar.istio.io/includeInboundPorts': somePorts,
  'traffic.sidecar.istio.io/excludeInboundPorts': ports,
  'traffic.sidecar.istio.io/excludeOutboundPorts': ports,
  'traffic.sidecar.istio.io/excludeInterfaces': interfaces,
  'traffic.sidecar.istio.io/kubevirtInterfaces': interfaces,
  'istio.io/reroute-virtual-interfaces': interfaces,
  'prometheus.istio.io/merge-metrics': must('true or false', (value) => BOOLEAN.test(value)),
  'proxy.istio.io/config': proxyConfigProblem,
  'sidecar.istio.io/proxyCPU': quantity,
  'sidecar.istio.io/proxyMemory': quantity,
  'sidecar.istio.io/proxyCPULimit': quantity,
  'sidecar.istio.io/proxyMemoryLimit': quantity,
};

/** Why Istio cannot read the value of an annotation of a pod, if it cannot. */
export function annotationProblem(name: string, value: string): string | undefined {
  return VALIDATORS[name]?.(value);
}

function isPort(text: string): boolean {
  return PORT.test(text.trim()) && Number(text) <= LARGEST_PORT;
}

/** Other than elsewhere, the length has to be written. */
function isSubnet(text: string): boolean {
  const [, address, length] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  return address !== undefined && isIP(address) !== 0 && Number(length) <= (isIP(address) === 4 ? 32 : 128);
}
