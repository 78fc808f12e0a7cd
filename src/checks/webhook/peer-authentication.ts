import { peerAuthentication } from '../examples';
import { shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { webhookRules } from './webhook-rule';
import { checkSelector } from './workload-selector';

const RULES = webhookRules('peer-authentication', {
  portLevel: {
    must: 'portLevelMtls stands beside a selector, and says something of at least one port, from 1 to 65535.',
    why: 'Ports are those of workloads: for a whole namespace Istio refuses them.',
    fix: 'select the workloads',
    fails: peerAuthentication('portLevelMtls: {9080: {mode: DISABLE}}'),
    passes: peerAuthentication('selector: {matchLabels: {app: a}}\nportLevelMtls: {9080: {mode: DISABLE}}'),
    equals: 'mesh/namespace peer authentication cannot have port level mTLS',
  },
});

/** What Istio's webhook says of a PeerAuthentication. */
export const PEER_AUTHENTICATION: RuleFamily = {
  kinds: ['security.istio.io/PeerAuthentication'],
  rules: Object.values(RULES),
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const [selector, ports] = [check.spec.at('selector'), check.spec.at('portLevelMtls')];
    if (selector.at('matchLabels').size === 0 && ports.size > 0) check.fail(RULES.portLevel, ports, 'must stand beside a selector with labels');
    for (const [port, settings] of ports.entries) {
      if (!(Number(port) >= 1 && Number(port) <= 65_535)) check.fail(RULES.portLevel, settings, `must be for a port from 1 to 65535, got ${shown(port)}`);
    }
    checkSelector(check, selector, 'matchLabels');
  },
};
