import { acceptedSubnet } from '../../istio/ip-subnet';
import { shown } from '../field';

const MOST_ACCOUNTS = 16;
const LONGEST_ACCOUNT = 320;
const SEGMENT = /^[a-zA-Z0-9._~%!$&'()+,;:@=-]+$/;

type ValuesCheck = (values: readonly string[]) => string | undefined;

export const notEmpty: ValuesCheck = (values) => values.includes('') ? 'must not hold an empty text' : undefined;

export const addresses: ValuesCheck = (values) => (
  first(values, (value) => !acceptedSubnet.accepts(value), `must hold ${acceptedSubnet.allowed}`)
);

export const ports: ValuesCheck = (values) => (
  first(values, (value) => !/^\d+$/.test(value) || Number(value) > 65_535, 'must hold numbers of ports from 0 to 65535')
);

export const wildcards: ValuesCheck = (values) => notEmpty(values) ?? (
  first(values, (value) => value.split('*').length > 2 || /^[^*].*\*.*[^*]$/.test(value), 'must have one "*" at most, at the beginning or the end')
);

export const trustDomains: ValuesCheck = (values) => wildcards(values) ?? first(values, (value) => value.includes('/'), 'must not hold "/"');

export const serviceAccounts: ValuesCheck = (values) => {
  if (values.length > MOST_ACCOUNTS) return `must hold at most ${MOST_ACCOUNTS} accounts, got ${values.length}`;
  return first(values, (value) => value.includes('*') || !/^[^/]+(?:\/[^/]+)?$/.test(value) || Buffer.byteLength(value) > LONGEST_ACCOUNT,
    'must hold names of accounts, perhaps behind a namespace and "/", without wildcards');
};

/** Paths, in which `{*}` stands for a segment and `{**}` at the end for any number of them. */
export const paths: ValuesCheck = (values) => notEmpty(values) ?? first(values, (value) => !isPath(value), 'must be paths with {*} for a segment and {**} at the end only');

function isPath(path: string): boolean {
  const segments = path.replace(/^\/+|\/+$/g, '').split('/');
  const isTemplate = path.includes('{*}') || path.includes('{**}');
  let hasEnded = false;
  return segments.every((segment) => {
    if (segment === '{*}' || segment === '{**}') {
      const isRight = !hasEnded;
      hasEnded ||= segment === '{**}';
      return isRight;
    }
    return !/[{}]/.test(segment) && (!isTemplate || SEGMENT.test(segment));
  });
}

const FREE = ['source.namespace', 'source.principal', 'request.auth.principal', 'request.auth.audiences', 'request.auth.presenter', 'connection.sni'];
const WITH_KEY = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];
const CHECKED: { readonly [key: string]: ValuesCheck } = {
  'source.ip': addresses,
  'remote.ip': addresses,
  'destination.ip': addresses,
  'destination.port': ports,
  'source.serviceAccount': serviceAccounts,
  'source.trustDomain': wildcards,
};

/** What is wrong with a condition on an attribute, if it is not the attribute itself. */
export function conditionProblem(key: string, values: readonly string[]): string | undefined {
  const empty = notEmpty(values);
  if (empty !== undefined) return empty;
  if (CHECKED[key]) return CHECKED[key](values);
  if (WITH_KEY.some((prefix) => key.startsWith(prefix))) return /^.+\[.+\]$/s.test(key) ? undefined : `must have a key such as ${key}[name]`;
  return FREE.includes(key) ? undefined : `must be on an attribute that Istio knows, got ${shown(key)}`;
}

function first(values: readonly string[], isWrong: (value: string) => boolean, problem: string): string | undefined {
  const wrong = values.find(isWrong);
  return wrong === undefined ? undefined : `${problem}, got ${shown(wrong)}`;
}
