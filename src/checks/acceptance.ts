import { service } from './examples';
import { rolloutRules } from './rollout/rollout-rule';
import type { RuleFamily } from './rule';
import { OURS } from './suppression';

function accepting(reason: string): string {
  return service('').replace('  namespace: shop\n', `  namespace: shop\n  annotations:\n    ${OURS}service-port-name: "${reason}"\n`);
}

const RULES = rolloutRules({
  acceptanceWithoutReason: {
    severity: 'warning',
    must: 'Whoever accepts a finding says why.',
    why: 'Without a reason the finding is not accepted: nobody could tell later whether it still holds.',
    fix: 'write the reason as the value of the annotation',
    fails: accepting(''),
    passes: accepting('the port speaks a protocol of our own'),
  },
});

/** Findings that are accepted. */
export const ACCEPTANCE: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ own }, report) {
    for (const manifest of own) {
      for (const [key, reason] of Object.entries(manifest.annotations)) {
        if (!key.startsWith(OURS) || reason.trim() !== '') continue;
        const message = `${key.slice(OURS.length)} is to be accepted, and no reason is given`;
        report({ rule: RULES.acceptanceWithoutReason, manifest, path: ['metadata', 'annotations', key], message });
      }
    }
  },
};
