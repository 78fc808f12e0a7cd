import { inSeconds, millisecondsIn } from '../../src/simulation/milliseconds';

test.each([
  ['0', 0], ['1m30s', 90_000], ['1.5h', 5_400_000], ['.5s', 500], ['250ms', 250], ['-2s', -2000], ['+2s', 2000],
  ['5', undefined], ['', undefined], ['soon', undefined], [5, undefined], [undefined, undefined],
])('%s is %s milliseconds', (text, expected) => {
  expect(millisecondsIn(text)).toBe(expected);
});

test('Envoy has durations in seconds', () => {
  expect([inSeconds(300), inSeconds(90_000), inSeconds(0.001)]).toEqual(['0.3s', '90s', '0.000001s']);
});
