import { corsHeader } from '../../istio/header-name';
import { corsMethod } from '../../istio/http-method';
import { httpRule } from '../examples';
import type { Field } from '../field';
import type { ObjectCheck } from '../object-check';
import { durationProblem, refusedBy, regexProblem } from './accepted-values';
import { webhookRules } from './webhook-rule';
import { goDuration } from '../../istio/go-duration';

export const CORS_RULES = webhookRules('virtual-service', {
  cors: {
    must: 'A CORS policy allows origins that are not empty, methods and headers that exist, and an age of whole seconds.',
    why: 'Istio refuses the object.',
    fix: 'mend the value',
    fails: httpRule('corsPolicy: {allowMethods: [FETCH]}'),
    passes: httpRule('corsPolicy: {allowOrigins: [{exact: https://example.com}], allowMethods: [GET], maxAge: 24h}'),
    equals: '"FETCH" is not a supported HTTP method',
  },
});

const SECOND = 1_000_000_000n;

export function checkCors(check: ObjectCheck, policy: Field): void {
  const fail = (field: Field, problem: string | undefined) => {
    if (problem !== undefined) check.fail(CORS_RULES.cors, field, problem);
  };
  for (const origin of policy.at('allowOrigins').items) {
    if (['exact', 'prefix', 'regex'].every((key) => origin.at(key).text === '')) fail(origin, 'must have exact, prefix or regex, and none that is empty');
    else for (const [field, wrong] of regexProblem(origin)) fail(field, wrong);
  }
  for (const method of policy.at('allowMethods').items) fail(method, refusedBy(corsMethod, method.text));
  for (const header of [...policy.at('allowHeaders').items, ...policy.at('exposeHeaders').items]) fail(header, refusedBy(corsHeader, header.text));
  const age = policy.at('maxAge');
  fail(age, durationProblem(age));
  if ((goDuration(age.text) ?? 0n) % SECOND > 0n) fail(age, `must be a whole number of seconds, got ${age.text}`);
}
