import { HeaderOperations } from '../../src';
import { renderedRule } from '../support/chart';
import { codeOf, messageOf } from '../support/messages';

function headersOf(headers: HeaderOperations) {
  return renderedRule({ headers }).headers;
}

test('sets, adds and removes headers of requests and answers', () => {
  const headers = {
    request: { set: { 'x-user': '%REQ(x-forwarded-user)%' }, add: { 'X-Via': 'mesh' }, remove: ['x-debug', 'x-trace'] },
    response: { set: { 'set-cookie': 'beta=true; Path=/' }, add: { vary: '' }, remove: ['server'] },
  };
  expect(headersOf(headers)).toEqual(headers);
});

test.each(['host', 'Host', ':authority'])('may set the host that is called, as %s', (name) => {
  expect(headersOf({ request: { set: { [name]: 'www.example.com' } } })).toEqual({ request: { set: { [name]: 'www.example.com' } } });
});

test.each<[string, HeaderOperations]>([
  ['no operations', {}],
  ['no edits', { request: {}, response: {} }],
  ['empty lists', { request: { set: {}, add: {}, remove: [] } }],
])('writes nothing for %s', (_kind, headers) => {
  expect(renderedRule({ headers })).toEqual(renderedRule({}));
});

test('writes no part that is empty', () => {
  expect(headersOf({ request: { set: {}, remove: ['x-debug'] }, response: { add: {} } })).toEqual({ request: { remove: ['x-debug'] } });
});

test.each<[string, HeaderOperations, string, string]>([
  ['an empty name', { request: { set: { '': 'a' } } }, 'InvalidHeaderName', 'headers.request.set'],
  ['a name with a space', { request: { add: { 'x user': 'a' } } }, 'InvalidHeaderName', 'headers.request.add'],
  ['a pseudo header', { request: { set: { ':path': '/' } } }, 'InvalidHeaderName', 'headers.request.set'],
  ['the removal of a pseudo header', { request: { remove: ['x', ':path'] } }, 'InvalidHeaderName', 'headers.request.remove[1]'],
  ['the removal of the host', { request: { remove: ['Host'] } }, 'InvalidHeaderName', 'headers.request.remove[0]'],
  ['a host in an answer', { response: { set: { host: 'a' } } }, 'InvalidHeaderName', 'headers.response.set'],
  ['an authority in an answer', { response: { add: { ':authority': 'a' } } }, 'InvalidHeaderName', 'headers.response.add'],
  ['the removal of the host from an answer', { response: { remove: ['host'] } }, 'InvalidHeaderName', 'headers.response.remove[0]'],
  ['a line break in a value', { request: { set: { 'x-a': 'a\nb' } } }, 'InvalidHeaderValue', 'headers.request.set["x-a"]'],
  ['a percent sign in a value', { response: { add: { 'x-a': '100%' } } }, 'InvalidHeaderValue', 'headers.response.add["x-a"]'],
])('refuses %s', (_mistake, headers, code, place) => {
  expect(messageOf(() => headersOf(headers))).toContain(` ${code}: http[0].${place} must be `);
});

test.each<[string, HeaderOperations]>([
  ['set twice under both of its names', { request: { set: { 'host': 'a', ':authority': 'b' } } }],
  ['set and added to', { request: { set: { host: 'a' }, add: { Host: 'b' } } }],
])('refuses a host that is %s', (_mistake, headers) => {
  expect(codeOf(() => headersOf(headers))).toBe('RewriteConflict');
});
