import { isAuthority } from '../../istio/header-name';
import { acceptedHeaderValue } from '../../istio/header-value';
import { httpRule } from '../examples';
import { type Field, shown } from '../field';
import type { ObjectCheck } from '../object-check';
import { refusedBy } from './accepted-values';
import { webhookRules } from './webhook-rule';

export const HEADER_OPERATION_RULES = webhookRules('virtual-service', {
  headerToWrite: {
    must: 'A header that is set, added or removed has a name, and is none that begins with a colon; host may be set in requests only.',
    why: 'Istio refuses the object: Envoy must not change what a request is made of.',
    fix: 'name another header; to change the host of requests, use rewrite.authority',
    fails: httpRule('headers:\n  response:\n    remove: [Host]'),
    passes: httpRule('headers:\n  request:\n    set: {host: www.example.com}'),
    equals: 'invalid header "Host": cannot set Host header',
  },
  headerValue: {
    must: 'In the value of a header, a percent sign is written %%, or begins a variable such as %REQ(x-user)% that ends.',
    why: 'Envoy would refuse all routes of the port.',
    fix: 'write %% for a percent sign',
    fails: httpRule('headers:\n  request:\n    set: {x-share: 10%}'),
    passes: httpRule('headers:\n  request:\n    set: {x-share: 10%%}'),
    equals: 'header value configuration: invalid header configuration. Un-escaped %',
  },
});

/** What a rule or one of its destinations does with headers. */
export function checkHeaderOperations(check: ObjectCheck, headers: Field): void {
  for (const [direction, mayWriteHost] of [['request', true], ['response', false]] as const) {
    const operations = headers.at(direction);
    for (const verb of ['add', 'set']) {
      for (const [name, value] of operations.at(verb).entries) {
        checkName(check, value, name, mayWriteHost);
        const wrong = refusedBy(acceptedHeaderValue, value.text);
        if (wrong !== undefined) check.fail(HEADER_OPERATION_RULES.headerValue, value, wrong);
      }
    }
    for (const name of operations.at('remove').items) checkName(check, name, name.text, false);
  }
}

function checkName(check: ObjectCheck, field: Field, name: string, mayBeHost: boolean): void {
  const isInternal = name.startsWith(':') || name.toLowerCase() === 'host';
  if (name !== '' && (!isInternal || (mayBeHost && isAuthority(name)))) return;
  check.fail(HEADER_OPERATION_RULES.headerToWrite, field, `must not change the header ${shown(name)}`);
}
