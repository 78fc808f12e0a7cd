import { anyObject } from '../examples';
import type { RuleFamily } from '../rule';
import { analysisRules, INFO, WARNING } from './analysis-rule';

const NAMESPACE = (labels: string) => anyObject('v1', 'Namespace', 'shop', '').replace('  namespace: shop\n', `  labels: {${labels}}\n`);

const RULES = analysisRules('namespace', {
  notInjected: {
    code: 'IST0102',
    severity: INFO,
    must: 'A namespace whose workloads are to be in the mesh says so by a label.',
    why: 'Without it its pods get no sidecar, and no rule acts on what they call.',
    fix: 'label it istio-injection: enabled, or istio.io/dataplane-mode: ambient',
    fails: NAMESPACE('team: shop'),
    passes: NAMESPACE('istio-injection: enabled'),
    equals: 'The namespace is not enabled for Istio injection',
  },
  severalLabels: {
    code: 'IST0123',
    severity: WARNING,
    must: 'A namespace says in one way that its workloads are in the mesh.',
    why: 'Which of several labels counts is not said.',
    fix: 'keep one of istio-injection, istio.io/rev and istio.io/dataplane-mode',
    fails: NAMESPACE('istio-injection: enabled, istio.io/rev: canary'),
    passes: NAMESPACE('istio.io/rev: canary'),
    equals: 'The namespace has more than one type of injection labels',
  },
});

/** What Istio's analyzers say of namespaces. */
export const NAMESPACES: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index }, report) {
    for (const manifest of index.ofKind('', 'Namespace').filter(({ name }) => name !== 'istio-system')) {
      const { labels } = manifest;
      const injection = labels['istio-injection'] as string | undefined;
      const others = ['istio.io/rev', 'istio.io/dataplane-mode'].filter((label) => label in labels && (injection === undefined || injection === 'enabled'));
      const found = [...(injection === undefined ? [] : ['istio-injection']), ...others];
      const path = ['metadata', 'labels'];
      if (found.length > 1) report({ rule: RULES.severalLabels, manifest, path, message: `metadata.labels has ${found.join(' and ')}` });
      if (labels['istio.io/dataplane-mode'] === 'ambient' || (injection ?? '') !== '' || 'istio.io/rev' in labels) continue;
      report({ rule: RULES.notInjected, manifest, path, message: 'metadata.labels has none by which pods get a sidecar' });
    }
  },
};
