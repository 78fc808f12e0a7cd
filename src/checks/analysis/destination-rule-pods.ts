import { labelsIn, textsIn } from '../../manifests/json';
import type { CheckContext } from '../check-context';
import { deployment, destinationRule, service, together, trafficPolicy } from '../examples';
import { type Field, shown } from '../field';
import { GeneratedObjects } from '../flagger/generated-objects';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { analysisRules, ERROR, WARNING } from './analysis-rule';
import { KnownCluster } from './known-cluster';

const V2 = destinationRule('subsets:\n- {name: v2, labels: {version: v2}}');

const RULES = analysisRules('destination-rule', {
  hostNotFound: {
    code: 'IST0174',
    severity: WARNING,
    must: 'The host of a DestinationRule is that of a Service or a service entry.',
    why: 'A rule for another host does nothing.',
    fix: 'write the name of the Service, in full if it is in another namespace, or declare it with --assume',
    fails: together(service(''), destinationRule('host: reviews.shop')),
    passes: together(service(''), destinationRule('host: reviews')),
    equals: 'The host reviews.shop defined in the DestinationRule does not match any services in the mesh',
  },
  subsetWithoutPods: {
    code: 'IST0173',
    severity: ERROR,
    must: 'The labels of a subset are those of pods that a workload makes.',
    why: 'Requests to a subset without pods are answered with 503.',
    fix: 'give the pod template of the version these labels, or remove the subset',
    fails: together(service(''), V2, deployment('reviews-v1', '{app: reviews, version: v1}')),
    passes: together(service(''), V2, deployment('reviews-v2', '{app: reviews, version: v2}')),
    equals: 'The Subset v2 defined in the DestinationRule does not select any pods',
  },
  serverUnverified: {
    code: 'IST0128',
    severity: WARNING,
    must: 'Who opens TLS to a destination verifies its certificate.',
    why: 'Without caCertificates, anybody can be the server.',
    fix: 'give caCertificates',
    fails: together(service(''), trafficPolicy('tls: {mode: SIMPLE}')),
    passes: together(service(''), trafficPolicy('tls: {mode: SIMPLE, caCertificates: /etc/ca.pem}')),
    equals: 'DestinationRule has TLS mode set to SIMPLE but no caCertificates are set to validate server identity',
  },
  serverUnverifiedAtPort: {
    code: 'IST0129',
    severity: WARNING,
    must: 'Who opens TLS to a port of a destination verifies its certificate.',
    why: 'Without caCertificates, anybody can be the server.',
    fix: 'give caCertificates',
    fails: together(service(''), trafficPolicy('portLevelSettings:\n- port: {number: 9080}\n  tls: {mode: SIMPLE}')),
    passes: together(service(''), trafficPolicy('portLevelSettings:\n- port: {number: 9080}\n  tls: {mode: SIMPLE, caCertificates: /etc/ca.pem}')),
    equals: 'DestinationRule has TLS mode set to SIMPLE but no caCertificates are set to validate server identity at the port level',
  },
});

/** What Istio's analyzers say of DestinationRules. */
export const DESTINATION_RULE_PODS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const manifest of context.index.ofKind('networking.istio.io', 'DestinationRule')) {
      const check = new ObjectCheck(manifest, report);
      checkHost(check, context);
      const policy = check.spec.at('trafficPolicy');
      if (isUnverified(check, policy.at('tls'))) check.fail(RULES.serverUnverified, policy.at('tls'), 'verifies no certificate of the server');
      for (const port of policy.at('portLevelSettings').items) {
        if (isUnverified(check, port.at('tls'))) check.fail(RULES.serverUnverifiedAtPort, port.at('tls'), 'verifies no certificate of the server');
      }
    }
  },
};

function checkHost(check: ObjectCheck, context: CheckContext): void {
  const { spec, manifest } = check;
  const cluster = KnownCluster.of(context);
  const host = spec.at('host');
  const known = cluster.host(host.text, manifest.namespace, textsIn(spec.at('exportTo').value));
  if (!known) {
    check.fail(RULES.hostNotFound, host, `is no host that is known: ${shown(host.text)}`, GeneratedObjects.of(context).fixFor(cluster.serviceName(host.text, manifest.namespace)));
    return;
  }
  const last = new Map(spec.at('subsets').items.map((subset) => [subset.at('name').text, subset]));
  for (const subset of last.values()) {
    const labels = { ...known.workloadLabels, ...labelsIn(subset.at('labels').value) };
    if (!cluster.hasPods(labels)) check.fail(RULES.subsetWithoutPods, subset, `selects no pods: no workload has ${JSON.stringify(labels)} in its pod template`);
  }
}

function isUnverified({ spec }: ObjectCheck, tls: Field): boolean {
  const isClient = ['SIMPLE', 'MUTUAL', 1, 2].includes(tls.at('mode').value as string);
  const isSelected = tls.at('credentialName').text !== '' && spec.at('workloadSelector').isPresent;
  return isClient && tls.at('caCertificates').text === '' && !isSelected;
}
