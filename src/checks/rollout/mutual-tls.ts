import { describe, type Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { peerAuthentication, service, together, trafficPolicy } from '../examples';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { PeerModes } from './peer-modes';
import { rolloutRules } from './rollout-rule';
import { SubsetIndex } from './subset-index';

const RULES = rolloutRules({
  plainToStrict: {
    severity: 'error',
    must: 'Who calls pods that take nothing but mutual TLS does not switch TLS off.',
    why: 'A PeerAuthentication with STRICT makes the server close plain connections: calls are answered with 503.',
    fix: 'remove tls from the traffic policy, since Istio opens mutual TLS by itself where a server has it',
    fails: together(service(''), peerAuthentication('mtls: {mode: STRICT}'), trafficPolicy('tls: {mode: DISABLE}')),
    passes: together(service(''), peerAuthentication('mtls: {mode: PERMISSIVE}'), trafficPolicy('tls: {mode: DISABLE}')),
  },
  mutualToPlain: {
    severity: 'error',
    must: 'Who calls pods that take no mutual TLS does not insist on it.',
    why: 'A PeerAuthentication with DISABLE makes the server read plain requests only: calls are answered with 503.',
    fix: 'remove tls from the traffic policy, since Istio leaves mutual TLS out by itself where a server has none',
    fails: together(service(''), peerAuthentication('mtls: {mode: DISABLE}'), trafficPolicy('tls: {mode: ISTIO_MUTUAL}')),
    passes: together(service(''), peerAuthentication('mtls: {mode: DISABLE}'), trafficPolicy('connectionPool: {http: {maxRetries: 1}}')),
  },
});

const CONTRADICTIONS = [
  { rule: RULES.plainToStrict, client: 'DISABLE', server: 'STRICT' },
  { rule: RULES.mutualToPlain, client: 'ISTIO_MUTUAL', server: 'DISABLE' },
];

/** Callers and servers that do not agree on mutual TLS. */
export const MUTUAL_TLS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const manifest of context.index.ofKind('networking.istio.io', 'DestinationRule')) {
      const check = new ObjectCheck(manifest, report);
      const server = serverMode(check.spec.at('host').text, manifest, context);
      if (server === undefined) continue;
      for (const tls of [check.spec, ...check.spec.at('subsets').items].flatMap((one) => tlsOf(one.at('trafficPolicy')))) {
        const found = CONTRADICTIONS.find((one) => one.client === tls.at('mode').text && one.server === server.mode);
        if (found) check.fail(found.rule, tls, `is ${found.client}, where ${server.of} has ${server.mode}`);
      }
    }
  },
};

function tlsOf(policy: Field): Field[] {
  return [policy, ...policy.at('portLevelSettings').items].map((one) => one.at('tls')).filter(({ isPresent }) => isPresent);
}

/** What the pods behind a host ask of their callers, if all of them do the same. */
function serverMode(written: string, { namespace }: Manifest, context: CheckContext): { mode: string; of: string } | undefined {
  const { hosts, clusterDomain } = context.index;
  const target = hosts.service(hosts.resolve(written, namespace));
  const suffix = `.svc.${clusterDomain}`;
  const whole = written.startsWith('*.') && written.endsWith(suffix) ? written.slice(2, -suffix.length) : undefined;
  const of = target?.namespace ?? whole;
  const mode = of === undefined ? undefined : PeerModes.of(context).of(of);
  if (mode === undefined || (target && !isInMesh(target, context))) return undefined;
  return { mode, of: target ? describe(target) : `namespace ${of}` };
}

/** Pods that have opted out take whatever comes. */
function isInMesh(target: Manifest, context: CheckContext): boolean {
  const pods = SubsetIndex.of(context).podsOf(target) ?? [];
  return pods.every(({ labels, annotations }) => (labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject']) !== 'false');
}
