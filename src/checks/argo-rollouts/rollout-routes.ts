import type { Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { Field } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { hosts, steps, TWO_HOSTS } from './rollout-examples';
import { strategiesOf } from './rollout-strategy';

const SPLIT = steps('- setWeight: 10');
const NAMED = `name: primary\n${TWO_HOSTS}`;
const OTHER = '{name: other, route: [{destination: {host: stable}}]}';
const BY_NAME = SPLIT.replace('{name: reviews}}', '{name: reviews, routes: [primary]}}');
const TESTERS = steps('- setWeight: 10', '\nmanagedRoutes: [{name: testers}]').replace('{name: reviews}}', '{name: reviews, routes: [primary]}}');

const RULES = namedRules('argo-rollouts', {
  rolloutVirtualServiceNotFound: {
    severity: 'error',
    must: 'The VirtualServices that a Rollout names are there.',
    why: 'The controller writes its weights into them; without them it refuses the Rollout.',
    fix: 'add the VirtualService, name it as name.namespace if it is in another namespace, or declare it with --assume',
    fails: hosts(SPLIT).replace('virtualService: {name: reviews}', 'virtualService: {name: other}'),
    passes: hosts(SPLIT),
    equals: 'virtualservices.networking.istio.io "other" not found',
  },
  rolloutRouteNotFound: {
    severity: 'error',
    must: 'The routes that a Rollout names are rules of its VirtualService.',
    why: 'The controller refuses a Rollout whose weights it can write nowhere.',
    fix: 'give the rule of the VirtualService this name',
    fails: hosts(BY_NAME, TWO_HOSTS),
    passes: hosts(BY_NAME, NAMED),
    equals: 'HTTP Route \'primary\' is not found in the defined Virtual Service',
  },
  rolloutRouteAmbiguous: {
    severity: 'error',
    must: 'A Rollout names its routes if its VirtualService has several rules of a protocol.',
    why: 'The controller does not guess which of them is meant, and refuses the Rollout.',
    fix: 'list the names of the rules in routes',
    fails: hosts(SPLIT, NAMED, { rule: OTHER }),
    passes: hosts(BY_NAME, NAMED, { rule: OTHER }),
    equals: 'it must have exactly one route when omitting spec.strategy.canary.trafficRouting.istio.virtualService.routes',
  },
  rolloutDestinationMissing: {
    severity: 'error',
    must: 'The routes of a Rollout have both of its destinations, the stable and the canary one.',
    why: 'The controller writes weights and adds no destinations; it refuses the Rollout.',
    fix: 'add the destination with weight 0',
    fails: hosts(SPLIT, 'route:\n- destination: {host: stable}'),
    passes: hosts(SPLIT),
    equals: 'Canary Service \'canary\' not found in route',
  },
  rolloutDestinationDeleted: {
    severity: 'warning',
    must: 'The routes of a Rollout have no destinations beside its own that get requests.',
    why: 'The controller deletes every other as soon as it writes weights, unless it is a subset among additionalSubsetNames.',
    fix: 'move the destination to a rule that the Rollout does not name',
    fails: hosts(SPLIT, TWO_HOSTS.replace('100', '90').concat('\n- destination: {host: third}\n  weight: 10')),
    passes: hosts(SPLIT),
  },
  rolloutRouteDeleted: {
    severity: 'warning',
    must: 'The managedRoutes of a Rollout are not rules that somebody has written.',
    why: 'The controller deletes all rules with these names at the end of every rollout.',
    fix: 'use a name of its own for the route that the controller shall make',
    fails: hosts(TESTERS, NAMED, { rule: OTHER.replace('other', 'testers') }),
    passes: hosts(TESTERS, NAMED),
  },
});

/** What the controller refuses of the VirtualServices of Rollouts, and what it will delete in them. */
export const ROLLOUT_ROUTES: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const manifest of context.index.ofKind('argoproj.io', 'Rollout')) {
      const check = new ObjectCheck(manifest, report);
      const istio = strategiesOf(check).canary.at('trafficRouting').at('istio');
      const several = istio.at('virtualServices');
      for (const reference of several.isPresent ? several.items : [istio.at('virtualService')]) {
        if (reference.isPresent) checkReference(check, reference, context, report);
      }
    }
  },
};

function checkReference(check: ObjectCheck, reference: Field, { index }: CheckContext, report: Report): void {
  const name = reference.at('name');
  const [own, namespace = check.manifest.namespace] = name.text.split('.');
  const virtualService = index.find('networking.istio.io', 'VirtualService', namespace, own);
  if (!virtualService) {
    check.fail(RULES.rolloutVirtualServiceNotFound, name, `names no VirtualService that is known: ${namespace}/${own}`);
    return;
  }
  const rules = rulesOf(virtualService);
  checkHttp(check, reference, rules.http, report, virtualService);
  const bySni = (rule: Field, route: Field): boolean => (
    hasPort(rule, route) && isSame(sniHostsOf(rule), route.at('sniHosts').items.map(({ text }) => text))
  );
  checkOther(check, reference.at('tlsRoutes'), rules.tls, bySni, report, virtualService);
  checkOther(check, reference.at('tcpRoutes'), rules.tcp, hasPort, report, virtualService);
}

function rulesOf({ spec }: Manifest): { readonly http: Field[]; readonly tls: Field[]; readonly tcp: Field[] } {
  const all = new Field(spec, ['spec']);
  return { http: all.at('http').items, tls: all.at('tls').items, tcp: all.at('tcp').items };
}

function checkHttp(check: ObjectCheck, reference: Field, rules: readonly Field[], report: Report, virtualService: Manifest): void {
  const managed = strategiesOf(check).canary.at('trafficRouting').at('managedRoutes').items;
  const target = new ObjectCheck(virtualService, report);
  for (const rule of rules.filter((one) => managed.some((route) => route.at('name').text === one.at('name').text))) {
    target.fail(RULES.rolloutRouteDeleted, rule, `will be deleted: Rollout ${check.manifest.name} has ${rule.at('name').text} among its managedRoutes`);
  }
  const routes = reference.at('routes').items;
  for (const route of routes) {
    const rule = rules.find((one) => one.at('name').text === route.text);
    if (rule) checkDestinations(check, route, rule, target);
    else if (rules.length > 0) check.fail(RULES.rolloutRouteNotFound, route, `names no rule of VirtualService ${virtualService.name}: ${route.text}`);
  }
  if (routes.length > 0 || rules.length === 0) return;
  const own = rules.filter((rule) => !managed.some((route) => route.at('name').text === rule.at('name').text));
  if (own.length > 1) check.fail(RULES.rolloutRouteAmbiguous, reference, `must name routes: VirtualService ${virtualService.name} has ${own.length} rules for HTTP`);
  else if (own.length === 1) checkDestinations(check, reference, own[0], target);
}

function checkOther(
  check: ObjectCheck, routes: Field, rules: readonly Field[], isMeant: (rule: Field, route: Field) => boolean, report: Report,
  virtualService: Manifest,
): void {
  if (rules.length === 0) return;
  const target = new ObjectCheck(virtualService, report);
  for (const route of routes.items) {
    const meant = rules.filter((rule) => isMeant(rule, route));
    if (meant.length === 0) check.fail(RULES.rolloutRouteNotFound, route, `is for no rule of VirtualService ${virtualService.name}`);
    for (const rule of meant) checkDestinations(check, route, rule, target);
  }
  if (routes.size > 0) return;
  if (rules.length > 1) check.fail(RULES.rolloutRouteAmbiguous, routes, `must name routes: VirtualService ${virtualService.name} has ${rules.length} such rules`);
  else checkDestinations(check, routes, rules[0], target);
}

/** Of a rule for several ports, the controller says that it is for none. */
function hasPort(rule: Field, route: Field): boolean {
  const ports = new Set(rule.at('match').items.map((match) => match.at('port').number));
  return ports.size < 2 && ([...ports][0] ?? 0) === route.at('port').number;
}

function sniHostsOf(rule: Field): string[] {
  return rule.at('match').items.flatMap((match) => match.at('sniHosts').items.map(({ text }) => text));
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return [...new Set(one)].sort().join() === [...new Set(other)].sort().join();
}

function checkDestinations(check: ObjectCheck, place: Field, rule: Field, target: ObjectCheck): void {
  const { canary } = strategiesOf(check);
  const subsets = canary.at('trafficRouting').at('istio').at('destinationRule');
  const pingPong = canary.at('pingPong');
  const services = canary.at('stableService').text === '' && pingPong.isPresent ? ['pingService', 'pongService'].map((name) => pingPong.at(name).text)
    : ['stableService', 'canaryService'].map((name) => canary.at(name).text);
  const names = ['stableSubsetName', 'canarySubsetName'].map((name) => subsets.at(name).text);
  const entries = rule.at('route').items.map((entry) => ({ entry, host: hostOf(entry), subset: entry.at('destination').at('subset').text }));
  for (const [index, wanted] of (subsets.isPresent ? names : services).entries()) {
    const isThere = entries.some(({ host, subset }) => wanted !== '' && wanted === (subsets.isPresent ? subset : host));
    const what = `${['stable', 'canary'][index]} ${subsets.isPresent ? 'subset' : 'Service'} ${wanted}`;
    if (!isThere) check.fail(RULES.rolloutDestinationMissing, place, `has no destination for the ${what} in VirtualService ${target.manifest.name}`);
  }
  const kept = subsets.at('additionalSubsetNames').items.map(({ text }) => text);
  const hasExperiment = canary.at('steps').items.some((step) => step.at('experiment').isPresent);
  for (const { entry, host, subset } of hasExperiment ? [] : entries) {
    const isOwn = services.includes(host) || (subset !== '' && [...names, ...kept].includes(subset));
    if (!isOwn && entry.at('weight').number > 0) {
      target.fail(RULES.rolloutDestinationDeleted, entry, `will be deleted: it is none of the destinations of Rollout ${check.manifest.name}`);
    }
  }
}

/** The controller compares hosts up to the first dot. */
function hostOf(entry: Field): string {
  return entry.at('destination').at('host').text.split('.')[0];
}
