import { bookstore, from, rules } from './bookstore';
import { TrafficCase } from '../traffic-case';

const V2 = 'route: [{destination: {host: reviews, subset: v2}}]';
const REST = '- route: [{destination: {host: reviews, subset: v1}}]';

function matching(name: string, match: string, requests: Parameters<typeof bookstore>[2]): TrafficCase {
  return bookstore(name, rules(`- match: [${match}]\n  ${V2}\n${REST}`), requests);
}

/** Which requests a match takes. */
export const MATCHES: readonly TrafficCase[] = [
  matching('a prefix is text, so that /foo takes /foobar', '{uri: {prefix: /foo}}', [{ path: '/foo' }, { path: '/foobar' }, { path: '/foo/bar?x=1' }, { path: '/Foo' }]),
  matching('an exact path is compared without its query', '{uri: {exact: /foo}}', [{ path: '/foo' }, { path: '/foo?x=1' }, { path: '/foo/' }]),
  matching('a regular expression has to match the whole path', '{uri: {regex: "/fo+"}}', [{ path: '/fooo' }, { path: '/fooo/x' }, { path: '/fooo?y=/' }]),
  matching('case is ignored in the path only where it is said', '{uri: {prefix: /Foo}, ignoreUriCase: true}', [{ path: '/fOO/x' }, { path: '/bar' }]),
  matching('an empty prefix takes every path', '{uri: {prefix: ""}}', [{ path: '/' }, { path: '/x' }]),
  matching('dots and escapes are undone before paths are compared', '{uri: {prefix: /admin}}', [
    { path: '/x/../admin' }, { path: '/./admin' }, { path: '/%61dmin' }, { path: '//admin' }, { path: '/admin/..' }, { path: '/a%2fdmin' }, { path: '/x/%2e%2e/admin' }, { path: '/x\\..\\admin' },
  ]),
  matching('a request with a fragment is refused', '{uri: {prefix: /a}}', [{ path: '/a#b' }]),
  matching('all conditions of a match have to hold', '{uri: {prefix: /a}, headers: {x-user: {exact: jason}}, method: {exact: POST}}', [
    { path: '/a', method: 'POST', headers: { 'x-user': 'jason' } }, { path: '/a', headers: { 'x-user': 'jason' } }, { path: '/a', method: 'POST' }, { path: '/b', method: 'POST', headers: { 'x-user': 'jason' } },
  ]),
  matching('any of several matches is enough', '{uri: {prefix: /a}}, {headers: {x-user: {exact: jason}}}', [{ path: '/a' }, { headers: { 'x-user': 'jason' } }, { path: '/b' }]),
  matching('names of headers have no case, values have', '{headers: {X-Canary: {exact: "true"}}}', [{ headers: { 'x-canary': 'true' } }, { headers: { 'X-CANARY': 'True' } }]),
  matching('an empty header condition asks for presence', '{headers: {x-user: {}}}', [{ headers: { 'x-user': 'a' } }, {}]),
  matching('a header that must not be there at all', '{withoutHeaders: {x-user: {}}}', [{ headers: { 'x-user': 'a' } }, {}]),
  matching('a header that must not have a value may be missing', '{withoutHeaders: {x-user: {exact: a}}}', [{ headers: { 'x-user': 'a' } }, { headers: { 'x-user': 'b' } }, {}]),
  matching('a missing header counts as empty where a pattern is excluded', '{withoutHeaders: {x-user: {regex: ".*"}}}', [{ headers: { 'x-user': 'a' } }, {}]),
  matching('cookies are found by a regular expression', '{headers: {cookie: {regex: "^(.*?;\\\\s*)?(beta_user=true)(;.*)?$"}}}', [
    { headers: { cookie: 'beta_user=true' } }, { headers: { cookie: 'a=b; beta_user=true; c=d' } }, { headers: { cookie: 'xbeta_user=true' } },
  ]),
  matching('parameters are compared as they are written, and the first of a name counts', '{queryParams: {q: {exact: "a%20b"}}}', [{ path: '/?q=a%20b' }, { path: '/?q=x&q=a%20b' }, { path: '/?q=a+b' }, { path: '/' }]),
  matching('a parameter may be asked for by presence', '{queryParams: {q: {}}}', [{ path: '/?q' }, { path: '/?q=' }, { path: '/?p=q' }]),
  matching('the authority keeps the port that the client wrote', '{authority: {exact: "reviews:9080"}}', [{}, { host: 'reviews.shop' }]),
  matching('pseudo headers are headers as well', '{headers: {":method": {exact: POST}}}', [{ method: 'POST' }, {}]),
  matching('the scheme of a request', '{scheme: {exact: https}}', [{ scheme: 'https' }, { scheme: 'http' }]),
  matching('labels of the caller', '{sourceLabels: {app: client}}', [{}, { from: from('shop', { app: 'other' }) }]),
  matching('the namespace of the caller', '{sourceNamespace: legacy}', [{ host: 'reviews.shop' }, { from: from('legacy'), host: 'reviews.shop' }]),
  matching('gateways in a match put labels and namespace out of force', '{gateways: [mesh], sourceLabels: {app: nobody}, sourceNamespace: nowhere}', [{}]),
  matching('a match for another port is not there', '{port: 8080}', [{}]),
  bookstore('rules behind one without a match are never reached', rules(`${REST}\n- match: [{headers: {x-canary: {exact: "true"}}}]\n  ${V2}`), [{ headers: { 'x-canary': 'true' } }]),
  bookstore('rules behind a match that takes everything are never reached', rules(`- match: [{uri: {prefix: /}}]\n  ${V2}\n${REST}`), [{}]),
  bookstore('no rule takes the request: 404', rules(`- match: [{uri: {prefix: /a}}]\n  ${V2}`), [{ path: '/b' }, { path: '/a' }]),
  bookstore('if no rule is left for a caller, the service is called as without rules', rules(`- match: [{sourceNamespace: legacy}]\n  ${V2}`), [{}, { from: from('legacy'), host: 'reviews.shop' }]),
  bookstore('the name of a route has that of its match', rules(`- name: canary\n  match: [{name: tester, headers: {x-canary: {exact: "true"}}}, {name: staff, uri: {prefix: /staff}}]\n  ${V2}\n- match: [{name: m1, uri: {prefix: /m}}]\n  ${V2}\n${REST}`), [
    { headers: { 'x-canary': 'true' } }, { path: '/staff' }, { path: '/m' }, {},
  ]),
];
