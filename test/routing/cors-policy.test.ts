import { Duration } from 'cdk8s';
import { CorsOrigin, CorsPolicy, HttpRouteMethod, UnmatchedPreflights } from '../../src';
import { renderedRule } from '../support/chart';
import { messageOf } from '../support/messages';

const SHOP = CorsOrigin.exact('https://shop.example.com');

function corsOf(cors: Partial<CorsPolicy>) {
  return renderedRule({ cors: { allowOrigins: [SHOP], ...cors } }).corsPolicy;
}

test('writes everything that is said of it', () => {
  expect(corsOf({
    allowOrigins: [SHOP, CorsOrigin.prefix('https://shop.example.com:'), CorsOrigin.regex('https://[a-z]+\\.example\\.org')],
    allowMethods: [HttpRouteMethod.GET, HttpRouteMethod.PATCH],
    allowHeaders: ['x-user', 'content-type'],
    exposeHeaders: ['x-total'],
    maxAge: Duration.days(1),
    allowCredentials: true,
    unmatchedPreflights: UnmatchedPreflights.IGNORE,
  })).toEqual({
    allowOrigins: [
      { exact: 'https://shop.example.com' }, { prefix: 'https://shop.example.com:' }, { regex: 'https://[a-z]+\\.example\\.org' },
    ],
    allowMethods: ['GET', 'PATCH'],
    allowHeaders: ['x-user', 'content-type'],
    exposeHeaders: ['x-total'],
    maxAge: '24h',
    allowCredentials: true,
    unmatchedPreflights: 'IGNORE',
  });
});

test('writes nothing that is not said', () => {
  expect(corsOf({})).toEqual({ allowOrigins: [{ exact: 'https://shop.example.com' }] });
});

test('keeps what is switched off and chosen as the default', () => {
  expect(corsOf({ allowCredentials: false, unmatchedPreflights: UnmatchedPreflights.FORWARD })).toMatchObject({
    allowCredentials: false, unmatchedPreflights: 'FORWARD',
  });
});

test('allows everything with a star, methods too', () => {
  const everything = { allowOrigins: [CorsOrigin.exact('*')], allowMethods: [HttpRouteMethod.of('*')], allowHeaders: ['*'], exposeHeaders: ['*'] };
  expect(corsOf(everything)).toEqual({ allowOrigins: [{ exact: '*' }], allowMethods: ['*'], allowHeaders: ['*'], exposeHeaders: ['*'] });
});

test.each([
  HttpRouteMethod.CONNECT, HttpRouteMethod.DELETE, HttpRouteMethod.GET, HttpRouteMethod.HEAD, HttpRouteMethod.OPTIONS, HttpRouteMethod.PATCH,
  HttpRouteMethod.POST, HttpRouteMethod.PUT, HttpRouteMethod.TRACE,
])('allows every method that has a constant: %j', (method) => {
  expect(corsOf({ allowMethods: [method] }).allowMethods).toHaveLength(1);
});

test.each<[string, Partial<CorsPolicy>, string, string]>([
  ['no origins', { allowOrigins: [] }, 'CorsOriginsMissing', 'allowOrigins'],
  ['an empty origin', { allowOrigins: [SHOP, CorsOrigin.exact('')] }, 'MatchValueMissing', 'allowOrigins[1]'],
  ['an empty beginning of origins', { allowOrigins: [CorsOrigin.prefix('')] }, 'MatchValueMissing', 'allowOrigins[0]'],
  ['an empty expression for origins', { allowOrigins: [CorsOrigin.regex('')] }, 'MatchValueMissing', 'allowOrigins[0]'],
  ['an expression that RE2 refuses', { allowOrigins: [CorsOrigin.regex('*')] }, 'InvalidRegex', 'allowOrigins[0]'],
  ['a method that Istio does not know', { allowMethods: [HttpRouteMethod.GET, HttpRouteMethod.of('PROPFIND')] }, 'CorsMethodUnknown', 'allowMethods[1]'],
  ['a method in lower case', { allowMethods: [HttpRouteMethod.of('get')] }, 'CorsMethodUnknown', 'allowMethods[0]'],
  ['a header to send that is no name', { allowHeaders: ['x y'] }, 'InvalidHeaderName', 'allowHeaders[0]'],
  ['a header to read that is no name', { exposeHeaders: ['x', ':status'] }, 'InvalidHeaderName', 'exposeHeaders[1]'],
  ['an age of 0', { maxAge: Duration.seconds(0) }, 'InvalidDuration', 'maxAge'],
  ['an age with a part of a second', { maxAge: Duration.millis(1500) }, 'InvalidDuration', 'maxAge'],
])('refuses %s', (_mistake, cors, code, place) => {
  expect(messageOf(() => corsOf(cors))).toContain(` ${code}: http[0].cors.${place} must `);
});
