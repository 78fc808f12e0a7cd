import { anyObject, destinationRule, together } from '../examples';
import { shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { kialiRules } from './kiali-rule';

const SHOP = anyObject('v1', 'Namespace', 'shop', '').replace('  namespace: shop\n', '  labels: {istio-injection: enabled}\n');

const RULES = kialiRules('export', {
  namespaceNotFound: {
    code: 'KIA0005',
    severity: 'info',
    must: 'A namespace to which an object is exported is there.',
    why: 'Nobody sees the object in a namespace that is not there: the name may be wrong.',
    fix: 'mend the name, or declare the Namespace with --assume',
    fails: together(SHOP, destinationRule('exportTo: [shpo]')),
    passes: together(SHOP, destinationRule('exportTo: [shop]')),
  },
});

/** What is exported to where nobody is. */
export const EXPORTS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index }, report) {
    const names = new Set(index.ofKind('', 'Namespace').map(({ name }) => name));
    if (names.size === 0) return;
    for (const manifest of ['VirtualService', 'DestinationRule', 'ServiceEntry'].flatMap((kind) => index.ofKind('networking.istio.io', kind))) {
      const check = new ObjectCheck(manifest, report);
      for (const target of check.spec.at('exportTo').items) {
        const isKnown = ['.', '*', '~'].includes(target.text) || names.has(target.text) || index.inNamespace(target.text).length > 0;
        if (!isKnown) check.fail(RULES.namespaceNotFound, target, `is no namespace that is known: ${shown(target.text)}`);
      }
    }
  },
};
