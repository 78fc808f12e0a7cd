import { textIn } from '../../manifests/json';
import type { CheckContext } from '../check-context';
import { anyObject, authorizationPolicy, peerAuthentication, together } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import { PeerModes } from '../rollout/peer-modes';
import type { RuleFamily } from '../rule';
import { kialiRules } from './kiali-rule';

const TO = (method: string) => authorizationPolicy(`rules:\n- to:\n  - operation: {methods: [${method}]}`);
const FROM = (account: string) => authorizationPolicy(`rules:\n- from:\n  - source: {principals: [cluster.local/ns/shop/sa/${account}]}`);
const ACCOUNT = anyObject('v1', 'ServiceAccount', 'web', '');

const RULES = kialiRules('authorization', {
  methodUnknown: {
    code: 'KIA0102',
    severity: 'warning',
    must: 'A method of an operation is one of HTTP, in capitals.',
    why: 'Methods are compared letter by letter: no request has another one. Calls of gRPC are POST, and are told apart by paths.',
    fix: 'write GET, POST or the like',
    fails: TO('get'),
    passes: TO('GET'),
  },
  identityWithoutTls: {
    code: 'KIA0105',
    severity: 'warning',
    must: 'Where rules ask who calls, the pods take mutual TLS.',
    why: 'Who calls is known by certificates only: with mutual TLS switched off nobody is known, so that nobody is allowed, or nobody is denied.',
    fix: 'switch mutual TLS on in the PeerAuthentication, with PERMISSIVE or STRICT',
    fails: together(peerAuthentication('mtls: {mode: DISABLE}'), FROM('web')),
    passes: together(peerAuthentication('mtls: {mode: PERMISSIVE}'), FROM('web')),
  },
  accountNotFound: {
    code: 'KIA0106',
    severity: 'info',
    must: 'A principal is the service account of some pods.',
    why: 'Nobody calls as another one: the name may be wrong.',
    fix: 'mend the name, or declare the ServiceAccount with --assume',
    fails: together(ACCOUNT, FROM('wbe')),
    passes: together(ACCOUNT, FROM('web')),
  },
});

/** AuthorizationPolicies that ask for what no request has. */
export const AUTHORIZATION_RULES: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const policies = context.index.ofKind('security.istio.io', 'AuthorizationPolicy');
    const accounts = policies.length === 0 ? new Map() : accountsOf(context);
    for (const manifest of policies) {
      const check = new ObjectCheck(manifest, report);
      const isPlain = PeerModes.of(context).of(manifest.namespace) === 'DISABLE';
      for (const rule of check.spec.at('rules').items) {
        for (const to of rule.at('to').items) checkMethods(check, to.at('operation'));
        for (const from of rule.at('from').items) {
          if (isPlain) checkIdentity(check, from.at('source'));
          checkAccounts(check, from.at('source').at('principals'), accounts, context);
        }
        for (const condition of isPlain ? rule.at('when').items : []) checkCondition(check, condition);
      }
    }
  },
};

function checkMethods(check: ObjectCheck, operation: Field): void {
  for (const method of ['methods', 'notMethods'].flatMap((key) => operation.at(key).items)) {
    if (/[a-z]|^\//.test(method.text)) check.fail(RULES.methodUnknown, method, `is a method that no request has: ${shown(method.text)}`);
  }
}

const IDENTITIES = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts'];
const CONDITIONS = ['source.principal', 'source.namespace', 'source.serviceAccount'];

function checkIdentity(check: ObjectCheck, source: Field): void {
  for (const key of IDENTITIES) {
    if (source.at(key).size > 0) check.fail(RULES.identityWithoutTls, source.at(key), `asks who calls, where mutual TLS is switched off in namespace ${check.manifest.namespace}`);
  }
}

function checkCondition(check: ObjectCheck, condition: Field): void {
  if (CONDITIONS.includes(condition.at('key').text)) check.fail(RULES.identityWithoutTls, condition, `asks who calls, where mutual TLS is switched off in namespace ${check.manifest.namespace}`);
}

type Accounts = ReadonlyMap<string, ReadonlySet<string>>;

/** The service accounts of namespaces that have some. */
function accountsOf({ index }: CheckContext): Accounts {
  const accounts = new Map<string, Set<string>>();
  const add = (namespace: string, name: string) => accounts.set(namespace, (accounts.get(namespace) ?? new Set(['default'])).add(name));
  for (const { namespace, name } of index.ofKind('', 'ServiceAccount')) add(namespace, name);
  for (const { namespace, spec } of index.pods.all) add(namespace, textIn(spec.serviceAccountName) || 'default');
  return accounts;
}

function checkAccounts(check: ObjectCheck, principals: Field, accounts: Accounts, { mesh }: CheckContext): void {
  for (const principal of principals.items) {
    const [, domain, namespace, name] = /^([^/*]+)\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(principal.text) ?? [];
    if (domain !== mesh.trustDomain && domain !== 'cluster.local') continue;
    const known = accounts.get(namespace);
    if (known && !known.has(name)) check.fail(RULES.accountNotFound, principal, `is no service account that is known in namespace ${namespace}: ${shown(name)}`);
  }
}
