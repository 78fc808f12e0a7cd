import { Duration } from 'cdk8s';
import { CookieSameSite, FlaggerSessionAffinity, FlaggerStrategy } from '../../src';
import { canarySpec } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';

function affinity(sessionAffinity: FlaggerSessionAffinity) {
  return canarySpec({ strategy: FlaggerStrategy.steps([50], { sessionAffinity }) }).analysis.sessionAffinity;
}

test('a session affinity has the cookies that are given, and their lifetime in seconds', () => {
  expect(affinity({ cookieName: 'canary' })).toEqual({ cookieName: 'canary' });
  expect(affinity({
    cookieName: 'canary',
    primaryCookieName: 'primary',
    maxAge: Duration.hours(1),
    domain: 'example.com',
    path: '/reviews',
    httpOnly: true,
    secure: true,
    sameSite: CookieSameSite.NONE,
    partitioned: true,
  })).toEqual({
    cookieName: 'canary',
    primaryCookieName: 'primary',
    maxAge: 3600,
    domain: 'example.com',
    path: '/reviews',
    httpOnly: true,
    secure: true,
    sameSite: 'None',
    partitioned: true,
  });
});

test.each([['a b'], ['a=b'], ['*canary'], ['(canary'], ['a|b'], [''], [undefined]])('a cookie named %p is refused, because Flagger would write a wrong expression', (name) => {
  expect(messageOf(() => affinity({ cookieName: name as string }))).toContain('InvalidCookie: strategy.sessionAffinity.cookieName must');
});

test('each version has a cookie of its own', () => {
  expect(codeOf(() => affinity({ cookieName: 'a', primaryCookieName: 'a' }))).toBe('FlaggerAffinityConflict');
  expect(messageOf(() => affinity({ cookieName: 'a', primaryCookieName: '*' }))).toContain('InvalidCookie: strategy.sessionAffinity.primaryCookieName must');
});

test.each<[string, Partial<FlaggerSessionAffinity>]>([
  ['InvalidFlaggerDuration', { maxAge: Duration.millis(0) }],
  ['InvalidFlaggerDuration', { maxAge: Duration.millis(1500) }],
  ['InvalidHost', { domain: 'https://example.com' }],
  ['InvalidCookie', { path: 'reviews; Secure' }],
  ['FlaggerAffinityConflict', { sameSite: CookieSameSite.NONE }],
  ['FlaggerAffinityConflict', { partitioned: true, secure: false }],
])('%s: %p', (code, options) => {
  expect(codeOf(() => affinity({ cookieName: 'canary', ...options }))).toBe(code);
});

test('browsers take other cookies without HTTPS', () => {
  expect(affinity({ cookieName: 'canary', sameSite: CookieSameSite.LAX }).sameSite).toBe('Lax');
  expect(affinity({ cookieName: 'canary', sameSite: CookieSameSite.STRICT }).sameSite).toBe('Strict');
});
