import type { CheckContext } from '../check-context';
import { httpRule, service, together, virtualService } from '../examples';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { EarlierMatches, EVERYTHING, requestMatch, takesAllPaths } from './request-match';
import { rolloutRules } from './rollout-rule';
import { isInMesh } from './route-index';
import { isTakenForUseless, nameOf } from '../webhook/unreachable-rules';

const TO = (version: string) => `route:\n  - destination: {host: reviews-${version}}`;
const RULE = (match: string, version: string) => `- match:\n  - ${match}\n  ${TO(version)}`;
const RULES_OF = (...rules: string[]) => virtualService(`http:\n${rules.join('\n')}`);

const RULES = rolloutRules({
  ruleNeverReached: {
    severity: 'warning',
    must: 'What a rule matches is not matched by an earlier one already.',
    why: 'The first rule that fits takes a request: one for a header behind one for the path never acts, however the first is weighted.',
    fix: 'move the rule in front of the one that takes its requests',
    fails: RULES_OF(RULE('uri: {prefix: /}', 'v1'), RULE('headers: {x-canary: {exact: "true"}}', 'v2')),
    passes: RULES_OF(RULE('headers: {x-canary: {exact: "true"}}', 'v2'), RULE('uri: {prefix: /}', 'v1')),
  },
  prefixTakesMore: {
    severity: 'warning',
    must: 'A prefix does not take the path of a later rule that only begins with the same letters.',
    why: 'A prefix is a mere text: /foo takes /foobar as well.',
    fix: 'match /foo/ beside an exact /foo, or move the other rule in front',
    fails: RULES_OF(RULE('uri: {prefix: /foo}', 'v1'), RULE('uri: {exact: /foobar}', 'v2')),
    passes: RULES_OF(RULE('uri: {exact: /foobar}', 'v2'), RULE('uri: {prefix: /foo}', 'v1')),
  },
  restUnanswered: {
    severity: 'info',
    must: 'The last rule of a service takes the requests that no other one takes.',
    why: 'Without it they are answered with 404; they do not go to the service as if there were no rules.',
    fix: 'add a rule without matches at the end',
    fails: together(service(''), httpRule('match:\n- uri: {prefix: /v2}')),
    passes: together(service(''), httpRule('')),
  },
});

/** Rules that never get the requests that they are for. */
export const COVERED_RULES: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    for (const manifest of context.index.ofKind('networking.istio.io', 'VirtualService')) {
      const check = new ObjectCheck(manifest, report);
      // The matches of a delegate are joined with those of the rule that delegates.
      if (check.spec.at('hosts').size === 0) continue;
      checkOrder(check);
      if (isInMesh(manifest)) checkRest(check, context);
    }
  },
};

function checkOrder(check: ObjectCheck): void {
  const earlier = new EarlierMatches();
  for (const rule of check.spec.at('http').items) {
    const matches = rule.at('match').items.map((field) => requestMatch(rule, field));
    const takers = (matches.length === 0 ? [EVERYTHING] : matches).map((match) => earlier.covering(match));
    const isSaid = matches.length > 0 && matches.every(({ field }, index) => takers[index] && isTakenForUseless(takers[index].field, field));
    const mixed = matches.flatMap((match) => earlier.mixedUp(match) ?? []);
    const [first] = takers;
    if (mixed.length > 0) {
      const [{ match, text }] = mixed;
      check.fail(RULES.prefixTakesMore, match.field.at('uri').at('prefix'), `takes ${text} as well, before ${nameOf(rule)} does`);
    } else if (first && !isSaid && takers.every((taker) => taker !== undefined)) {
      check.fail(RULES.ruleNeverReached, rule, `gets no requests: ${nameOf(first.rule)} takes them before it`);
    }
    // What stands behind a rule without matches, Istio itself says.
    if (matches.length === 0) return;
    // What a delegate leaves, the next rules get.
    if (!rule.at('delegate').isPresent) for (const match of matches) earlier.add(match);
  }
}

function checkRest(check: ObjectCheck, context: CheckContext): void {
  const rules = check.spec.at('http');
  const matches = rules.items.map((rule) => rule.at('match').items);
  const isPartial = rules.size > 0 && matches.every((list) => list.length > 0 && list.every(asksRequest)) && !rules.items.some((rule) => rule.at('delegate').isPresent);
  if (!isPartial) return;
  const { hosts } = context.index;
  const host = check.spec.at('hosts').items.map(({ text }) => hosts.resolve(text, check.manifest.namespace)).find((one) => hosts.service(one));
  if (host !== undefined) check.fail(RULES.restUnanswered, rules, `has no rule for all other requests to ${host}, which are answered with 404`);
}

/** Whether a match leaves requests to others; by what a request lacks, several can take everything together. */
function asksRequest(match: Field): boolean {
  const asked = ['method', 'authority', 'scheme', 'headers', 'queryParams'].some((key) => match.at(key).size > 0);
  return match.at('withoutHeaders').size === 0 && (asked || !takesAllPaths(match.at('uri')));
}
