import { fqdn, ipAddress } from '../../istio/host';
import { portNumber } from '../../istio/port-number';
import { destinationRule, trafficPolicy } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { Rule, RuleFamily } from '../rule';
import { durationProblem, hostProblem, labelProblem, labelsProblem, refusedBy } from './accepted-values';
import { checkConnectionPool, CONNECTION_POOL_RULES } from './connection-pool';
import { checkExportTo, EXPORT_TO_RULES } from './export-to';
import { checkLoadBalancer, LOAD_BALANCER_RULES } from './load-balancer';
import { webhookRules } from './webhook-rule';
import { checkSelector } from './workload-selector';

const RULES = webhookRules('destination-rule', {
  host: {
    must: 'The host of a DestinationRule is a name, of which the first label may be "*".',
    why: 'Istio refuses the object.',
    fix: 'name the host of a Service',
    fails: destinationRule('host: reviews..shop'),
    passes: destinationRule('host: reviews.shop.svc.cluster.local'),
    equals: 'domain name "reviews..shop" invalid',
  },
  subsets: {
    must: 'Subsets have names of their own, which are DNS labels, and labels as Kubernetes has them.',
    why: 'Istio refuses the object: rules name subsets, and proxies are told of them by their names.',
    fix: 'name the subset in letters, digits and hyphens',
    fails: destinationRule('subsets:\n- {name: v_1, labels: {version: v1}}'),
    passes: destinationRule('subsets:\n- {name: v1, labels: {version: v1}}'),
    equals: 'subset name is invalid: v_1',
  },
  trafficPolicy: {
    must: 'A traffic policy, and one for a port, says something; it has no tunnel beside a proxyProtocol, and one for a port has the port.',
    why: 'Istio refuses the object.',
    fix: 'remove the empty policy, or say what it is to do',
    fails: destinationRule('trafficPolicy: {}'),
    passes: trafficPolicy('loadBalancer: {simple: LEAST_REQUEST}'),
    equals: 'traffic policy must have at least one field',
  },
  outlierDetection: {
    must: 'Outlier detection has times of whole milliseconds, percentages of 0 to 100, and counts local failures only if it splits them off.',
    why: 'Istio refuses the object.',
    fix: 'mend the setting; set splitExternalLocalOriginErrors to count local failures',
    fails: trafficPolicy('outlierDetection: {consecutiveLocalOriginFailures: 5}'),
    passes: trafficPolicy('outlierDetection: {consecutiveLocalOriginFailures: 5, splitExternalLocalOriginErrors: true}'),
    equals: 'outlier detection consecutive local origin failures is specified, but split external local origin errors is set to false',
  },
  consecutiveErrors: {
    code: 'IST0133',
    must: 'Outlier detection counts consecutive5xxErrors or consecutiveGatewayErrors.',
    why: 'consecutiveErrors is deprecated.',
    fix: 'write consecutiveGatewayErrors, which counts the same',
    fails: trafficPolicy('outlierDetection: {consecutiveErrors: 5}'),
    passes: trafficPolicy('outlierDetection: {consecutiveGatewayErrors: 5}'),
    equals: 'outlier detection consecutive errors is deprecated',
  },
  tls: {
    must: 'MUTUAL has a certificate and a key, or credentialName and none of them; and who does not verify names nothing to verify by.',
    why: 'Istio refuses the object.',
    fix: 'give clientCertificate and privateKey, or credentialName alone',
    fails: trafficPolicy('tls: {mode: MUTUAL, clientCertificate: /etc/cert.pem}'),
    passes: trafficPolicy('tls: {mode: MUTUAL, credentialName: client}'),
    equals: 'private key required for mutual tls',
  },
  tunnel: {
    must: 'A tunnel uses CONNECT or POST and leads to a host or an address and a port.',
    why: 'Istio refuses the object.',
    fix: 'mend the setting',
    fails: trafficPolicy('tunnel: {protocol: GET, targetHost: example.com, targetPort: 443}'),
    passes: trafficPolicy('tunnel: {protocol: CONNECT, targetHost: example.com, targetPort: 443}'),
    equals: 'tunnel protocol must be "CONNECT" or "POST"',
  },
});

type Fail = (rule: Rule, field: Field, problem: string) => void;

/** What Istio's webhook says of a DestinationRule. */
export const DESTINATION_RULE: RuleFamily = {
  kinds: ['networking.istio.io/DestinationRule'],
  rules: [RULES, CONNECTION_POOL_RULES, LOAD_BALANCER_RULES, EXPORT_TO_RULES].flatMap((rules) => Object.values(rules)),
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const { spec } = check;
    const wrong = hostProblem(spec.at('host').text);
    if (wrong !== undefined) check.fail(RULES.host, spec.at('host'), wrong);
    checkPolicy(check, spec.at('trafficPolicy'), false);
    checkSubsets(check);
    checkExportTo(check, false, spec.at('workloadSelector').isPresent);
    checkSelector(check, spec.at('workloadSelector'), 'matchLabels');
  },
};

function checkSubsets(check: ObjectCheck): void {
  const names = new Set<string>();
  for (const subset of check.spec.at('subsets').items) {
    const name = subset.at('name');
    if (names.has(name.text)) check.fail(RULES.subsets, name, `is there twice: ${shown(name.text)}`, 'give it another name');
    names.add(name.text);
    const wrong = labelProblem(name);
    if (wrong !== undefined) check.fail(RULES.subsets, name, wrong);
    for (const [label, problem] of labelsProblem(subset.at('labels'))) check.fail(RULES.subsets, label, problem, 'mend the label');
    checkPolicy(check, subset.at('trafficPolicy'), true);
  }
}

const POLICY = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls', 'tunnel', 'proxyProtocol', 'retryBudget'];
const PORT_POLICY = POLICY.slice(0, 4);

/** @param losesWarnings whether Istio drops what it only warns of, as it does in subsets and for ports */
function checkPolicy(check: ObjectCheck, policy: Field, losesWarnings: boolean): void {
  if (!policy.isPresent) return;
  const ports = policy.at('portLevelSettings');
  if (!POLICY.some((key) => policy.at(key).isPresent) && ports.size === 0) {
    check.fail(RULES.trafficPolicy, policy, 'must have a setting');
    return;
  }
  if (policy.at('tunnel').isPresent && policy.at('proxyProtocol').isPresent) {
    check.fail(RULES.trafficPolicy, policy, 'must not have both tunnel and proxyProtocol', 'keep one of them');
    return;
  }
  checkSettings(check, policy, losesWarnings);
  for (const port of ports.items) {
    if (!port.at('port').isPresent) check.fail(RULES.trafficPolicy, port, 'must have a port', 'say for which port it is');
    if (PORT_POLICY.some((key) => port.at(key).isPresent)) checkSettings(check, port, true);
    else check.fail(RULES.trafficPolicy, port, 'must have a setting beside the port');
  }
  checkTunnel(check, policy.at('tunnel'));
}

function checkSettings(check: ObjectCheck, policy: Field, losesWarnings: boolean): void {
  const fail: Fail = (rule, field, problem) => {
    if (rule.severity === 'error' || !losesWarnings) check.fail(rule, field, problem);
  };
  checkOutliers(policy.at('outlierDetection'), fail);
  checkConnectionPool(check, policy.at('connectionPool'));
  checkLoadBalancer(policy, fail);
  checkTls(policy.at('tls'), check.manifest.namespace, fail);
}

function checkOutliers(outliers: Field, fail: Fail): void {
  for (const key of ['baseEjectionTime', 'interval']) {
    const wrong = durationProblem(outliers.at(key));
    if (wrong !== undefined) fail(RULES.outlierDetection, outliers.at(key), wrong);
  }
  if (outliers.at('consecutiveErrors').number !== 0) fail(RULES.consecutiveErrors, outliers.at('consecutiveErrors'), 'is deprecated');
  const local = outliers.at('consecutiveLocalOriginFailures');
  if (local.number > 0 && !outliers.at('splitExternalLocalOriginErrors').isTrue) {
    fail(RULES.outlierDetection, local, 'counts nothing without splitExternalLocalOriginErrors');
  }
  for (const key of ['maxEjectionPercent', 'minHealthPercent']) {
    const percent = outliers.at(key);
    if (percent.number < 0 || percent.number > 100) fail(RULES.outlierDetection, percent, `must be from 0 to 100, got ${percent.number}`);
  }
}

function checkTls(tls: Field, namespace: string, fail: Fail): void {
  if (!tls.isPresent) return;
  const has = (key: string) => tls.at(key).text !== '';
  const [isSimple, isMutual] = [['SIMPLE', 1], ['MUTUAL', 2]].map((names) => names.includes(tls.at('mode').value as string));
  const credential = tls.at('credentialName');
  if (credential.text.startsWith('configmap://') && !isOwnConfigMap(credential.text, namespace)) {
    fail(RULES.tls, credential, `must name a ConfigMap of the own namespace, got ${shown(credential.text)}`);
  }
  if (tls.at('insecureSkipVerify').isTrue && (isSimple || isMutual)) {
    const given = [...(isSimple ? ['caCertificates', 'credentialName'] : ['caCertificates'])].filter(has);
    const verified = tls.at('subjectAltNames').size > 0 ? [...given, 'subjectAltNames'] : given;
    if (verified.length > 0) fail(RULES.tls, tls, `must not have ${verified.join(' and ')} beside insecureSkipVerify`);
  }
  if ((isSimple || isMutual) && has('credentialName')) {
    const files = ['clientCertificate', 'caCertificates', 'privateKey', 'caCrl'].filter(has);
    if (files.length > 0) fail(RULES.tls, tls, `must not have ${files.join(' and ')} beside credentialName`);
  } else if (isMutual) {
    const missing = ['clientCertificate', 'privateKey'].filter((key) => !has(key));
    if (missing.length > 0) fail(RULES.tls, tls, `must have ${missing.join(' and ')} for MUTUAL`);
  }
}

function isOwnConfigMap(reference: string, namespace: string): boolean {
  const [owner, name = ''] = reference.slice('configmap://'.length).split('/');
  return owner === namespace && name !== '';
}

function checkTunnel(check: ObjectCheck, tunnel: Field): void {
  if (!tunnel.isPresent) return;
  const [protocol, host, port] = ['protocol', 'targetHost', 'targetPort'].map((key) => tunnel.at(key));
  if (!['', 'CONNECT', 'POST'].includes(protocol.text)) check.fail(RULES.tunnel, protocol, `must be CONNECT or POST, got ${shown(protocol.text)}`);
  if (!fqdn.accepts(host.text) && !ipAddress.accepts(host.text)) {
    check.fail(RULES.tunnel, host, `must be ${fqdn.allowed}, or an IP address, got ${shown(host.text)}`);
  }
  const wrong = refusedBy(portNumber, port.number);
  if (wrong !== undefined) check.fail(RULES.tunnel, port, wrong);
}
