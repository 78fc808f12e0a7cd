import { sidecar, service, together } from '../examples';
import { shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { kialiRules } from './kiali-rule';
import type { Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';

const OF_MESH = (spec: string) => sidecar(spec).replace('namespace: shop', 'namespace: istio-system');
const EGRESS = (host: string) => sidecar(`egress:\n- hosts: ["${host}"]`);

const RULES = kialiRules('sidecar', {
  hostNotFound: {
    code: 'KIA1004',
    severity: 'warning',
    must: 'A host to which a Sidecar lets requests out is that of a Service.',
    why: 'Its pods do not see the Service that was meant, and their requests to it take no notice of any rule.',
    fix: 'mend the name, or declare the Service with --assume',
    fails: together(service(''), EGRESS('./review.shop.svc.cluster.local')),
    passes: together(service(''), EGRESS('./reviews.shop.svc.cluster.local')),
  },
  selectorInRootNamespace: {
    code: 'KIA1006',
    severity: 'warning',
    must: 'The Sidecar that is the default of the whole mesh has no selector.',
    why: 'With one it is for pods of its own namespace only, which is that of Istio itself.',
    fix: 'remove workloadSelector, or move the Sidecar to the namespace of the pods',
    fails: OF_MESH('workloadSelector: {labels: {istio: ingressgateway}}\negress:\n- hosts: ["./*"]'),
    passes: OF_MESH('egress:\n- hosts: ["./*"]'),
  },
  outboundModeUnsaid: {
    code: 'KIA1007',
    severity: 'info',
    must: 'An outboundTrafficPolicy says its mode.',
    why: 'Without it, it is REGISTRY_ONLY: requests to hosts that Istio does not know are refused.',
    fix: 'write mode: REGISTRY_ONLY or mode: ALLOW_ANY',
    fails: sidecar('outboundTrafficPolicy: {}'),
    passes: sidecar('outboundTrafficPolicy: {mode: REGISTRY_ONLY}'),
  },
});

/** Sidecars that let out, or are for, something else than they seem to. */
export const SIDECARS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const populated = new Set(context.index.ofKind('', 'Service').map(({ namespace }) => namespace));
    for (const manifest of context.index.ofKind('networking.istio.io', 'Sidecar')) {
      checkHosts(manifest, populated, context, report);
      const check = new ObjectCheck(manifest, report);
      const [selector, policy] = [check.spec.at('workloadSelector'), check.spec.at('outboundTrafficPolicy')];
      if (manifest.namespace === context.mesh.rootNamespace && selector.isPresent) {
        check.fail(RULES.selectorInRootNamespace, selector, `is for pods of namespace ${manifest.namespace} only`);
      }
      if (policy.isPresent && !policy.at('mode').isPresent) check.fail(RULES.outboundModeUnsaid, policy, 'has no mode, which means REGISTRY_ONLY');
    }
  },
};

/** Of a namespace of which no Service is known, nobody can say what is missing. */
function checkHosts(manifest: Manifest, populated: ReadonlySet<string>, { index }: CheckContext, report: Report): void {
  const suffix = `.svc.${index.clusterDomain}`;
  const check = new ObjectCheck(manifest, report);
  for (const host of check.spec.at('egress').items.flatMap((listener) => listener.at('hosts').items)) {
    const name = host.text.slice(host.text.indexOf('/') + 1);
    const isOfService = name.endsWith(suffix) && !name.includes('*') && !host.text.startsWith('~');
    if (!isOfService || !populated.has(name.slice(0, -suffix.length).split('.')[1] ?? '')) continue;
    if (index.hosts.service(name) || index.hosts.serviceEntries(name).length > 0) continue;
    check.fail(RULES.hostNotFound, host, `is no host that is known: ${shown(name)}`);
  }
}
