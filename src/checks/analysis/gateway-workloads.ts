import { X509Certificate } from 'node:crypto';
import { listIn, textIn, valueAt } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import type { Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { gateway, together } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { analysisRules, ERROR, WARNING } from './analysis-rule';
import { grouped, KnownCluster, type Pod, selectorOf, selectorText } from './known-cluster';

const OTHER = (name: string) => gateway('servers:\n- port: {number: 443, name: https, protocol: HTTPS}\n  hosts: [b.example.com]\n  tls: {mode: SIMPLE, serverCertificate: /c, privateKey: /k}', name);

const RULES = analysisRules('gateway', {
  podsNotFound: {
    code: 'IST0101',
    severity: ERROR,
    must: 'The selector of a Gateway selects pods.',
    why: 'Without pods nobody listens at its ports.',
    fix: 'write the labels of the gateway\'s pods; those of Istio\'s own ingress gateway are istio: ingressgateway',
    fails: gateway('selector: {istio: ingress}'),
    passes: gateway('selector: {istio: ingressgateway}'),
    equals: 'Referenced selector not found: "istio=ingress"',
  },
  portNotServed: {
    code: 'IST0162',
    severity: WARNING,
    must: 'The port of a server is one that a Service of the gateway\'s pods leads to.',
    why: 'No request can reach another port.',
    fix: 'add the port to the Service of the gateway, or listen at one that it has',
    fails: gateway('servers:\n- port: {number: 8888, name: http, protocol: HTTP}\n  hosts: ["*"]'),
    passes: gateway('servers:\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ["*"]'),
    equals: 'The gateway is listening on a target port (port 8888) that is not defined in the Service associated with its workload instances',
  },
  conflict: {
    code: 'IST0145',
    severity: ERROR,
    must: 'One Gateway serves a host at a port of the same pods.',
    why: 'Istio uses one of them, and says nothing of the other.',
    fix: 'merge them into one Gateway',
    fails: together(gateway(''), gateway('', 'public-2')),
    passes: gateway(''),
    equals: 'Conflict with gateways shop/public-2',
  },
  certificateTwice: {
    code: 'IST0138',
    severity: WARNING,
    must: 'One Gateway of the same pods has a certificate.',
    why: 'Browsers use a connection for all hosts of its certificate, and get 404 for those of the other Gateway.',
    fix: 'serve all hosts of the certificate in one Gateway',
    fails: together(OTHER('a'), OTHER('b').replace('b.example.com', 'c.example.com')),
    passes: OTHER('a'),
    equals: 'Duplicate certificate in multiple gateways may cause 404s if clients re-use HTTP2 connections',
  },
  credentialNotFound: {
    code: 'IST0101',
    severity: ERROR,
    must: 'The Secret that credentialName names is in the namespace of the gateway\'s pods.',
    why: 'Without its certificate the server answers no request.',
    fix: 'create the Secret there, or declare it with --assume',
    fails: gateway('servers:\n- port: {number: 443, name: https, protocol: HTTPS}\n  hosts: ["*"]\n  tls: {mode: SIMPLE, credentialName: www}'),
    passes: OTHER('a'),
    equals: 'Referenced credentialName not found: "www"',
  },
  credentialInvalid: {
    code: 'IST0161',
    severity: ERROR,
    must: 'The Secret of a server holds a key and a certificate that is valid.',
    why: 'Without them the server answers no request.',
    fix: 'put tls.key and tls.crt into the Secret',
    fails: together(gateway('servers:\n- port: {number: 443, name: https, protocol: HTTPS}\n  hosts: ["*"]\n  tls: {mode: SIMPLE, credentialName: www}'),
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: www\n  namespace: istio-system\ndata: {}\n'),
    passes: OTHER('a'),
    equals: 'The credential referenced by the Gateway in namespace istio-system is invalid',
  },
});

/** What Istio's analyzers say of Gateways and the pods that serve them. */
export const GATEWAY_WORKLOADS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const gateways = context.index.ofKind('networking.istio.io', 'Gateway');
    for (const manifest of gateways) checkPods(new ObjectCheck(manifest, report), context);
    checkConflicts(gateways, context, report);
    checkCertificates(gateways, report);
  },
};

function checkPods(check: ObjectCheck, context: CheckContext): void {
  const cluster = KnownCluster.of(context);
  const selector = check.spec.at('selector');
  const pods = cluster.pods(selectorOf(selector.value));
  const isAlone = check.spec.at('servers').size === 0 && Object.keys(selectorOf(selector.value)).length > 0
    && !context.index.ofKind('networking.istio.io', 'Gateway').some((other) => (
      other !== check.manifest && listIn(other.spec.servers).length > 0 && sharePods(other, check.manifest, context)
    ));
  // For one of its analyzers, pods are there where a server of any Gateway is.
  if (pods.length === 0 || isAlone) {
    check.fail(RULES.podsNotFound, selector, `selects no pods: ${selectorText(selectorOf(selector.value))}`);
    return;
  }
  const ports = new Set(pods.flatMap((pod) => [...cluster.servedPorts(pod)]));
  for (const server of check.spec.at('servers').items) {
    const port = server.at('port');
    if (port.isPresent && !ports.has(port.at('number').number)) {
      check.fail(RULES.portNotServed, port, `is no port that a Service of the gateway's pods leads to: ${port.at('number').number}`);
    }
    checkCredential(check, server.at('tls').at('credentialName'), pods, context);
  }
}

function checkCredential(check: ObjectCheck, name: Field, [pod]: Pod[], context: CheckContext): void {
  if (name.text === '') return;
  const slash = name.text.indexOf('/');
  const [namespace, local] = slash < 0 ? [pod.namespace, name.text] : [name.text.slice(0, slash), name.text.slice(slash + 1)];
  const secret = context.index.find('', 'Secret', namespace, local);
  if (!secret) check.fail(RULES.credentialNotFound, name, `is no Secret that is known in namespace ${namespace}: ${shown(name.text)}`);
  else if (!isCredential(secret)) check.fail(RULES.credentialInvalid, name, `names a Secret without a key and a valid certificate: ${shown(name.text)}`);
}

function isCredential({ object }: Manifest): boolean {
  const decoded = (key: string) => Buffer.from(textIn(valueAt(object, 'data', key)), 'base64').toString();
  const [certificate, key] = decoded('tls.crt') === '' ? [decoded('cert'), decoded('key')] : [decoded('tls.crt'), decoded('tls.key')];
  if (certificate === '' || key === '') return false;
  try {
    return new Date(new X509Certificate(certificate).validTo) > new Date();
  } catch {
    return false;
  }
}

/** A host that a server has at a port and an address. */
interface Served {
  readonly check: ObjectCheck;
  readonly server: Field;
  readonly host: string;
  /** Of several servers at one port, Istio compares others with the last. */
  readonly isKnown: boolean;
}

function checkConflicts(gateways: readonly Manifest[], context: CheckContext, report: Report): void {
  const checks = gateways.map((manifest) => new ObjectCheck(manifest, report));
  const served = checks.flatMap(servedBy);
  const atPort = new Map<number, Manifest[]>();
  for (const { spec, manifest } of checks) spec.at('servers').items.forEach((server) => listAt(atPort, portOf(server)).push(manifest));
  const places = grouped(served, ({ server, host }) => `${portOf(server)} ${server.at('bind').text} ${host}`);
  const reported = new Set<Field>();
  for (const place of places.filter((one) => one.length > 1)) {
    for (const { check, server, host } of place) {
      const isOther = (another: Manifest) => another !== check.manifest && sharePods(another, check.manifest, context);
      // Istio takes what it has compared for the host of the other as well: then a second server of the same Gateway is in conflict.
      const isRepeated = place.find((one) => one.check === check)!.server !== server;
      const other = place.find((one) => one.isKnown && isOther(one.check.manifest))?.check.manifest
        ?? (isRepeated ? atPort.get(portOf(server))!.find(isOther) : undefined);
      if (!other || reported.has(server)) continue;
      reported.add(server);
      check.fail(RULES.conflict, server, `serves ${host} as Gateway ${other.namespace}/${other.name} does`);
    }
  }
}

function servedBy(check: ObjectCheck): Served[] {
  const servers = check.spec.at('servers').items;
  const last = new Map(servers.map((server) => [portOf(server), server]));
  return servers.flatMap((server) => (
    server.at('hosts').items.map(({ text }) => ({ check, server, host: text, isKnown: last.get(portOf(server)) === server }))
  ));
}

function portOf(server: Field): number {
  return server.at('port').at('number').number;
}

/** As Istio finds it: the selectors are the same, or one is a part of the other's text and a pod has the labels of both. */
function sharePods(a: Manifest, b: Manifest, context: CheckContext): boolean {
  const [one, other] = [selectorOf(a.spec.selector), selectorOf(b.spec.selector)];
  const [text, otherText] = [selectorText(one), selectorText(other)];
  if (text === otherText) return true;
  return (text.includes(otherText) || otherText.includes(text)) && KnownCluster.of(context).hasPods({ ...one, ...other });
}

function checkCertificates(gateways: readonly Manifest[], report: Report): void {
  const uses = gateways.flatMap((manifest) => {
    const check = new ObjectCheck(manifest, report);
    return check.spec.at('servers').items.map((server) => ({ check, tls: server.at('tls') }));
  }).filter(({ tls }) => certificateOf(tls) !== undefined);
  for (const { check, tls } of grouped(uses, (use) => certificateOf(use.tls)!).filter((one) => one.length > 1).flatMap((group) => (
    group.filter((use) => group.some((other) => other.check.manifest !== use.check.manifest && covers(use.check.manifest, other.check.manifest)))
  ))) {
    check.fail(RULES.certificateTwice, tls, 'has the certificate of another Gateway of the same pods');
  }
}

function certificateOf(tls: Field): string | undefined {
  const [name, certificate, key] = ['credentialName', 'serverCertificate', 'privateKey'].map((field) => tls.at(field).text);
  if (name !== '') return `Secret ${name}`;
  return certificate !== '' && key !== '' ? `${certificate} ${key}` : undefined;
}

function covers(a: Manifest, b: Manifest): boolean {
  const other = selectorOf(b.spec.selector);
  return Object.entries(selectorOf(a.spec.selector)).every(([key, value]) => other[key] === value);
}
