import { type JsonObject, numberIn, textIn } from '../manifests/json';

/** What Istio takes a port for: `http` with routes, `tls` with server names, `tcp` neither, `sniffed` where it looks at the first bytes. */
export type PortProtocol = 'http' | 'tls' | 'tcp' | 'udp' | 'sniffed';

const FAMILIES: { readonly [protocol: string]: PortProtocol } = {
  'http': 'http',
  'http2': 'http',
  'grpc': 'http',
  'grpc-web': 'http',
  'http_proxy': 'http',
  'https': 'tls',
  'tls': 'tls',
  'tcp': 'tcp',
  'mongo': 'tcp',
  'redis': 'tcp',
  'mysql': 'tcp',
  'udp': 'udp',
};

const KUBERNETES_NAMES: { readonly [appProtocol: string]: PortProtocol } = {
  'kubernetes.io/h2c': 'http', 'kubernetes.io/ws': 'http', 'kubernetes.io/wss': 'tls',
};

/** Servers speak first on these ports, so nothing can be sniffed. */
const SERVER_FIRST = new Set([25, 53, 3306, 27017]);

const GRPC_WEB = 'grpc-web';

/** The protocol of a port of a Service: by its application protocol, or else by what its name begins with. */
export function servicePortProtocol({ port, name, protocol, appProtocol }: JsonObject): PortProtocol {
  if (textIn(protocol) === 'UDP') return 'udp';
  const known = KUBERNETES_NAMES[textIn(appProtocol)];
  if (known) return known;
  const said = typeof appProtocol === 'string' ? appProtocol : textIn(name);
  if (said.slice(0, GRPC_WEB.length).toLowerCase() === GRPC_WEB) return 'http';
  const family = protocolNamed(said.split('-', 1)[0]);
  return family === 'sniffed' && SERVER_FIRST.has(numberIn(port) ?? 0) ? 'tcp' : family;
}

/** The protocol of a port of a service entry, a Gateway or a Sidecar, which say it outright. */
export function protocolNamed(protocol: string): PortProtocol {
  return FAMILIES[protocol.toLowerCase()] ?? 'sniffed';
}
