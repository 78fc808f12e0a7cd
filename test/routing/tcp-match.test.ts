import { Gateway, TcpMatch, TcpMatchOptions } from '../../src';
import { renderedTcpMatch } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

const EDGE = Gateway.fromName('edge', { namespace: 'istio-ingress' });

test('a port is short for that condition alone', () => {
  expect(renderedTcpMatch(TcpMatch.port(5432))).toEqual({ port: 5432 });
  expect(renderedTcpMatch(TcpMatch.of({ port: 5432 }))).toEqual({ port: 5432 });
});

test('all conditions stand in one match', () => {
  expect(renderedTcpMatch(TcpMatch.of({
    port: 5432, destinationSubnets: ['10.1.0.0/16', '10.2.0.1'], sourceLabels: { app: 'reviews' }, sourceNamespace: 'bookinfo', gateways: [EDGE],
  }))).toEqual({
    port: 5432,
    destinationSubnets: ['10.1.0.0/16', '10.2.0.1'],
    sourceLabels: { app: 'reviews' },
    sourceNamespace: 'bookinfo',
    gateways: ['istio-ingress/edge'],
  });
});

test('a match does not change with the list that its networks came from', () => {
  const destinationSubnets = ['10.1.0.0/16'];
  const match = renderedTcpMatch(TcpMatch.of({ destinationSubnets }), () => destinationSubnets.push('10.2.0.0/16'));
  expect(match).toEqual({ destinationSubnets: ['10.1.0.0/16'] });
});

test.each<[string, TcpMatchOptions, string, string]>([
  ['without conditions', {}, 'MatchEmpty', 'tcp[0].match[0] must have a condition'],
  ['with port 0', { port: 0 }, 'InvalidPort', 'tcp[0].match[0].port'],
  ['with no networks', { destinationSubnets: [] }, 'MatchEmpty', 'tcp[0].match[0].destinationSubnets must have an entry'],
  ['with half an address', { destinationSubnets: ['10.0.0.1', '10.0.0'] }, 'InvalidSubnet', 'tcp[0].match[0].destinationSubnets[1]'],
  ['with no labels', { sourceLabels: {} }, 'LabelsMissing', 'tcp[0].match[0].sourceLabels'],
  ['with a label that is none', { sourceLabels: { app: 'a b' } }, 'InvalidLabel', 'tcp[0].match[0].sourceLabels["app"]'],
  ['with a namespace that is none', { sourceNamespace: 'a.b' }, 'InvalidObjectName', 'tcp[0].match[0].sourceNamespace'],
  ['with no gateways', { gateways: [] }, 'MatchEmpty', 'tcp[0].match[0].gateways'],
  ['with a gateway that is none', { gateways: [Gateway.fromName('Edge')] }, 'GatewayUnknown', 'tcp[0].match[0].gateways[0].gatewayName'],
])('a match %s is refused', (_mistake, conditions, code, place) => {
  const program = () => renderedTcpMatch(TcpMatch.of(conditions));
  expect(codeOf(program)).toBe(code);
  expect(messageOf(program)).toContain(place);
});
