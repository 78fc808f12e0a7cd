import { dnsLabel } from '../../istio/dns-label';
import { ipAddress, wildcardHost } from '../../istio/host';
import { isHttpProtocol, isTlsProtocol, portProtocol } from '../../istio/protocol';
import { sidecar } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { fqdnProblem, labelProblem, portProblem, refusedBy } from './accepted-values';
import { checkConnectionPool } from './connection-pool';
import { checkDestination } from './destinations';
import { checkServerTls, tlsMode } from './gateway-tls';
import { isUnixSocket, unixSocketProblem } from './unix-socket';
import { webhookRules } from './webhook-rule';
import { checkSelector } from './workload-selector';

const INGRESS = (fields: string) => sidecar(`ingress:\n- port: {number: 9080, protocol: HTTP, name: http}\n  ${fields}`);

const RULES = webhookRules('sidecar', {
  empty: {
    must: 'A Sidecar says something of ingress, egress, outboundTrafficPolicy or inboundConnectionPool.',
    why: 'Istio refuses the object.',
    fix: 'list the hosts that the workloads call as egress',
    fails: sidecar('workloadSelector: {labels: {app: a}}'),
    passes: sidecar('egress:\n- hosts: ["./*"]'),
    equals: 'sidecar: empty configuration provided',
  },
  listener: {
    must: 'A listener has a port of its own, with a number from 1 to 65535 and a protocol that Istio knows; it is bound to an address.',
    why: 'Istio refuses the object.',
    fix: 'mend the port or the address',
    fails: sidecar('ingress:\n- port: {number: 0, protocol: HTTP}'),
    passes: sidecar('ingress:\n- port: {number: 9080, protocol: HTTP}'),
    equals: 'port number 0 must be in the range 1..65535',
  },
  defaultEndpoint: {
    must: 'The default endpoint of a listener is a port of the own pod, or a socket.',
    why: 'A Sidecar hands requests over to its own workload only.',
    fix: 'write 127.0.0.1:8080',
    fails: INGRESS('defaultEndpoint: 10.0.0.1:80'),
    passes: INGRESS('defaultEndpoint: 127.0.0.1:80'),
    equals: 'sidecar: defaultEndpoint must be of form 127.0.0.1:<port>,...',
  },
  tls: {
    must: 'TLS of an ingress listener is ended with files, at a port of TLS or HTTPS.',
    why: 'Istio refuses the object: a sidecar has neither Secrets nor redirects.',
    fix: 'write mode SIMPLE with serverCertificate and privateKey',
    fails: sidecar('ingress:\n- port: {number: 9443, protocol: HTTPS}\n  tls: {mode: SIMPLE, credentialName: a}'),
    passes: sidecar('ingress:\n- port: {number: 9443, protocol: HTTPS}\n  tls: {mode: SIMPLE, serverCertificate: /c, privateKey: /k}'),
    equals: 'sidecar: credentialName is not currently supported',
  },
  httpPool: {
    code: 'IST0133',
    must: 'HTTP settings of a connection pool stand at a listener of HTTP.',
    why: 'At others only the tcp settings act.',
    fix: 'set the protocol of the port to HTTP, or write tcp settings',
    fails: sidecar('ingress:\n- port: {number: 9080, protocol: TCP}\n  connectionPool: {http: {maxRetries: 1}}'),
    passes: sidecar('ingress:\n- port: {number: 9080, protocol: HTTP}\n  connectionPool: {http: {maxRetries: 1}}'),
    equals: 'sidecar: HTTP connection pool settings are configured but its protocol is not HTTP',
  },
  egressOrder: {
    must: 'One egress listener at most has no port, and it is the last one.',
    why: 'It takes what is left.',
    fix: 'move it to the end',
    fails: sidecar('egress:\n- hosts: ["./*"]\n- port: {number: 9080, protocol: HTTP}\n  hosts: ["shop/*"]'),
    passes: sidecar('egress:\n- port: {number: 9080, protocol: HTTP}\n  hosts: ["shop/*"]\n- hosts: ["./*"]'),
    equals: 'sidecar: the egress listener with empty port should be the last listener in the list',
  },
  egressHosts: {
    must: 'An egress listener has hosts, each a namespace, a slash and a name with a dot or "*".',
    why: 'Istio refuses the object.',
    fix: 'write ./* for the own namespace, or other/reviews.other.svc.cluster.local',
    fails: sidecar('egress:\n- hosts: [reviews]'),
    passes: sidecar('egress:\n- hosts: [shop/reviews.shop.svc.cluster.local]'),
    equals: 'host must be of form namespace/dnsName',
  },
  duplicateHost: {
    code: 'IST0133',
    must: 'An egress listener names each host once, and nothing beside "*/*".',
    why: 'The rest adds nothing.',
    fix: 'remove what is covered already',
    fails: sidecar('egress:\n- hosts: ["./*", shop/reviews.shop.svc.cluster.local]'),
    passes: sidecar('egress:\n- hosts: ["./*", istio-system/*]'),
    equals: 'duplicated egress host',
  },
  outbound: {
    must: 'An egress proxy stands beside ALLOW_ANY, and has a host and a port.',
    why: 'Istio refuses the object.',
    fix: 'give it a host and a port',
    fails: sidecar('outboundTrafficPolicy: {mode: REGISTRY_ONLY, egressProxy: {host: egress.example.com, port: {number: 80}}}'),
    passes: sidecar('outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: {host: egress.example.com, port: {number: 80}}}'),
    equals: 'sidecar: egress_proxy must be set only with ALLOW_ANY outbound_traffic_policy mode',
  },
});

/** What Istio's webhook says of a Sidecar. */
export const SIDECAR: RuleFamily = {
  kinds: ['networking.istio.io/Sidecar'],
  rules: Object.values(RULES),
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const { spec } = check;
    const isEmpty = spec.at('ingress').size + spec.at('egress').size === 0;
    if (isEmpty && !spec.at('outboundTrafficPolicy').isPresent && !spec.at('inboundConnectionPool').isPresent) {
      check.fail(RULES.empty, spec, 'must have ingress, egress, outboundTrafficPolicy or inboundConnectionPool');
      return;
    }
    if (!checkSelector(check, spec.at('workloadSelector'), 'labels')) return;
    checkIngress(check);
    checkConnectionPool(check, spec.at('inboundConnectionPool'));
    checkEgress(check);
    checkOutbound(check, spec.at('outboundTrafficPolicy'));
  },
};

function checkIngress(check: ObjectCheck): void {
  const ports = new Set<number>();
  for (const listener of check.spec.at('ingress').items) {
    const port = listener.at('port');
    if (!port.isPresent) {
      check.fail(RULES.listener, listener, 'must have a port');
      continue;
    }
    checkPort(check, port);
    checkNumber(check, port, ports);
    checkBind(check, listener.at('bind'));
    checkDefaultEndpoint(check, listener.at('defaultEndpoint'));
    checkIngressTls(check, listener);
    checkConnectionPool(check, listener.at('connectionPool'));
    if (listener.at('connectionPool').at('http').isPresent && !isHttpProtocol(port.at('protocol').text)) {
      check.fail(RULES.httpPool, listener.at('connectionPool').at('http'), 'does nothing at a listener that is not HTTP');
    }
  }
}

function checkPort(check: ObjectCheck, port: Field): void {
  const [name, protocol, target] = ['name', 'protocol', 'targetPort'].map((key) => port.at(key));
  const problems: [Field, string | undefined][] = [
    [target, target.number > 0 ? 'does nothing in a Sidecar' : undefined],
    [name, name.text === '' ? undefined : labelProblem(name)],
    [protocol, protocol.text === '' ? undefined : refusedBy(portProtocol, protocol.text)],
  ];
  for (const [field, wrong] of problems) {
    if (wrong !== undefined) check.fail(RULES.listener, field, wrong);
  }
}

function checkNumber(check: ObjectCheck, port: Field, seen: Set<number>): void {
  const number = port.at('number');
  const wrong = portProblem(number) ?? (seen.has(number.number) ? `is there twice: ${number.number}` : undefined);
  if (wrong !== undefined) check.fail(RULES.listener, number, wrong);
  seen.add(number.number);
}

function checkBind(check: ObjectCheck, bind: Field): void {
  if (bind.text !== '' && !ipAddress.accepts(bind.text)) check.fail(RULES.listener, bind, `must be ${ipAddress.allowed}, got ${shown(bind.text)}`);
}

const OWN_ADDRESSES = /^(?:|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\[::\]):(\d+)$/;

function checkDefaultEndpoint(check: ObjectCheck, endpoint: Field): void {
  if (endpoint.text === '') return;
  const port = Number(OWN_ADDRESSES.exec(endpoint.text)?.[1]);
  const isPort = port >= 1 && port <= 65_535;
  const wrong = isUnixSocket(endpoint.text) ? unixSocketProblem(endpoint.text)
    : isPort ? undefined : `must be 127.0.0.1, 0.0.0.0, [::1], [::] or nothing, a colon and a port, got ${shown(endpoint.text)}`;
  if (wrong !== undefined) check.fail(RULES.defaultEndpoint, endpoint, wrong);
}

function checkIngressTls(check: ObjectCheck, listener: Field): void {
  const tls = listener.at('tls');
  if (!tls.isPresent) return;
  const unsupported = ['subjectAltNames', 'credentialNames', 'tlsCertificates', 'credentialName', 'httpsRedirect']
    .filter((key) => tls.at(key).size > 0 || tls.at(key).text !== '' || tls.at(key).isTrue);
  for (const key of unsupported) check.fail(RULES.tls, tls.at(key), 'is not supported in a Sidecar');
  const mode = tlsMode(tls);
  if (['ISTIO_MUTUAL', 'AUTO_PASSTHROUGH'].includes(mode)) check.fail(RULES.tls, tls.at('mode'), `must not be ${mode} in a Sidecar`);
  if (!isTlsProtocol(listener.at('port').at('protocol').text)) check.fail(RULES.tls, tls, 'must not stand at a port that is neither HTTPS nor TLS');
  checkServerTls(check, tls);
}

function checkEgress(check: ObjectCheck): void {
  const listeners = check.spec.at('egress').items;
  const [numbers, sockets] = [new Set<number>(), new Set<string>()];
  listeners.forEach((listener, index) => {
    const port = listener.at('port');
    if (!port.isPresent && index < listeners.length - 1) check.fail(RULES.egressOrder, listener, 'has no port, and must be the last one');
    if (port.isPresent) checkEgressPort(check, listener, numbers, sockets);
    if (listener.at('hosts').size === 0) check.fail(RULES.egressHosts, listener, 'must have hosts');
    checkEgressHosts(check, listener.at('hosts'));
  });
}

function checkEgressPort(check: ObjectCheck, listener: Field, numbers: Set<number>, sockets: Set<string>): void {
  const [port, bind, capture] = ['port', 'bind', 'captureMode'].map((key) => listener.at(key));
  checkPort(check, port);
  if (port.at('number').number !== 0) {
    checkNumber(check, port, numbers);
    checkBind(check, bind);
    return;
  }
  const wrong = isUnixSocket(bind.text) ? unixSocketProblem(bind.text) : 'must be unix:// and a path, because the port is 0';
  if (wrong !== undefined) check.fail(RULES.listener, bind, wrong);
  if (!['', 'DEFAULT', 'NONE'].includes(capture.text)) check.fail(RULES.listener, capture, 'must be DEFAULT or NONE for a socket');
  if (sockets.has(bind.text)) check.fail(RULES.listener, bind, `is there twice: ${shown(bind.text)}`);
  sockets.add(bind.text);
}

function checkEgressHosts(check: ObjectCheck, hosts: Field): void {
  const seen = new Map<string, Set<string>>();
  for (const host of hosts.items) {
    const slash = host.text.indexOf('/');
    const [namespace, name] = slash < 0 ? ['', ''] : [host.text.slice(0, slash), host.text.slice(slash + 1)];
    if (slash >= 0 && !namespace.startsWith('~')) {
      const owner = namespace === '.' ? check.manifest.namespace : namespace;
      const names = seen.get(owner) ?? new Set();
      const isCovered = name === '*' ? names.size > 0 : names.has(name) || names.has('*');
      if (isCovered) check.fail(RULES.duplicateHost, host, `is covered by another one: ${shown(host.text)}`);
      seen.set(owner, names.add(name));
    }
    const wrong = slash < 0 ? `must be a namespace, a slash and a name, got ${shown(host.text)}` : egressHostProblem(namespace, name);
    if (wrong !== undefined) check.fail(RULES.egressHosts, host, wrong);
  }
  if (seen.get('*')?.has('*') && seen.size > 1) check.fail(RULES.duplicateHost, hosts, 'have others beside "*/*", which is all');
}

function egressHostProblem(namespace: string, name: string): string | undefined {
  const owner = namespace.replace(/^~/, '');
  const isNamespace = namespace !== '' && (['', '*', '.'].includes(owner) || dnsLabel.accepts(owner));
  if (!isNamespace) return `must begin with a namespace, "." or "*", got ${shown(namespace)}`;
  const isName = name === '*' || (name.includes('.') && wildcardHost.accepts(name) && !/^\*[^.]/.test(name));
  return isName ? undefined : `must have a name with a dot behind the slash, or "*", got ${shown(name)}`;
}

function checkOutbound(check: ObjectCheck, policy: Field): void {
  const proxy = policy.at('egressProxy');
  if (!proxy.isPresent) return;
  const fail = (field: Field, problem: string | undefined) => {
    if (problem !== undefined) check.fail(RULES.outbound, field, problem);
  };
  if (!['ALLOW_ANY', 1].includes(policy.at('mode').value as string)) {
    fail(proxy, 'must stand beside mode ALLOW_ANY');
    return;
  }
  fail(proxy.at('host'), fqdnProblem(proxy.at('host')));
  if (proxy.at('port').isPresent) checkDestination(check, proxy);
  else fail(proxy, 'must have a port');
}
