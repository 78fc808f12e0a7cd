import { ipAddress, standsFor } from '../../istio/host';
import { acceptedSubnet } from '../../istio/ip-subnet';
import { virtualService } from '../examples';
import { type Field, shown } from '../field';
import type { ObjectCheck } from '../object-check';
import { optionalPortProblem, refusedBy } from './accepted-values';
import { checkRoute } from './destinations';
import { checkGatewayNames } from './gateway-names';
import { checkSourceLabels, HTTP_MATCH_RULES } from './http-match';
import { boundHostProblem } from './virtual-service-hosts';
import { webhookRules } from './webhook-rule';

const ROUTE = 'route:\n  - destination: {host: reviews}';

export const TLS_TCP_RULES = webhookRules('virtual-service', {
  tlsRoute: {
    must: 'A TLS rule has matches, each with SNI hosts that the VirtualService serves, and destinations.',
    why: 'Istio finds the rule of a connection by the name in it, and refuses a rule without one.',
    fix: 'list the names as sniHosts, and the hosts that hold them as hosts',
    fails: virtualService(`hosts: [www.example.com]\ntls:\n- match:\n  - sniHosts: [www.example.org]\n  ${ROUTE}`),
    passes: virtualService(`hosts: ["*.example.com"]\ntls:\n- match:\n  - sniHosts: [www.example.com]\n  ${ROUTE}`),
    equals: 'SNI host is not a compatible subset of any of the virtual service hosts',
  },
  sniAddress: {
    code: 'IST0133',
    must: 'An SNI host is a name, not an IP address.',
    why: 'TLS forbids addresses there, and most clients send none.',
    fix: 'name a host',
    fails: virtualService(`hosts: [10.0.0.1]\ntls:\n- match:\n  - sniHosts: [10.0.0.1]\n  ${ROUTE}`),
    passes: virtualService(`hosts: [www.example.com]\ntls:\n- match:\n  - sniHosts: [www.example.com]\n  ${ROUTE}`),
    equals: 'using an IP address goes against SNI spec and most clients do not support this',
  },
  tcpRoute: {
    must: 'A TCP rule has destinations.',
    why: 'Istio refuses the object.',
    fix: 'give it a route',
    fails: virtualService('tcp:\n- match:\n  - port: 3306'),
    passes: virtualService(`tcp:\n- match:\n  - port: 3306\n  ${ROUTE}`),
    equals: 'TCP route is required',
  },
  subnet: {
    must: 'A destination subnet is an IP address or a CIDR block.',
    why: 'Istio refuses the object.',
    fix: 'write a block such as 10.0.0.0/8',
    fails: virtualService(`tcp:\n- match:\n  - destinationSubnets: [10.0.0.0/99]\n  ${ROUTE}`),
    passes: virtualService(`tcp:\n- match:\n  - destinationSubnets: [10.0.0.0/8]\n  ${ROUTE}`),
    equals: '10.0.0.0/99 is not a valid CIDR block',
  },
});

const RULES = TLS_TCP_RULES;

export function checkTlsRoutes(check: ObjectCheck): void {
  for (const rule of check.spec.at('tls').items.filter(({ isPresent }) => isPresent)) {
    if (rule.at('match').size === 0) check.fail(RULES.tlsRoute, rule, 'must have a match');
    for (const match of rule.at('match').items) {
      if (match.at('sniHosts').size === 0) check.fail(RULES.tlsRoute, match, 'must have sniHosts');
      for (const host of match.at('sniHosts').items) checkSniHost(check, host);
      checkL4Match(check, match, false);
    }
    if (rule.at('route').size === 0) check.fail(RULES.tlsRoute, rule, 'must have a route');
    checkRoute(check, rule.at('route'));
  }
}

export function checkTcpRoutes(check: ObjectCheck): void {
  for (const rule of check.spec.at('tcp').items.filter(({ isPresent }) => isPresent)) {
    for (const match of rule.at('match').items) checkL4Match(check, match, true);
    if (rule.at('route').size === 0) check.fail(RULES.tcpRoute, rule, 'must have a route');
    checkRoute(check, rule.at('route'));
  }
}

function checkL4Match(check: ObjectCheck, match: Field, losesWarnings: boolean): void {
  for (const subnet of match.at('destinationSubnets').items) {
    const wrong = refusedBy(acceptedSubnet, subnet.text);
    if (wrong !== undefined) check.fail(RULES.subnet, subnet, wrong);
  }
  const port = optionalPortProblem(match.at('port'));
  if (port !== undefined) check.fail(HTTP_MATCH_RULES.matchedPort, match.at('port'), port);
  checkSourceLabels(check, match);
  checkGatewayNames(check, match.at('gateways'), losesWarnings);
}

function checkSniHost(check: ObjectCheck, host: Field): void {
  const wrong = boundHostProblem(check.spec, host.text, true);
  if (wrong === undefined) {
    const isServed = check.spec.at('hosts').items.some((one) => standsFor(one.text, host.text));
    if (!isServed) check.fail(RULES.tlsRoute, host, `must be one of the hosts of the VirtualService, got ${shown(host.text)}`);
  } else if (ipAddress.accepts(host.text)) {
    check.fail(RULES.sniAddress, host, `is an address, ${host.text}, which clients do not send`);
  } else {
    check.fail(RULES.tlsRoute, host, wrong);
  }
}
