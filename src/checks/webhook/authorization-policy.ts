import { textsIn } from '../../manifests/json';
import { authorizationPolicy } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { addresses, conditionProblem, notEmpty, paths, ports, serviceAccounts, trustDomains } from './authorization-values';
import { checkTarget } from './policy-target';
import { webhookRules } from './webhook-rule';

const RULES = webhookRules('authorization-policy', {
  custom: {
    must: 'CUSTOM has rules and the name of a provider, and asks for nothing that a certificate or a token proves; other actions have no provider.',
    why: 'Istio refuses the object: external authorizers are asked before identities are known.',
    fix: 'name the provider, and select by host, path and method',
    fails: authorizationPolicy('action: CUSTOM\nprovider: {name: opa}\nrules:\n- from:\n  - source: {namespaces: [shop]}'),
    passes: authorizationPolicy('action: CUSTOM\nprovider: {name: opa}\nrules:\n- to:\n  - operation: {paths: [/admin]}'),
    equals: 'From.Namespaces is currently not supported with CUSTOM action',
  },
  rules: {
    must: 'DENY has rules, and every source and operation in rules asks for something.',
    why: 'Without rules DENY denies nothing; an empty source or operation would be taken for any.',
    fix: 'write rules: [{}] to mean every request',
    fails: authorizationPolicy('action: DENY'),
    passes: authorizationPolicy('action: DENY\nrules:\n- to:\n  - operation: {ports: ["9080"]}'),
    equals: 'DENY action without `rules` is meaningless as it will never be triggered',
  },
  source: {
    must: 'A source asks for texts that are not empty, IP addresses, and accounts beside neither namespaces nor principals.',
    why: 'Istio refuses the object.',
    fix: 'mend the value',
    fails: authorizationPolicy('rules:\n- from:\n  - source: {ipBlocks: [10.0.0.0/99]}'),
    passes: authorizationPolicy('rules:\n- from:\n  - source: {ipBlocks: [10.0.0.0/8]}'),
    equals: 'bad CIDR range (10.0.0.0/99)',
  },
  operation: {
    must: 'An operation asks for texts that are not empty, ports from 0 to 65535, and paths with {*} and {**} for whole segments only.',
    why: 'Istio refuses the object.',
    fix: 'mend the value',
    fails: authorizationPolicy('rules:\n- to:\n  - operation: {paths: ["/a/{b}"]}'),
    passes: authorizationPolicy('rules:\n- to:\n  - operation: {paths: ["/a/{*}"]}'),
    equals: 'invalid or unsupported path',
  },
  when: {
    must: 'A condition is on an attribute that Istio knows, and has values that can be those of it.',
    why: 'Istio refuses the object.',
    fix: 'write an attribute such as request.headers[x-user]',
    fails: authorizationPolicy('rules:\n- when:\n  - {key: request.header, values: [a]}'),
    passes: authorizationPolicy('rules:\n- when:\n  - {key: "request.headers[x-user]", values: [a]}'),
    equals: 'unknown attribute: request.header',
  },
  denyByHttp: {
    code: 'IST0133',
    must: 'A rule that denies by what only HTTP has also says for which ports.',
    why: 'At ports of TCP there is no such thing, and Istio denies all of their traffic.',
    fix: 'add operation.ports',
    fails: authorizationPolicy('action: DENY\nrules:\n- to:\n  - operation: {methods: [DELETE]}'),
    passes: authorizationPolicy('action: DENY\nrules:\n- to:\n  - operation: {methods: [DELETE], ports: ["9080"]}'),
    equals: 'configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule',
  },
});

const IDENTITIES = ['namespaces', 'serviceAccounts', 'trustDomains', 'principals', 'requestPrincipals'];
const BLOCKS = ['ipBlocks', 'remoteIpBlocks'];
const OPERATIONS = ['ports', 'methods', 'paths', 'hosts'];

/** What Istio's webhook says of an AuthorizationPolicy. */
export const AUTHORIZATION_POLICY: RuleFamily = {
  kinds: ['security.istio.io/AuthorizationPolicy'],
  rules: Object.values(RULES),
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const { spec } = check;
    const action = actionOf(spec);
    checkTarget(check);
    if (action === 'CUSTOM') checkCustom(check);
    else if (spec.at('provider').isPresent) check.fail(RULES.custom, spec.at('provider'), 'must not stand beside another action than CUSTOM');
    // An empty list is read as none.
    if (action === 'DENY' && spec.at('rules').size === 0) check.fail(RULES.rules, spec, 'must have rules, without which DENY denies nothing');
    for (const rule of spec.at('rules').items) checkRule(check, rule, action);
  },
};

function actionOf(spec: Field): string {
  const { value } = spec.at('action');
  return typeof value === 'number' ? ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'][value] : spec.at('action').text || 'ALLOW';
}

const both = (keys: string[]) => keys.flatMap((key) => [key, `not${key[0].toUpperCase()}${key.slice(1)}`]);

function checkCustom(check: ObjectCheck): void {
  const { spec } = check;
  if (spec.at('rules').size === 0) check.fail(RULES.custom, spec, 'must have rules, without which CUSTOM asks nobody');
  else if (spec.at('provider').at('name').text === '') check.fail(RULES.custom, spec, 'must have provider.name');
  for (const rule of spec.at('rules').items) {
    for (const source of rule.at('from').items.map((from) => from.at('source'))) {
      for (const key of both(IDENTITIES).filter((one) => source.at(one).size > 0)) check.fail(RULES.custom, source.at(key), 'cannot be asked for beside CUSTOM');
    }
    for (const { text, path } of rule.at('when').items.map((when) => when.at('key'))) {
      if (/^source\.(?:namespace|serviceAccount|trustDomain|principal)$|^request\.auth\./.test(text)) {
        check.fail(RULES.custom, spec.at('rules').items[Number(path[2])], `cannot ask for ${text} beside CUSTOM`);
      }
    }
  }
}

function checkRule(check: ObjectCheck, rule: Field, action: string): void {
  const sources = rule.at('from').items.map((from) => from.at('source'));
  const operations = rule.at('to').items.map((to) => to.at('operation'));
  sources.forEach((source) => checkSource(check, source));
  operations.forEach((operation) => checkOperation(check, operation));
  for (const when of rule.at('when').items) checkWhen(check, when);
  if (action !== 'DENY') return;
  const isTcpSource = sources.some((source) => both(['principals', 'namespaces', 'serviceAccounts', ...BLOCKS]).some((key) => source.at(key).size > 0));
  const isTcpOperation = operations.some((operation) => both(['ports']).some((key) => operation.at(key).size > 0));
  const hasOperation = operations.some(({ isPresent }) => isPresent);
  const hasSource = sources.some(({ isPresent }) => isPresent);
  if (hasOperation ? !isTcpOperation : hasSource && !isTcpSource) check.fail(RULES.denyByHttp, rule, 'denies all traffic of TCP, because it asks for what only HTTP has');
}

function checkSource(check: ObjectCheck, source: Field): void {
  const has = (keys: string[]) => both(keys).some((key) => source.at(key).size > 0);
  if (!has([...IDENTITIES, ...BLOCKS])) {
    check.fail(RULES.rules, source, 'must ask for something');
    return;
  }
  if (has(['principals', 'namespaces']) && has(['serviceAccounts'])) check.fail(RULES.source, source, 'must not have serviceAccounts beside namespaces or principals');
  for (const key of both([...IDENTITIES, ...BLOCKS])) {
    const values = source.at(key);
    const name = key.replace(/^not/, '').toLowerCase();
    const test = name === 'serviceaccounts' ? serviceAccounts : name === 'trustdomains' ? trustDomains : name.endsWith('ipblocks') ? addresses : notEmpty;
    const wrong = test(textsIn(values.value));
    if (wrong !== undefined) check.fail(RULES.source, values, wrong);
  }
}

function checkOperation(check: ObjectCheck, operation: Field): void {
  if (!both(OPERATIONS).some((key) => operation.at(key).size > 0)) {
    check.fail(RULES.rules, operation, 'must ask for something');
    return;
  }
  for (const key of both(OPERATIONS)) {
    const values = operation.at(key);
    const test = /ports$/i.test(key) ? ports : /paths$/i.test(key) ? paths : notEmpty;
    const wrong = test(textsIn(values.value));
    if (wrong !== undefined) check.fail(RULES.operation, values, wrong);
  }
}

function checkWhen(check: ObjectCheck, when: Field): void {
  const key = when.at('key');
  const values = [when.at('values'), when.at('notValues')];
  if (key.text === '') {check.fail(RULES.when, when, 'must have a key');} else if (values.every(({ size }) => size === 0)) {check.fail(RULES.when, when, `must have values or notValues for ${shown(key.text)}`);} else {
    for (const list of values) {
      const wrong = conditionProblem(key.text, textsIn(list.value));
      if (wrong !== undefined) check.fail(RULES.when, list.isPresent ? list : key, wrong);
    }
  }
}
