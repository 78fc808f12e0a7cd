import { anyObject, httpRule, service, together, virtualService } from '../examples';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { rolloutRules } from './rollout-rule';
import { isInMesh } from './route-index';

const AMBIENT = anyObject('v1', 'Namespace', 'shop', '').replace('  namespace: shop\n', '  labels: {istio.io/dataplane-mode: ambient}\n');

const RULES = rolloutRules({
  virtualServiceInAmbient: {
    severity: 'warning',
    must: 'A namespace in ambient mode has no VirtualServices with rules for its services.',
    why: 'Only waypoints know them, as an alpha feature, and they drop sourceLabels; without a waypoint they do nothing.',
    fix: 'write an HTTPRoute with a Service for each version',
    fails: together(AMBIENT, service(''), virtualService('')),
    passes: together(service(''), virtualService('')),
  },
  sourceLabelsInAmbient: {
    severity: 'warning',
    must: 'In a namespace in ambient mode no rule matches by sourceLabels.',
    why: 'A waypoint does not know the labels of who calls: it leaves the match out, and the next one takes the requests.',
    fix: 'match by a header that the callers set',
    fails: together(AMBIENT, service(''), httpRule('match:\n- sourceLabels: {app: web}')),
    passes: together(service(''), httpRule('match:\n- sourceLabels: {app: web}')),
  },
});

/** Rules for sidecars where there are none. */
export const AMBIENT_RULES: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index }, report) {
    for (const manifest of index.ofKind('networking.istio.io', 'VirtualService').filter(isInMesh)) {
      if (index.find('', 'Namespace', '', manifest.namespace)?.labels['istio.io/dataplane-mode'] !== 'ambient') continue;
      const check = new ObjectCheck(manifest, report);
      check.fail(RULES.virtualServiceInAmbient, check.spec, `is in namespace ${manifest.namespace}, which is in ambient mode`);
      for (const match of check.spec.at('http').items.flatMap((rule) => rule.at('match').items)) {
        if (match.at('sourceLabels').size > 0) check.fail(RULES.sourceLabelsInAmbient, match.at('sourceLabels'), 'is dropped, and with it the whole match');
      }
    }
  },
};
