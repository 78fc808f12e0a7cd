import { isAuthority } from '../../istio/header-name';
import { retriableStatus } from '../../istio/http-status';
import { httpRule } from '../examples';
import { type Field, shown } from '../field';
import type { ObjectCheck } from '../object-check';
import { durationProblem, patternProblem } from './accepted-values';
import { webhookRules } from './webhook-rule';

const RETRY_CONDITIONS = new Set([
  '5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream', 'retriable-status-codes',
  'retriable-headers', 'envoy-ratelimited', 'http3-post-connect-failure', 'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted',
  'unavailable',
]);

export const HTTP_RULE_RULES = webhookRules('virtual-service', {
  timeout: {
    must: 'A timeout is a duration of whole milliseconds, at least 1ms.',
    why: 'Zero does not mean "no timeout": Istio refuses it.',
    fix: 'leave the timeout out for none, or write one such as 3s',
    fails: httpRule('timeout: 0s'),
    passes: httpRule('timeout: 1m30s'),
    equals: 'duration must be greater than 1ms',
  },
  retries: {
    must: 'Retries have a number of attempts, a whole number of milliseconds for each, and conditions that Istio knows, without spaces.',
    why: 'Istio refuses the object. With 0 attempts nothing is tried again, so no condition may stand beside it.',
    fix: 'write the conditions parted by commas alone, as 5xx,reset, and at least 1 attempt',
    fails: httpRule('retries: {attempts: 2, retryOn: "5xx, reset"}'),
    passes: httpRule('retries: {attempts: 2, retryOn: "5xx,reset,503", perTryTimeout: 1s}'),
    equals: '" reset" is not a valid retryOn policy',
  },
  rewrite: {
    must: 'A rewrite changes the path in one way, the authority, or both.',
    why: 'Istio refuses the object.',
    fix: 'keep one of uri and uriRegexRewrite',
    fails: httpRule('rewrite: {uri: /, uriRegexRewrite: {match: /a, rewrite: /b}}'),
    passes: httpRule('rewrite: {uri: /, authority: www.example.com}'),
    equals: 'rewrite may only contain one of URI or UriRegexRewrite',
  },
  authorityTwice: {
    must: 'The host of a request is written once: by rewrite.authority, or as the header host.',
    why: 'One of them would be lost.',
    fix: 'keep rewrite.authority',
    fails: httpRule('rewrite: {authority: a.example.com}\nheaders:\n  request:\n    set: {host: b.example.com}'),
    passes: httpRule('rewrite: {authority: a.example.com}'),
    equals: 'authority header cannot be set multiple times',
  },
  redirect: {
    must: 'A redirect leads elsewhere: by one of uri and prefixRewrite, an authority, a port or a scheme http or https, with a status 3xx.',
    why: 'Istio refuses the object.',
    fix: 'say where the redirect leads',
    fails: httpRule('redirect: {redirectCode: 301}'),
    passes: httpRule('redirect: {uri: /new, redirectCode: 301}'),
    equals: 'redirect must specify URI, authority, scheme, or port',
  },
  directResponse: {
    must: 'A direct response has a status from 200 to 600, and a body of at most 1 MiB.',
    why: 'Istio refuses the object: the body is a part of every configuration that it sends.',
    fix: 'answer with another status, or from a service',
    fails: httpRule('directResponse: {status: 99}'),
    passes: httpRule('directResponse: {status: 503, body: {string: closed}}'),
    equals: 'HTTP status 99 is not in range 200-599',
  },
  largeResponse: {
    code: 'IST0133',
    must: 'The body of a direct response has at most 100 KiB.',
    why: 'It is a part of every configuration that Istio sends, to every proxy.',
    fix: 'answer with less, or from a service',
    fails: httpRule(`directResponse: {status: 200, body: {string: ${'a'.repeat(100 * 1024 + 1)}}}`),
    passes: httpRule('directResponse: {status: 200, body: {string: ok}}'),
    equals: 'large direct_responses may impact control plane performance',
  },
  mirrorPercentage: {
    must: 'The share of requests that is mirrored is 0 to 100 percent.',
    why: 'Istio refuses the object.',
    fix: 'write a share from 0 to 100',
    fails: httpRule('mirror: {host: reviews, subset: v2}\nmirrorPercentage: {value: 101}'),
    passes: httpRule('mirror: {host: reviews, subset: v2}\nmirrorPercentage: {value: 12.5}'),
    equals: 'mirror_percentage must have a max value of 100',
  },
  mirrorPercent: {
    code: 'IST0133',
    must: 'The share of requests that is mirrored is written as mirrorPercentage.',
    why: 'mirrorPercent is deprecated, and knows whole percents only.',
    fix: 'write mirrorPercentage: {value: 10}',
    fails: httpRule('mirror: {host: reviews, subset: v2}\nmirrorPercent: 10'),
    passes: httpRule('mirror: {host: reviews, subset: v2}\nmirrorPercentage: {value: 10}'),
    equals: 'using deprecated setting "mirrorPercent", use "mirrorPercentage" instead',
  },
});

const RULES = HTTP_RULE_RULES;
const LARGEST_BODY = 1024 * 1024;
const LARGE_BODY = 100 * 1024;

/** What happens to a request on its way, beside faults and CORS. */
export function checkManners(check: ObjectCheck, rule: Field): void {
  const timeout = durationProblem(rule.at('timeout'));
  if (timeout !== undefined) check.fail(RULES.timeout, rule.at('timeout'), timeout);
  checkRetries(check, rule.at('retries'));
  checkRewrite(check, rule.at('rewrite'));
  checkAuthority(check, rule);
  checkRedirect(check, rule.at('redirect'), rule.at('match'));
  checkDirectResponse(check, rule.at('directResponse'));
  checkMirrorShares(check, rule);
}

function checkRetries(check: ObjectCheck, retries: Field): void {
  if (!retries.isPresent) return;
  const attempts = retries.at('attempts').number;
  if (attempts < 0) check.fail(RULES.retries, retries.at('attempts'), `must not be negative, got ${attempts}`);
  const retryOn = retries.at('retryOn');
  const isConfigured = retries.at('perTryTimeout').isPresent || retryOn.text !== '' || retries.at('retryRemoteLocalities').isPresent;
  if (attempts === 0 && isConfigured) check.fail(RULES.retries, retries, 'must have attempts above 0 beside other settings');
  for (const key of ['perTryTimeout', 'backoff']) {
    const wrong = durationProblem(retries.at(key));
    if (wrong !== undefined) check.fail(RULES.retries, retries.at(key), wrong);
  }
  if (retryOn.text === '') return;
  for (const condition of retryOn.text.split(',')) {
    const isStatus = /^[-+]?\d+$/.test(condition) && retriableStatus.accepts(Number(condition));
    if (!isStatus && !RETRY_CONDITIONS.has(condition)) check.fail(RULES.retries, retryOn, `must hold conditions that Istio knows, got ${shown(condition)}`);
  }
}

function checkRewrite(check: ObjectCheck, rewrite: Field): void {
  if (!rewrite.isPresent) return;
  const uri = rewrite.at('uri').text;
  const regex = rewrite.at('uriRegexRewrite');
  if (uri !== '' && regex.isPresent) {
    check.fail(RULES.rewrite, rewrite, 'must have one of uri and uriRegexRewrite, not both');
  } else if (uri === '' && !regex.isPresent && rewrite.at('authority').text === '') {
    check.fail(RULES.rewrite, rewrite, 'must have uri, uriRegexRewrite or authority', 'say what is to be written');
  } else if (regex.isPresent) {
    const match = regex.at('match');
    if (match.text === '' || regex.at('rewrite').text === '') check.fail(RULES.rewrite, regex, 'must have match and rewrite', 'give it both');
    else for (const [field, wrong] of patternProblem(match)) check.fail(RULES.rewrite, field, wrong);
  }
}

function checkAuthority(check: ObjectCheck, rule: Field): void {
  const request = rule.at('headers').at('request');
  let current = rule.at('rewrite').at('authority').text;
  for (const [name, value] of [...request.at('set').entries, ...request.at('add').entries]) {
    if (!isAuthority(name)) continue;
    if (current !== '') {
      check.fail(RULES.authorityTwice, value, `writes the host of requests a second time, after ${shown(current)}`);
      return;
    }
    current = value.text;
  }
}

function checkRedirect(check: ObjectCheck, redirect: Field, matches: Field): void {
  const problem = redirect.isPresent ? redirectProblem(redirect, matches) : undefined;
  if (problem) check.fail(RULES.redirect, problem[0], problem[1]);
}

/** Istio names the first problem only. */
function redirectProblem(redirect: Field, matches: Field): [Field, string] | undefined {
  const [uri, prefix, scheme, code, port] = ['uri', 'prefixRewrite', 'scheme', 'redirectCode', 'port'].map((key) => redirect.at(key));
  if (uri.text !== '' && prefix.text !== '') return [redirect, 'must have one of uri and prefixRewrite, not both'];
  if (prefix.text !== '') {
    const other = matches.items.map((match) => match.at('uri')).find((path) => path.isPresent && !path.at('prefix').isPresent);
    if (other) return [prefix, 'needs matches by the prefix of the path only'];
  }
  const hasPort = port.isPresent || redirect.at('derivePort').isPresent;
  if ([uri, prefix, scheme, redirect.at('authority')].every(({ text }) => text === '') && !hasPort) {
    return [redirect, 'must have uri, prefixRewrite, authority, scheme or port'];
  }
  if (code.number !== 0 && (code.number < 300 || code.number > 399)) return [code, `must be 3xx, got ${code.number}`];
  if (!['', 'http', 'https'].includes(scheme.text)) return [scheme, `must be http or https, got ${shown(scheme.text)}`];
  return port.number > 65_535 ? [port, `must be a number from 1 to 65535, got ${port.number}`] : undefined;
}

function checkDirectResponse(check: ObjectCheck, response: Field): void {
  if (!response.isPresent) return;
  const body = response.at('body');
  const size = body.at('bytes').isPresent ? Buffer.from(body.at('bytes').text, 'base64').length : Buffer.byteLength(body.at('string').text);
  if (size > LARGEST_BODY) check.fail(RULES.directResponse, body, `must have at most 1 MiB, got ${size} bytes`);
  else if (size > LARGE_BODY) check.fail(RULES.largeResponse, body, `has ${size} bytes, more than 100 KiB`);
  const status = response.at('status');
  if (status.number < 200 || status.number > 600) check.fail(RULES.directResponse, status, `must be from 200 to 599, got ${shown(status.value)}`);
}

function checkMirrorShares(check: ObjectCheck, rule: Field): void {
  const percent = rule.at('mirrorPercent').isPresent ? rule.at('mirrorPercent') : rule.at('mirror_percent');
  if (percent.isPresent) {
    if (percent.number > 100) check.fail(RULES.mirrorPercentage, percent, `must be at most 100, got ${percent.number}`);
    check.fail(RULES.mirrorPercent, percent, 'is deprecated');
  }
  const shares = [rule.at('mirrorPercentage'), ...rule.at('mirrors').items.filter((mirror) => mirror.at('destination').isPresent).map((mirror) => mirror.at('percentage'))];
  for (const share of shares.map((one) => one.at('value'))) {
    if (share.number < 0 || share.number > 100) check.fail(RULES.mirrorPercentage, share, `must be from 0 to 100, got ${share.number}`);
  }
}
