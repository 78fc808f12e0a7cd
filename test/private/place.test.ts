import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigurationError, presentAsWhole } from '../../src/private/configuration-error';
import { Place } from '../../src/private/place';
import { bookinfo } from '../support/bookinfo';
import { messageOf } from '../support/messages';

const COMPLAINT = { must: 'be right', got: 'wrong', fix: 'correct it' };

function place(): Place {
  return Place.of(new Construct(bookinfo(), 'reviews'));
}

test('complains with the construct, the code, the property, the value and what to do', () => {
  expect(messageOf(() => place().at('timeout').fail('InvalidDuration', COMPLAINT))).toBe(
    '[bookinfo/reviews] InvalidDuration: timeout must be right, got "wrong"; correct it',
  );
});

test('names a property deep down as the user wrote it', () => {
  expect(messageOf(() => place().at('http').item(0).at('match').item(1).at('headers').item('x-a').fail('InvalidHeaderName', COMPLAINT))).toBe(
    '[bookinfo/reviews] InvalidHeaderName: http[0].match[1].headers["x-a"] must be right, got "wrong"; correct it',
  );
});

test('names a property as the user of an outer construct calls it, and what stands below after it', () => {
  const names = { 'versions[1]': 'canary', 'diversions': 'routes', 'diversions[0].to[0]': 'routes[0].version' };
  const inner = Place.of(new Construct(bookinfo(), 'reviews'), names);
  const diversion = inner.at('diversions').item(0);
  expect([
    inner.at('versions'), inner.at('versions').item(0), inner.at('versions').item(1), inner.at('versions').item(1).at('labels').item('a'),
    inner.at('versions').item(11), diversion, diversion.at('match').item(2), diversion.at('to').item(0).at('weight'), diversion.at('to').item(1),
  ].map(({ prop }) => prop)).toEqual([
    'versions', 'versions[0]', 'canary', 'canary.labels["a"]',
    'versions[11]', 'routes[0]', 'routes[0].match[2]', 'routes[0].version.weight', 'routes[0].to[1]',
  ]);
});

test.each([
  ['a text in quotes', 'v1', '"v1"'],
  ['the empty text', '', '""'],
  ['a number', 1.5, '1.5'],
  ['a boolean', true, 'true'],
  ['a number that is none', NaN, 'NaN'],
  ['a list', [1, 'a'], '[1,"a"]'],
  ['the beginning of a long text', 'x'.repeat(500), `"${'x'.repeat(99)}... (502 characters)`],
  ['an object', { version: 'v1' }, '{"version":"v1"}'],
  ['nothing', undefined, 'nothing'],
  ['what JSON cannot hold', Symbol('x'), 'Symbol(x)'],
])('shows %s', (_kind, got, shown) => {
  expect(messageOf(() => place().at('name').fail('InvalidLabel', { ...COMPLAINT, got }))).toContain(`, got ${shown}; `);
});

test('checks a value against what is allowed', () => {
  const even = { allowed: 'an even number', accepts: (value: number) => value % 2 === 0 };
  expect(() => place().at('replicas').check('InvalidReplicas', even, 2, 'take one more')).not.toThrow();
  expect(messageOf(() => place().at('replicas').check('InvalidReplicas', even, 3, 'take one more'))).toBe(
    '[bookinfo/reviews] InvalidReplicas: replicas must be an even number, got 3; take one more',
  );
});

test('shares nothing with the places made from it', () => {
  const top = place();
  const ports = top.at('ports');
  ports.item(0);
  top.at('versions');
  expect(messageOf(() => ports.fail('PortsMissing', COMPLAINT))).toContain(': ports must ');
});

describe('an error', () => {
  function errorAt(...ids: string[]): ConfigurationError {
    const scope = ids.reduce((parent: Construct, id) => new Construct(parent, id), bookinfo());
    return new ConfigurationError(scope, 'InvalidHost', 'host must be right');
  }

  test('has a name, a code and a path to be told by in JavaScript', () => {
    const error = errorAt('reviews');
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code, error.constructPath]).toEqual(['ConfigurationError', 'InvalidHost', 'bookinfo/reviews']);
  });

  test('names the construct that is presented as a whole in place of any part of it', () => {
    const service = new Construct(bookinfo(), 'reviews');
    presentAsWhole(service);
    const part = new Construct(new Construct(service, 'Resource'), 'DestinationRule');
    expect(new ConfigurationError(part, 'InvalidHost', 'host must be right').message).toBe('[bookinfo/reviews] InvalidHost: host must be right');
  });

  test('names the outermost whole where one is built on another', () => {
    const outer = new Construct(bookinfo(), 'reviews');
    const inner = new Construct(outer, 'Resource');
    presentAsWhole(outer);
    presentAsWhole(inner);
    expect(new ConfigurationError(inner, 'InvalidHost', '').constructPath).toBe('bookinfo/reviews');
  });

  test('has words for the app, whose path is empty', () => {
    expect(new ConfigurationError(new App(), 'InvalidHost', 'host must be right').message).toBe('[the app] InvalidHost: host must be right');
  });
});
