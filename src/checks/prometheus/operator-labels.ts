import type { Manifest } from '../../manifests/manifest';
import { together } from '../examples';
import { namedRules } from '../named-rules';
import type { RuleFamily } from '../rule';
import { podMonitor, recorded } from './prometheus-examples';

const LABELLED = (name: string) => podMonitor(name, '15s').replace(`name: ${name}\n`, `name: ${name}\n  labels: {release: prometheus}\n`);

const RULES = namedRules('prometheus', {
  releaseLabelMissing: {
    severity: 'warning',
    must: 'Of objects for the operator of Prometheus, all or none have the label release.',
    why: 'As kube-prometheus-stack installs it, Prometheus takes only those with the label of its Helm release, and does not say that it leaves others out.',
    fix: 'add the label release that the others have',
    fails: together(LABELLED('envoy-stats'), recorded('up')),
    passes: together(LABELLED('envoy-stats'), LABELLED('istiod')),
  },
});

const KINDS = ['PrometheusRule', 'PodMonitor', 'ServiceMonitor', 'Probe'];
const LABEL = 'release';

/** Objects that the operator of Prometheus may not select. */
export const OPERATOR_LABELS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index }, report) {
    const all = KINDS.flatMap((kind) => index.ofKind('monitoring.coreos.com', kind));
    const labelled = all.find(hasLabel);
    if (!labelled) return;
    for (const manifest of all.filter((one) => !hasLabel(one))) {
      const message = `metadata.labels has no ${LABEL}, which ${labelled.kind} ${labelled.name} has: ${labelled.labels[LABEL]}`;
      report({ rule: RULES.releaseLabelMissing, manifest, path: ['metadata', 'labels'], message });
    }
  },
};

function hasLabel({ labels }: Manifest): boolean {
  return labels[LABEL] !== undefined;
}
