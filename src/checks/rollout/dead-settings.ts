import { redirectStatus } from '../../istio/http-status';
import { httpRule } from '../examples';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { rolloutRules } from './rollout-rule';
import { goDuration } from '../../istio/go-duration';

const REWRITTEN = (prefix: string, uri: string) => httpRule(`match:\n- uri: {prefix: ${prefix}}\nrewrite: {uri: ${uri}}`);
const SPLIT = 'route:\n- destination: {host: reviews, subset: v1}\n  weight: 90\n- destination: {host: reviews, subset: v2}\n  weight: 10';

const RULES = rolloutRules({
  faultNeverActs: {
    severity: 'warning',
    must: 'A fault says for which share of the requests it is.',
    why: 'Without a percentage it is for none.',
    fix: 'add percentage: {value: 100}',
    fails: httpRule('fault:\n  abort: {httpStatus: 503}'),
    passes: httpRule('fault:\n  abort: {httpStatus: 503, percentage: {value: 100}}'),
  },
  redirectStatusUnknown: {
    severity: 'error',
    must: 'A redirect has status 301, 302, 303, 307 or 308.',
    why: 'For every other one Istio writes a route without an action, and Envoy refuses all routes of the port.',
    fix: 'write one of them',
    fails: httpRule('redirect: {uri: /new, redirectCode: 304}'),
    passes: httpRule('redirect: {uri: /new, redirectCode: 308}'),
  },
  timeoutBelowRetries: {
    severity: 'warning',
    must: 'A timeout leaves room for a try that takes its whole perTryTimeout.',
    why: 'The timeout is for all tries together: the first one uses it up, and nothing is tried again.',
    fix: 'let perTryTimeout be a part of the timeout',
    fails: httpRule('timeout: 1s\nretries: {attempts: 2, perTryTimeout: 2s}'),
    passes: httpRule('timeout: 5s\nretries: {attempts: 2, perTryTimeout: 2s}'),
  },
  retriesSwitchedOff: {
    severity: 'warning',
    must: 'Retries say how many attempts there are.',
    why: 'Empty retries mean 0 attempts: the two that Istio makes by default are switched off.',
    fix: 'write attempts: 2, or attempts: 0 if nothing shall be tried again',
    fails: httpRule('retries: {}'),
    passes: httpRule('retries: {attempts: 0}'),
  },
  settingsBesideAnswer: {
    severity: 'warning',
    must: 'A rule that redirects or answers itself has no timeout, retries or mirrors.',
    why: 'No request is forwarded that they could act on.',
    fix: 'remove the setting',
    fails: httpRule('directResponse: {status: 503}\ntimeout: 5s'),
    passes: httpRule('directResponse: {status: 503}'),
  },
  retriesHideErrors: {
    severity: 'info',
    must: 'While requests are split among versions, a failure of one is not tried again.',
    why: 'A try is repeated within the same version: callers see fewer errors of a canary than it makes, and it gets more requests than its weight says.',
    fix: 'leave 5xx and the like out of retryOn until all requests go to one version, or judge the canary by what its own pods report',
    fails: httpRule(`${SPLIT}\nretries: {attempts: 3, retryOn: "5xx,reset"}`),
    passes: httpRule(`${SPLIT}\nretries: {attempts: 3, retryOn: "connect-failure,refused-stream"}`),
  },
  rewriteJoinsPaths: {
    severity: 'warning',
    must: 'A prefix and what it is rewritten to end both in a slash, or neither does.',
    why: 'The text of the prefix is replaced and nothing else: with /api rewritten to /, the path /api/users becomes //users.',
    fix: 'match /api/ beside an exact /api, or use uriRegexRewrite',
    fails: REWRITTEN('/api', '/'),
    passes: REWRITTEN('/api/', '/'),
  },
});

/** Settings of a rule that are accepted and do nothing, or not what they look like. */
export const DEAD_SETTINGS: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['networking.istio.io/VirtualService'],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    for (const rule of check.spec.at('http').items) {
      checkFaults(check, rule);
      checkAnswer(check, rule);
      checkRetries(check, rule);
      checkRewrite(check, rule);
    }
  },
};

function checkFaults(check: ObjectCheck, rule: Field): void {
  for (const kind of ['abort', 'delay']) {
    const fault = rule.at('fault').at(kind);
    const hasShare = fault.at('percentage').isPresent || fault.at('percent').number > 0;
    if (fault.isPresent && !hasShare) check.fail(RULES.faultNeverActs, fault, 'is for no request: it has no percentage');
  }
}

function checkAnswer(check: ObjectCheck, rule: Field): void {
  const code = rule.at('redirect').at('redirectCode');
  if (code.number >= 300 && code.number < 400 && !redirectStatus.accepts(code.number)) {
    check.fail(RULES.redirectStatusUnknown, code, `must be ${redirectStatus.allowed}, got ${code.number}`);
  }
  const answer = ['redirect', 'directResponse'].find((key) => rule.at(key).isPresent);
  if (answer === undefined) return;
  for (const key of ['timeout', 'retries', 'mirror', 'mirrors']) {
    if (rule.at(key).isPresent) check.fail(RULES.settingsBesideAnswer, rule.at(key), `does nothing beside ${answer}`);
  }
}

/** Conditions by which what a version has answered is tried again. */
const HIDING = /^(?:5xx|gateway-error|retriable-status-codes|internal|5\d\d)$/;

function checkRetries(check: ObjectCheck, rule: Field): void {
  const retries = rule.at('retries');
  const attempts = retries.at('attempts').number;
  if (retries.isPresent && retries.size === 0) check.fail(RULES.retriesSwitchedOff, retries, 'is empty, which means that nothing is tried again');
  const [all, one] = [rule.at('timeout'), retries.at('perTryTimeout')].map(({ text }) => goDuration(text));
  if (all !== undefined && one !== undefined && all > 0n && one >= all && attempts > 0) {
    check.fail(RULES.timeoutBelowRetries, rule.at('timeout'), `leaves no time for a second try: ${rule.at('timeout').text} for all, ${retries.at('perTryTimeout').text} for each`);
  }
  const shares = rule.at('route').items.filter((entry) => entry.at('weight').number > 0);
  const hiding = retries.at('retryOn').text.split(',').find((condition) => HIDING.test(condition));
  if (shares.length > 1 && attempts > 0 && hiding !== undefined) {
    check.fail(RULES.retriesHideErrors, retries.at('retryOn'), `tries ${hiding} again within the same version, which hides its errors from its callers`);
  }
}

function checkRewrite(check: ObjectCheck, rule: Field): void {
  const uri = rule.at('rewrite').at('uri').text;
  if (uri === '') return;
  for (const match of rule.at('match').items) {
    const prefix = match.at('uri').at('prefix').text;
    if (prefix === '' || prefix === '/' || prefix.endsWith('/') === uri.endsWith('/')) continue;
    const [sample, joined] = prefix.endsWith('/') ? [`${prefix}a`, `${uri}a`] : [`${prefix}/a`, `${uri}/a`];
    check.fail(RULES.rewriteJoinsPaths, match.at('uri').at('prefix'), `is rewritten by its text alone: ${sample} becomes ${joined}`);
  }
}
