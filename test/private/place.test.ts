import { Construct } from 'constructs';
import { ConfigurationError } from '../../src/private/configuration-error';
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
    '[bookinfo/reviews] InvalidHeaderName: http[0].match[1].headers[x-a] must be right, got "wrong"; correct it',
  );
});

test.each([
  ['a text in quotes', 'v1', '"v1"'],
  ['the empty text', '', '""'],
  ['a number', 1.5, '1.5'],
  ['a boolean', true, 'true'],
  ['a list', [1, 'a'], '[1,"a"]'],
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

  test.each([
    ['the inner part of a construct', ['reviews', 'Resource']],
    ['all that the inner part holds', ['reviews', 'Resource', 'DestinationRule']],
  ])('names the construct that the user wrote in place of %s', (_kind, ids) => {
    expect(errorAt(...ids).message).toBe('[bookinfo/reviews] InvalidHost: host must be right');
  });

  test('leaves a construct alone whose id only begins like that of an inner part', () => {
    expect(errorAt('Resources', 'reviews').constructPath).toBe('bookinfo/Resources/reviews');
  });
});
