import { redirectStatus } from '../../istio/http-status';
import { KnownCluster } from '../analysis/known-cluster';
import type { CheckContext } from '../check-context';
import { anyObject, httpRule, service, together, trafficPolicy, virtualService } from '../examples';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { rolloutRules } from './rollout-rule';
import { goDuration } from '../schema/go-duration';

const SPLIT = 'route:\n- destination: {host: reviews, subset: v1}\n  weight: 90\n- destination: {host: reviews, subset: v2}\n  weight: 10';
const AMBIENT = anyObject('v1', 'Namespace', 'shop', '').replace('  namespace: shop\n', '  labels: {istio.io/dataplane-mode: ambient}\n');

const RULES = rolloutRules({
  weightOnOneDestination: {
    severity: 'warning',
    must: 'A weight below 100 stands beside another destination.',
    why: 'The only destination of a rule gets all requests, whatever its weight.',
    fix: 'name the destination that shall get the rest, or remove the weight',
    fails: httpRule('route:\n- destination: {host: reviews, subset: v2}\n  weight: 10'),
    passes: httpRule(SPLIT),
  },
  weightsNotHundred: {
    severity: 'warning',
    must: 'The weights of a rule sum to 100.',
    why: 'Istio takes them for shares of their sum: 90 and 20 send 18 percent to the second, not 20.',
    fix: 'let the weights sum to 100',
    fails: httpRule(SPLIT.replace('10', '20')),
    passes: httpRule(SPLIT),
  },
  faultNeverActs: {
    severity: 'warning',
    must: 'A fault says for which share of the requests it is.',
    why: 'Without a percentage it is for none.',
    fix: 'add percentage: {value: 100}',
    fails: httpRule('fault:\n  abort: {httpStatus: 503}'),
    passes: httpRule('fault:\n  abort: {httpStatus: 503, percentage: {value: 100}}'),
  },
  redirectStatusUnknown: {
    severity: 'error',
    must: 'A redirect has status 301, 302, 303, 307 or 308.',
    why: 'For every other one Istio writes a route without an action, and Envoy refuses all routes of the port.',
    fix: 'write one of them',
    fails: httpRule('redirect: {uri: /new, redirectCode: 304}'),
    passes: httpRule('redirect: {uri: /new, redirectCode: 308}'),
  },
  timeoutBelowRetries: {
    severity: 'warning',
    must: 'A timeout leaves room for a try that takes its whole perTryTimeout.',
    why: 'The timeout is for all tries together: the first one uses it up, and nothing is tried again.',
    fix: 'let perTryTimeout be a part of the timeout',
    fails: httpRule('timeout: 1s\nretries: {attempts: 2, perTryTimeout: 2s}'),
    passes: httpRule('timeout: 5s\nretries: {attempts: 2, perTryTimeout: 2s}'),
  },
  hashNotSticky: {
    severity: 'warning',
    must: 'Where requests are split by weight, nobody counts on a consistent hash to keep a user with one version.',
    why: 'The version is drawn for each request anew; the hash chooses among the pods of that version only.',
    fix: 'send users to a version by a header or a cookie that a rule matches',
    fails: together(service(''), trafficPolicy('loadBalancer:\n  consistentHash: {httpHeaderName: x-user}'), httpRule(SPLIT)),
    passes: together(service(''), trafficPolicy('loadBalancer: {simple: LEAST_REQUEST}'), httpRule(SPLIT)),
  },
  virtualServiceInAmbient: {
    severity: 'warning',
    must: 'A namespace in ambient mode has no VirtualServices with rules for its services.',
    why: 'Only waypoints know them, as an alpha feature, and they drop sourceLabels; without a waypoint they do nothing.',
    fix: 'write an HTTPRoute with a Service for each version',
    fails: together(AMBIENT, service(''), virtualService('')),
    passes: together(service(''), virtualService('')),
  },
});

/** Settings that are accepted and do nothing, or not what they look like. */
export const DEAD_SETTINGS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const hashed = hashedHosts(context);
    for (const manifest of context.index.ofKind('networking.istio.io', 'VirtualService')) {
      const check = new ObjectCheck(manifest, report);
      const rules = check.spec.at('http').items;
      for (const rule of rules) {
        checkWeights(check, rule, hashed, context);
        checkManners(check, rule);
      }
      const isInMesh = check.spec.at('gateways').size === 0 || check.spec.at('gateways').items.some(({ text }) => text === 'mesh');
      const mode = context.index.find('', 'Namespace', '', manifest.namespace)?.labels['istio.io/dataplane-mode'];
      if (mode === 'ambient' && isInMesh) check.fail(RULES.virtualServiceInAmbient, check.spec, `is in namespace ${manifest.namespace}, which is in ambient mode`);
    }
  },
};

function hashedHosts(context: CheckContext): Set<string> {
  const cluster = KnownCluster.of(context);
  return new Set(context.index.ofKind('networking.istio.io', 'DestinationRule').flatMap((manifest) => {
    const { spec } = new ObjectCheck(manifest, () => {});
    const policies = [spec.at('trafficPolicy'), ...spec.at('subsets').items.map((subset) => subset.at('trafficPolicy'))];
    const isHashed = policies.some((policy) => policy.at('loadBalancer').at('consistentHash').isPresent);
    return isHashed ? [cluster.serviceName(spec.at('host').text, manifest.namespace)] : [];
  }));
}

function checkWeights(check: ObjectCheck, rule: Field, hashed: ReadonlySet<string>, context: CheckContext): void {
  const route = rule.at('route');
  const weights = route.items.map((entry) => entry.at('weight'));
  const sum = weights.reduce((total, { number }) => total + number, 0);
  if (route.size === 1 && weights[0].isPresent && weights[0].number < 100) {
    check.fail(RULES.weightOnOneDestination, weights[0], `does nothing: the only destination gets all requests, not ${weights[0].number} percent`);
  }
  if (route.size < 2 || sum === 0) return;
  if (sum !== 100) check.fail(RULES.weightsNotHundred, route, `has weights that sum to ${sum}, of which they are taken as shares`);
  const hosts = route.items.map((entry) => KnownCluster.of(context).serviceName(entry.at('destination').at('host').text, check.manifest.namespace));
  const isSplit = weights.filter(({ number }) => number > 0).length > 1;
  if (isSplit && hosts.some((host) => hashed.has(host))) check.fail(RULES.hashNotSticky, route, 'is split by weight, of which the consistent hash of its host knows nothing');
}

function checkManners(check: ObjectCheck, rule: Field): void {
  for (const kind of ['abort', 'delay']) {
    const fault = rule.at('fault').at(kind);
    const hasShare = fault.at('percentage').at('value').number > 0 || fault.at('percent').number > 0;
    if (fault.isPresent && !hasShare && !fault.at('percentage').isPresent) check.fail(RULES.faultNeverActs, fault, 'is for no request: it has no percentage');
  }
  const code = rule.at('redirect').at('redirectCode');
  if (code.number >= 300 && code.number < 400 && !redirectStatus.accepts(code.number)) {
    check.fail(RULES.redirectStatusUnknown, code, `must be ${redirectStatus.allowed}, got ${code.number}`);
  }
  const [all, one] = [rule.at('timeout'), rule.at('retries').at('perTryTimeout')].map(({ text }) => goDuration(text));
  if (all !== undefined && one !== undefined && all > 0n && one >= all && rule.at('retries').at('attempts').number > 0) {
    check.fail(RULES.timeoutBelowRetries, rule.at('timeout'), `leaves no time for a second try: ${rule.at('timeout').text} for all, ${rule.at('retries').at('perTryTimeout').text} for each`);
  }
}
