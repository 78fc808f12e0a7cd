import { dnsLabel } from '../../istio/dns-label';
import { httpRule } from '../examples';
import type { Field } from '../field';
import type { ObjectCheck } from '../object-check';
import { labelsProblem, matchedHeaderProblem, optionalPortProblem, refusedBy, regexProblem, stringMatchProblem } from './accepted-values';
import { checkGatewayNames } from './gateway-names';
import { webhookRules } from './webhook-rule';

export const HTTP_MATCH_RULES = webhookRules('virtual-service', {
  matchedText: {
    must: 'A text to match is not empty as a prefix, and as a regular expression it is one of RE2 with at most 1024 bytes.',
    why: 'Istio refuses the object, because Envoy could not match by it.',
    fix: 'write the prefix, or a regular expression without look-around and back references',
    fails: httpRule('match:\n- uri: {regex: "(?=/v2)"}'),
    passes: httpRule('match:\n- uri: {regex: "/v[12]/.*"}'),
    equals: '"uri": error parsing regexp; Istio uses RE2 style regex-based match',
  },
  matchedHeader: {
    must: 'A header to match has the name of a header, or of one of the pseudo headers such as :authority.',
    why: 'No request has a header of another name.',
    fix: 'mend the name of the header',
    fails: httpRule('match:\n- headers:\n    "x user": {exact: a}'),
    passes: httpRule('match:\n- headers:\n    x-user: {exact: a}'),
    equals: 'header name x user is not a valid header name',
  },
  matchedPort: {
    must: 'A port to match is a number from 1 to 65535.',
    why: 'Istio refuses the object.',
    fix: 'write the number of a port of the service',
    fails: httpRule('match:\n- port: 70000'),
    passes: httpRule('match:\n- port: 9080'),
    equals: 'port number 70000 must be in the range 1..65535',
  },
  sourceLabels: {
    must: 'The labels of callers are labels as Kubernetes has them.',
    why: 'No pod has other ones.',
    fix: 'mend the key or the value of the label',
    fails: httpRule('match:\n- sourceLabels: {app: "a b"}'),
    passes: httpRule('match:\n- sourceLabels: {app: a}'),
    equals: 'invalid tag value: "a b"',
  },
  sourceNamespace: {
    must: 'The namespace of callers is the name of a namespace.',
    why: 'No pod is in another one.',
    fix: 'name one namespace',
    fails: httpRule('match:\n- sourceNamespace: a.b'),
    passes: httpRule('match:\n- sourceNamespace: shop'),
    equals: 'sourceNamespace match a.b is invalid',
  },
});

const RULES = HTTP_MATCH_RULES;

/** The matches of an HTTP rule. */
export function checkHttpMatches(check: ObjectCheck, matches: Field): void {
  for (const match of matches.items) {
    checkHeaders(check, match);
    for (const [field, wrong] of matchedTexts(match)) check.fail(RULES.matchedText, field, wrong);
    const port = optionalPortProblem(match.at('port'));
    if (port !== undefined) check.fail(RULES.matchedPort, match.at('port'), port);
    checkSourceLabels(check, match);
    checkGatewayNames(check, match.at('gateways'), true);
    const namespace = match.at('sourceNamespace');
    const wrong = namespace.text === '' ? undefined : refusedBy(dnsLabel, namespace.text);
    if (wrong !== undefined) check.fail(RULES.sourceNamespace, namespace, wrong);
  }
}

export function checkSourceLabels(check: ObjectCheck, match: Field): void {
  for (const [field, wrong] of labelsProblem(match.at('sourceLabels'))) check.fail(RULES.sourceLabels, field, wrong);
}

function checkHeaders(check: ObjectCheck, match: Field): void {
  for (const [name, value] of [...match.at('headers').entries, ...match.at('withoutHeaders').entries]) {
    const wrong = matchedHeaderProblem(name);
    if (wrong !== undefined) check.fail(RULES.matchedHeader, value, wrong);
  }
}

function matchedTexts(match: Field): [Field, string][] {
  // For Istio, `*` is no regular expression but means that the header is there.
  const absent = match.at('withoutHeaders').entries.filter(([, value]) => value.at('regex').text !== '*');
  const texts = [...match.at('headers').entries, ...absent, ...match.at('queryParams').entries].map(([, value]) => value);
  return [
    ...regexProblem(match.at('uri')),
    ...[match.at('scheme'), match.at('method'), match.at('authority'), ...texts].flatMap(stringMatchProblem),
  ];
}
