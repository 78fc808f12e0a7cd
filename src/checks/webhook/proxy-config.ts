import { proxyConfig } from '../examples';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { webhookRules } from './webhook-rule';
import { checkSelector } from './workload-selector';

const RULES = webhookRules('proxy-config', {
  concurrency: {
    must: 'The number of a proxy\'s threads is not negative.',
    why: 'Istio refuses the object.',
    fix: 'write concurrency: 2, or 0 for one thread for each core',
    fails: proxyConfig('concurrency: -1'),
    passes: proxyConfig('concurrency: 0'),
    equals: 'concurrency must be greater than or equal to 0',
  },
});

/** What Istio's webhook says of a ProxyConfig. */
export const PROXY_CONFIG: RuleFamily = {
  kinds: ['networking.istio.io/ProxyConfig'],
  rules: Object.values(RULES),
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    checkSelector(check, check.spec.at('selector'), 'matchLabels');
    const concurrency = check.spec.at('concurrency');
    if (concurrency.number < 0) check.fail(RULES.concurrency, concurrency, `must not be negative, got ${concurrency.number}`);
  },
};
