import { httpRule, virtualService } from '../examples';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { CORS_RULES, checkCors } from './cors-policy';
import { checkDestination, checkRoute, DESTINATION_RULES } from './destinations';
import { checkExportTo } from './export-to';
import { GATEWAY_NAME_RULES } from './gateway-names';
import { checkHeaderOperations, HEADER_OPERATION_RULES } from './header-operations';
import { checkFault, HTTP_FAULT_RULES } from './http-fault';
import { checkHttpMatches, HTTP_MATCH_RULES } from './http-match';
import { checkManners, HTTP_RULE_RULES } from './http-rule';
import { checkTcpRoutes, checkTlsRoutes, TLS_TCP_RULES } from './tls-tcp-route';
import { checkReachability, UNREACHABLE_RULES } from './unreachable-rules';
import { checkHosts, HOST_RULES } from './virtual-service-hosts';
import { webhookRules } from './webhook-rule';

const RULES = webhookRules('virtual-service', {
  rules: {
    must: 'A VirtualService has rules: http, tls or tcp.',
    why: 'Istio refuses the object.',
    fix: 'give it a rule',
    fails: virtualService('http: []'),
    passes: virtualService(''),
    equals: 'http, tcp or tls must be provided in virtual service',
  },
  action: {
    must: 'An HTTP rule does one thing: it forwards (route), redirects, answers itself (directResponse), or hands over (delegate).',
    why: 'Istio refuses the object. A rule that does not forward cannot have faults or rewrites.',
    fix: 'keep one of route, redirect, directResponse and delegate',
    fails: httpRule('redirect: {uri: /new}\nroute:\n- destination: {host: reviews}'),
    passes: httpRule('redirect: {uri: /new}'),
    equals: 'HTTP route cannot contain both route and redirect',
  },
  mirrors: {
    must: 'A rule has one mirror, or mirrors, each of which has a destination.',
    why: 'Istio refuses the object.',
    fix: 'list all of them as mirrors',
    fails: httpRule('mirror: {host: reviews, subset: v2}\nmirrors:\n- destination: {host: reviews, subset: v3}'),
    passes: httpRule('mirrors:\n- destination: {host: reviews, subset: v2}\n- destination: {host: reviews, subset: v3}'),
    equals: 'HTTP route cannot contain both mirror and mirrors',
  },
});

/** What Istio's webhook says of a VirtualService. */
export const VIRTUAL_SERVICE: RuleFamily = {
  kinds: ['networking.istio.io/VirtualService'],
  rules: [
    HOST_RULES, GATEWAY_NAME_RULES, RULES, HTTP_MATCH_RULES, HEADER_OPERATION_RULES, CORS_RULES, HTTP_FAULT_RULES, HTTP_RULE_RULES, DESTINATION_RULES,
    TLS_TCP_RULES, UNREACHABLE_RULES,
  ].flatMap((rules) => Object.values(rules)),
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const { spec } = check;
    checkHosts(check);
    if (['http', 'tls', 'tcp'].every((key) => spec.at(key).size === 0)) check.fail(RULES.rules, spec, 'must have http, tls or tcp');
    const isDelegate = spec.at('hosts').size === 0;
    for (const rule of spec.at('http').items) checkHttpRule(check, rule, isDelegate);
    checkTlsRoutes(check);
    checkTcpRoutes(check);
    checkExportTo(check, false, false);
    checkReachability(check);
  },
};

function checkHttpRule(check: ObjectCheck, rule: Field, isDelegate: boolean): void {
  if (!rule.isPresent) {
    check.fail(RULES.rules, rule, 'must not be null');
    return;
  }
  checkAction(check, rule, isDelegate);
  checkHttpMatches(check, rule.at('match'));
  checkHeaderOperations(check, rule.at('headers'));
  checkCors(check, rule.at('corsPolicy'));
  checkFault(check, rule.at('fault'));
  checkDestination(check, rule.at('mirror'));
  for (const mirror of rule.at('mirrors').items) {
    if (!mirror.at('destination').isPresent) check.fail(RULES.mirrors, mirror, 'must have a destination', 'give it a destination');
    checkDestination(check, mirror.at('destination'));
  }
  checkManners(check, rule);
  checkRoute(check, rule.at('route'));
}

function checkAction(check: ObjectCheck, rule: Field, isDelegate: boolean): void {
  const has = (key: string) => rule.at(key).isPresent && (key !== 'route' || rule.at(key).size > 0);
  const forbid = (action: string, others: string[]) => others.filter(has).forEach((other) => (
    check.fail(RULES.action, rule, `must not have both ${action} and ${other}`, `remove ${other}, or ${action}`)
  ));
  if (has('delegate') && !isDelegate) {
    forbid('delegate', ['redirect', 'route']);
    return;
  }
  if (has('delegate')) check.fail(RULES.action, rule.at('delegate'), 'must not stand in a delegate', 'route the requests here');
  if (has('redirect')) forbid('redirect', ['route', 'fault', 'rewrite', 'directResponse']);
  else if (has('directResponse')) forbid('directResponse', ['route', 'fault', 'rewrite']);
  else if (!has('route')) check.fail(RULES.action, rule, 'must have route, redirect or directResponse', 'say where its requests go');
  if (has('mirror') && has('mirrors') && rule.at('mirrors').size > 0) check.fail(RULES.mirrors, rule, 'must not have both mirror and mirrors');
}
