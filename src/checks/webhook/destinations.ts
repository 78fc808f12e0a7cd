import { dnsLabel } from '../../istio/dns-label';
import { httpRule } from '../examples';
import { type Field, shown } from '../field';
import type { ObjectCheck } from '../object-check';
import { hostProblem, portProblem, refusedBy } from './accepted-values';
import { checkHeaderOperations } from './header-operations';
import { webhookRules } from './webhook-rule';

export const DESTINATION_RULES = webhookRules('virtual-service', {
  destination: {
    must: 'A destination has a host, and if it names a subset or a port, they can be one.',
    why: 'Istio refuses the object.',
    fix: 'name the host of a Service, a subset of its DestinationRule, and one of its ports by its number',
    fails: httpRule('route:\n- destination: {host: "*"}'),
    passes: httpRule('route:\n- destination: {host: reviews, subset: v1, port: {number: 9080}}'),
    equals: 'invalid destination host *',
  },
  weights: {
    must: 'No weight is negative, and of several not all are zero.',
    why: 'Istio shares requests out by the weights, and there is nothing to share out.',
    fix: 'give one destination a weight above zero',
    fails: httpRule('route:\n- destination: {host: reviews, subset: v1}\n- destination: {host: reviews, subset: v2}'),
    passes: httpRule('route:\n- destination: {host: reviews, subset: v1}\n  weight: 90\n- destination: {host: reviews, subset: v2}\n  weight: 10'),
    equals: 'total destination weight = 0',
  },
});

/** A destination, whether of a rule or a mirror; an absent one is none. */
export function checkDestination(check: ObjectCheck, destination: Field): void {
  if (!destination.isPresent) return;
  const fail = (field: Field, problem: string | undefined) => {
    if (problem !== undefined) check.fail(DESTINATION_RULES.destination, field, problem);
  };
  const host = destination.at('host');
  fail(host, host.text === '*' ? 'must not be "*"' : hostProblem(host.text));
  const subset = destination.at('subset');
  if (subset.text !== '') fail(subset, refusedBy(dnsLabel, subset.text));
  const port = destination.at('port');
  if (port.isPresent) fail(port, portProblem(port.at('number')) && `must have a number from 1 to 65535, got ${shown(port.at('number').value)}`);
}

/** The destinations of a rule of any protocol. */
export function checkRoute(check: ObjectCheck, route: Field): void {
  let total = 0;
  for (const entry of route.items) {
    const destination = entry.at('destination');
    if (!destination.isPresent) check.fail(DESTINATION_RULES.destination, entry, 'must have a destination');
    checkHeaderOperations(check, entry.at('headers'));
    checkDestination(check, destination);
    const weight = entry.at('weight');
    if (weight.number < 0) check.fail(DESTINATION_RULES.weights, weight, `must not be negative, got ${weight.number}`);
    total += weight.number;
  }
  if (route.size > 1 && total === 0) check.fail(DESTINATION_RULES.weights, route, 'must have weights that do not sum to 0');
}
