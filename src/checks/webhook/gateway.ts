import { dnsLabel } from '../../istio/dns-label';
import { gatewayHost } from '../../istio/gateway-host';
import { ipAddress } from '../../istio/host';
import { isHttpProtocol, isTlsProtocol, portProtocol } from '../../istio/protocol';
import { gateway, gatewayServer } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { portProblem, refusedBy } from './accepted-values';
import { checkServerTls, GATEWAY_TLS_RULES, tlsMode } from './gateway-tls';
import { isUnixSocket, unixSocketProblem } from './unix-socket';
import { webhookRules } from './webhook-rule';

const RULES = webhookRules('gateway', {
  name: {
    must: 'The name of a Gateway is a DNS label, without dots.',
    why: 'Istio refuses the object: VirtualServices could not name it.',
    fix: 'name it in letters, digits and hyphens',
    fails: gateway('', 'public.example'),
    passes: gateway('', 'public'),
    equals: 'invalid gateway name: "public.example"',
  },
  servers: {
    must: 'A Gateway has servers, and each has hosts.',
    why: 'Istio refuses the object.',
    fix: 'give it a server with a port and hosts',
    fails: gateway('servers: []'),
    passes: gateway(''),
    equals: 'gateway must have at least one server',
  },
  hosts: {
    must: 'A host of a server is "*" or a name with a dot, of which the first label may be "*", perhaps behind a namespace and a slash.',
    why: 'Istio refuses the object.',
    fix: 'write the name in full',
    fails: gatewayServer('hosts: [www]\ntls: {mode: SIMPLE, credentialName: www}'),
    passes: gatewayServer('hosts: ["shop/*.example.com"]\ntls: {mode: SIMPLE, credentialName: www}'),
    equals: 'short names (non FQDN) are not allowed',
  },
  port: {
    must: 'A port of a server has a number from 1 to 65535, a name of its own and a protocol that Istio knows.',
    why: 'Istio refuses the object.',
    fix: 'mend the port',
    fails: gateway('servers:\n- port: {number: 80, name: http, protocol: WEB}\n  hosts: ["*"]'),
    passes: gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ["*"]'),
    equals: 'invalid protocol "WEB"',
  },
  bind: {
    must: 'A server is bound to an IP address, or to a socket without a port.',
    why: 'Istio refuses the object.',
    fix: 'write an IP address',
    fails: gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  bind: localhost\n  hosts: ["*"]'),
    passes: gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  bind: 127.0.0.1\n  hosts: ["*"]'),
    equals: 'localhost is not a valid IP',
  },
  tls: {
    must: 'A port of HTTPS or TLS has tls settings, and no other port has more than httpsRedirect.',
    why: 'Istio refuses the object.',
    fix: 'add tls: {mode: SIMPLE, credentialName: ...}, or change the protocol',
    fails: gatewayServer('hosts: [www.example.com]'),
    passes: gatewayServer('tls: {mode: SIMPLE, credentialName: www}'),
    equals: 'server must have TLS settings for HTTPS/TLS protocols',
  },
  httpsRedirect: {
    code: 'IST0133',
    must: 'httpsRedirect stands at a port of HTTP.',
    why: 'Only requests that are not encrypted can be redirected.',
    fix: 'move it to the server of port 80',
    fails: gatewayServer('tls: {mode: SIMPLE, credentialName: www, httpsRedirect: true}'),
    passes: gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ["*"]\n  tls: {httpsRedirect: true}'),
    equals: 'tls.httpsRedirect should only be used with http servers',
  },
});

/** What Istio's webhook says of a Gateway. */
export const GATEWAY: RuleFamily = {
  kinds: ['networking.istio.io/Gateway'],
  rules: [...Object.values(RULES), ...Object.values(GATEWAY_TLS_RULES)],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const servers = check.spec.at('servers');
    if (!dnsLabel.accepts(manifest.name)) {
      report({ rule: RULES.name, manifest, path: ['metadata', 'name'], message: `metadata.name must be ${dnsLabel.allowed}, got ${shown(manifest.name)}` });
    }
    if (servers.size === 0) check.fail(RULES.servers, servers, 'must have at least one server');
    const names = new Set<string>();
    for (const server of servers.items) {
      checkServer(check, server);
      const port = server.at('port');
      const name = port.at('name').text;
      if (!port.isPresent) continue;
      if (names.has(name)) check.fail(RULES.port, port.at('name'), `is there twice: ${shown(name)}`, 'give it another name');
      names.add(name);
      if (!isHttpProtocol(port.at('protocol').text) && server.at('tls').at('httpsRedirect').isTrue) {
        check.fail(RULES.httpsRedirect, server.at('tls').at('httpsRedirect'), 'does nothing at a port that is not HTTP');
      }
    }
  },
};

function checkServer(check: ObjectCheck, server: Field): void {
  const [hosts, tls] = [server.at('hosts'), server.at('tls')];
  if (hosts.size === 0) check.fail(RULES.servers, server, 'must have hosts', 'list the hosts that it serves, or "*"');
  for (const host of hosts.items) {
    const wrong = refusedBy(gatewayHost, host.text);
    if (wrong !== undefined) check.fail(RULES.hosts, host, wrong);
  }
  const isPortRight = checkPort(check, server);
  checkBind(check, server);
  checkServerTls(check, tls);
  if (!isPortRight) return;
  const protocol = server.at('port').at('protocol').text;
  if (isTlsProtocol(protocol)) {
    if (!tls.isPresent) check.fail(RULES.tls, server, `must have tls for ${protocol}`);
  } else if (tls.isPresent && (!isHttpProtocol(protocol) || endsTls(tls))) {
    check.fail(RULES.tls, tls, `must not stand beside ${protocol}`, 'remove it, or change the protocol to HTTPS or TLS');
  }
}

/** Whether there is more than httpsRedirect. */
function endsTls(tls: Field): boolean {
  return !tlsMode(tls).endsWith('PASSTHROUGH') || ['caCertificates', 'privateKey', 'serverCertificate'].some((key) => tls.at(key).text !== '');
}

function checkPort(check: ObjectCheck, server: Field): boolean {
  const port = server.at('port');
  let isRight = true;
  const fail = (field: Field, problem: string | undefined) => {
    if (problem === undefined) return;
    check.fail(RULES.port, field, problem);
    isRight = false;
  };
  if (!port.isPresent) {
    fail(server, 'must have a port');
    return false;
  }
  fail(port.at('protocol'), refusedBy(portProtocol, port.at('protocol').text));
  if (port.at('number').number > 0 || !isUnixSocket(server.at('bind').text)) fail(port.at('number'), portProblem(port.at('number')));
  if (port.at('targetPort').number > 0) fail(port.at('targetPort'), 'does nothing at a Gateway');
  if (port.at('name').text === '') fail(port.at('name'), 'must be given');
  return isRight;
}

function checkBind(check: ObjectCheck, server: Field): void {
  const bind = server.at('bind');
  if (isUnixSocket(bind.text)) {
    const wrong = unixSocketProblem(bind.text);
    if (wrong !== undefined) check.fail(RULES.bind, bind, wrong);
    if (server.at('port').at('number').number !== 0) check.fail(RULES.bind, bind, 'must not be a socket beside a port number');
  } else if (bind.text !== '' && !ipAddress.accepts(bind.text)) {
    check.fail(RULES.bind, bind, `must be ${ipAddress.allowed}, got ${shown(bind.text)}`);
  }
}
