import { TlsMatch, TlsMatchOptions } from '../../src';
import { renderedTlsMatch } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

test('SNI hosts are short for that condition alone', () => {
  expect(renderedTlsMatch(TlsMatch.sniHosts(['db', '*.example.com']))).toEqual({ sniHosts: ['db', '*.example.com'] });
  expect(renderedTlsMatch(TlsMatch.of({ sniHosts: ['db'] }))).toEqual({ sniHosts: ['db'] });
});

test('all conditions stand in one match', () => {
  expect(renderedTlsMatch(TlsMatch.of({
    sniHosts: ['db'], port: 443, destinationSubnets: ['10.1.0.0/16'], sourceLabels: { app: 'reviews' }, sourceNamespace: 'bookinfo',
  }))).toEqual({
    sniHosts: ['db'], port: 443, destinationSubnets: ['10.1.0.0/16'], sourceLabels: { app: 'reviews' }, sourceNamespace: 'bookinfo',
  });
});

test.each<[string, TlsMatchOptions, string, string]>([
  ['without hosts', { sniHosts: [] }, 'HostsMissing', 'tls[0].match[0].sniHosts'],
  ['whose hosts a program in plain JavaScript forgot', {} as TlsMatchOptions, 'HostsMissing', 'tls[0].match[0].sniHosts'],
  ['with an address, which Istio warns of', { sniHosts: ['10.0.0.1'] }, 'InvalidHost', 'tls[0].match[0].sniHosts[0]'],
  ['with a host in upper case, which Envoy never matches', { sniHosts: ['db', 'DB'] }, 'InvalidHost', 'tls[0].match[0].sniHosts[1]'],
  ['with a part of a wildcard, for which Envoy refuses the listener', { sniHosts: ['*b.example.com'] }, 'InvalidHost', 'tls[0].match[0].sniHosts[0]'],
  ['with a port that is none', { sniHosts: ['db'], port: 65_536 }, 'InvalidPort', 'tls[0].match[0].port'],
  ['with a network that is none', { sniHosts: ['db'], destinationSubnets: ['a'] }, 'InvalidSubnet', 'tls[0].match[0].destinationSubnets[0]'],
])('a match %s is refused', (_mistake, conditions, code, place) => {
  const program = () => renderedTlsMatch(TlsMatch.of(conditions));
  expect(codeOf(program)).toBe(code);
  expect(messageOf(program)).toContain(place);
});
