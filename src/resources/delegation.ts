import { stateOf } from '../private/construct-state';
import type { HttpMatchSpec, HttpRouteSpec } from '../private/imports';
import type { Place } from '../private/place';
import { mergeMatches } from '../routing/delegate-merge';
import { MESH_REFERENCE } from '../routing/gateway-reference';
import { hiddenBy } from '../routing/match-coverage';

/** What is known of a VirtualService of the app. */
export interface RuledService {
  readonly place: Place;
  readonly name: string;
  readonly namespace?: string;
  readonly hosts: string[];
  /** Where its rules act, if it is no delegate. */
  readonly bound?: string[];
  readonly exportTo?: string[];
  readonly rules: () => HttpRouteSpec[];
}

/** Makes a VirtualService known to those that delegate to it, and says what is wrong with those to which it does, by the time it is written. */
export function registerService(service: RuledService): () => string[] {
  const services = stateOf(service.place.scope.node.root, 'virtualServices', (): RuledService[] => []);
  services.push(service);
  return () => problemsOf(service, services);
}

function problemsOf(root: RuledService, services: RuledService[]): string[] {
  const earlier: HttpRouteSpec[] = [];
  return root.rules().flatMap((rule, index) => {
    const delegate = rule.delegate && services.find((one) => isMeant(root, rule, one));
    if (!delegate) {
      earlier.push(rule);
      return [];
    }
    const wrong = unfit(root, delegate);
    const found = wrong ? [wrong] : delegate.rules().flatMap((own) => within(root, rule, delegate, own, earlier));
    return found.map(({ code, text }) => `${code}: http[${index}].to ${text}`);
  });
}

interface Problem {
  readonly code: string;
  readonly text: string;
}

function isMeant({ namespace }: RuledService, { delegate }: HttpRouteSpec, service: RuledService): boolean {
  return service.name === delegate?.name && service.namespace === (delegate?.namespace ?? namespace);
}

function unfit(root: RuledService, { hosts, exportTo = ['*'], namespace, ...delegate }: RuledService): Problem | undefined {
  if (hosts.length > 0) {
    return {
      code: 'DelegateUnknown',
      text: `must be a VirtualService without hosts, got ${delegate.name}, which has ${hosts.join(', ')}; Istio does not find it: make it by VirtualService.delegate()`,
    };
  }
  const isExported = exportTo.some((one) => one === '*' || one === root.namespace || (one === '.' && namespace === root.namespace));
  return isExported ? undefined : {
    code: 'DelegateNotExported',
    text: `must be exported to ${root.namespace ?? 'the namespace of this one'}, got ${delegate.name}, which is exported to ${exportTo.join(', ')} alone; `
      + 'Istio would drop the rule: add the namespace to its exportTo',
  };
}

/** A rule of a delegate in its place; what is left of it joins the earlier ones. */
function within(root: RuledService, rule: HttpRouteSpec, delegate: RuledService, own: HttpRouteSpec, earlier: HttpRouteSpec[]): Problem[] {
  const called = `rule ${own.name ?? delegate.rules().indexOf(own) + 1} of ${delegate.name}`;
  const { match, loss } = mergeMatches(root.place, withFullNames(rule, root), withFullNames(own, delegate));
  if (loss) {
    return [{
      code: 'DelegateRouteLost',
      text: `must keep all rules of the delegate, got a change of ${called}: ${loss}; begin its paths with the path prefix that is matched here, in the same `
        + 'case, and match headers, callers and the like in one of both alone',
    }];
  }
  const bound = root.bound?.map((gateway) => fullName(gateway, root));
  if (match?.every(({ gateways }) => gateways && !gateways.some((gateway) => bound?.includes(gateway)))) {
    return [{ code: 'GatewayNotBound', text: `must act on a gateway of ${called}, got ${bound?.join(', ')}; the rule would hold nowhere: name its gateways here` }];
  }
  const merged = { ...own, match };
  const isHidden = hiddenBy(earlier, merged) >= 0;
  earlier.push(merged);
  return isHidden ? [{
    code: 'RouteHidden', text: `must leave some request to ${called}, got rules before it that take them all; put the narrower rule first, or remove this one`,
  }] : [];
}

function withFullNames(rule: HttpRouteSpec, service: RuledService): HttpRouteSpec {
  const named = ({ gateways, ...match }: HttpMatchSpec) => (
    gateways ? { ...match, gateways: gateways.map((gateway) => fullName(gateway, service)) } : match
  );
  return { ...rule, match: rule.match?.map(named) };
}

/** Istio completes the name of a gateway with the namespace of the object that names it. */
function fullName(gateway: string, { namespace }: RuledService): string {
  return gateway === MESH_REFERENCE || gateway.includes('/') || namespace === undefined ? gateway : `${namespace}/${gateway}`;
}
