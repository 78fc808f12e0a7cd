import { gatewayServer } from '../examples';
import type { Field } from '../field';
import type { ObjectCheck } from '../object-check';
import { webhookRules } from './webhook-rule';

const CIPHERS = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA', 'AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA',
]);

export const GATEWAY_TLS_RULES = webhookRules('gateway', {
  certificates: {
    must: 'A server that ends TLS has one source of certificates: credentialName, files, or lists of them; MUTUAL also has those of clients.',
    why: 'Istio refuses the object.',
    fix: 'name the Secret as credentialName',
    fails: gatewayServer('tls: {mode: SIMPLE}'),
    passes: gatewayServer('tls: {mode: SIMPLE, credentialName: www}'),
    equals: 'SIMPLE TLS requires a server certificate',
  },
  unusedCertificates: {
    code: 'IST0133',
    must: 'A server that passes TLS through has no certificates, and none that ends it more than two.',
    why: 'They would not be used.',
    fix: 'remove them, or end TLS here with mode SIMPLE',
    fails: gatewayServer('tls: {mode: PASSTHROUGH, credentialName: www}'),
    passes: gatewayServer('tls: {mode: PASSTHROUGH}'),
    equals: 'PASSTHROUGH mode does not use certificates, they will be ignored',
  },
  ciphers: {
    code: 'IST0133',
    must: 'Cipher suites are known and named once, and TLS below 1.2 has some.',
    why: 'Istio ignores others; and none of the usual ones can be used below TLS 1.2.',
    fix: 'name suites such as ECDHE-RSA-AES256-GCM-SHA384',
    fails: gatewayServer('tls: {mode: SIMPLE, credentialName: www, cipherSuites: [TLS_AES_128_GCM_SHA256]}'),
    passes: gatewayServer('tls: {mode: SIMPLE, credentialName: www, cipherSuites: [ECDHE-RSA-AES256-GCM-SHA384]}'),
    equals: 'ignoring invalid cipher suites',
  },
});

const RULES = GATEWAY_TLS_RULES;
const FILES = ['serverCertificate', 'privateKey', 'caCertificates'];
const MODES = ['PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'];

/** The mode of a server's TLS: without one, TLS is passed through. */
export function tlsMode(tls: Field): string {
  const { value } = tls.at('mode');
  return typeof value === 'number' ? MODES[value] ?? String(value) : tls.at('mode').text || 'PASSTHROUGH';
}

/** How a server, of a Gateway or of a Sidecar, speaks TLS. */
export function checkServerTls(check: ObjectCheck, tls: Field): void {
  if (!tls.isPresent) return;
  const mode = tlsMode(tls);
  checkCiphers(check, tls);
  const has = (key: string) => tls.at(key).text !== '' || tls.at(key).size > 0;
  if (mode === 'ISTIO_MUTUAL') {
    const others = [...FILES, 'tlsCertificates', 'credentialName', 'credentialNames'].filter(has);
    for (const key of others) check.fail(RULES.certificates, tls.at(key), 'must not stand beside mode ISTIO_MUTUAL', 'remove it');
    return;
  }
  const sources = ['credentialName', 'credentialNames', 'tlsCertificates'].filter(has);
  if (mode.endsWith('PASSTHROUGH') && (sources.length > 0 || [...FILES, 'caCrl'].some(has))) {
    check.fail(RULES.unusedCertificates, tls, `has certificates that mode ${mode} does not use`);
  }
  if (has('serverCertificate') && has('privateKey')) sources.push('serverCertificate');
  if (sources.length > 1) check.fail(RULES.certificates, tls, `must have one source of certificates, got ${sources.join(' and ')}`, `keep one of ${sources.join(', ')}`);
  const endsTls = ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'].includes(mode);
  if (endsTls && (has('credentialName') || has('credentialNames'))) return;
  if (endsTls) checkFiles(check, tls, mode);
  if (has('caCrl') && has('credentialName')) check.fail(RULES.certificates, tls.at('caCrl'), 'must not stand beside credentialName', 'put it into the Secret');
  if (has('caCrl') && mode === 'SIMPLE') check.fail(RULES.certificates, tls.at('caCrl'), 'must not stand beside mode SIMPLE', 'remove it');
}

function checkFiles(check: ObjectCheck, tls: Field, mode: string): void {
  if (mode !== 'SIMPLE' && tls.at('caCertificates').text === '') check.fail(RULES.certificates, tls, `must have caCertificates for mode ${mode}`);
  const certificates = tls.at('tlsCertificates').items;
  if (certificates.length > 2) check.fail(RULES.unusedCertificates, tls.at('tlsCertificates'), 'has more than two certificates');
  for (const certificate of certificates.length > 0 ? certificates : [tls]) {
    const missing = ['serverCertificate', 'privateKey'].filter((key) => certificate.at(key).text === '');
    if (missing.length > 0) check.fail(RULES.certificates, certificate, `must have ${missing.join(' and ')}, or credentialName, for mode ${mode}`);
  }
}

function checkCiphers(check: ObjectCheck, tls: Field): void {
  const ciphers = tls.at('cipherSuites');
  const isOld = ['TLSV1_0', 'TLSV1_1', 1, 2].includes(tls.at('minProtocolVersion').value as string);
  if (isOld && ciphers.size === 0) check.fail(RULES.ciphers, tls.at('minProtocolVersion'), 'needs cipherSuites that TLS below 1.2 can use');
  const names = ciphers.items.map(({ text }) => text);
  // What begins with a sign is an expression, which Istio does not look into.
  const invalid = names.filter((name) => name !== 'ALL' && /^[\p{L}\p{N}]/u.test(name) && !CIPHERS.has(name));
  const twice = names.filter((name, index) => !invalid.includes(name) && names.indexOf(name) < index);
  if (invalid.length > 0) check.fail(RULES.ciphers, ciphers, `has suites that Istio ignores: ${[...new Set(invalid)].join(', ')}`);
  if (twice.length > 0) check.fail(RULES.ciphers, ciphers, `has suites twice: ${[...new Set(twice)].join(', ')}`);
}
