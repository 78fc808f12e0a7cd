import { Chart } from 'cdk8s';
import { userPath } from '../private/configuration-error';
import { stateOf } from '../private/construct-state';
import type { Place } from '../private/place';

/**
 * Takes hosts in the mesh for a VirtualService. Of two in one app that name the same host, Istio would silently ignore the younger one. Hosts of an
 * unknown namespace are told apart by their charts, which may be applied to different namespaces.
 */
export function claimHosts(place: Place, hosts: string[]): void {
  const { scope } = place;
  const claims = stateOf(scope.node.root, 'meshHosts', () => new Map<string, string>());
  hosts.forEach((host, index) => {
    const claim = host.includes('.') ? host : `${Chart.of(scope).node.path} ${host}`;
    const owner = claims.get(claim);
    if (owner !== undefined) {
      place.item(index).fail('HostClaimedTwice', {
        must: 'be a host that nothing else in the app has in the mesh',
        found: `${JSON.stringify(host)}, which ${owner} has`,
        fix: 'give both to one construct, or another name to one of them: Istio ignores the younger of two VirtualServices',
      });
    }
    claims.set(claim, userPath(scope));
  });
}
