import * as fc from 'fast-check';
import { isOneOf, matches, rate, share, sum } from '../../src/monitoring/promql';
import { notUnderstood } from '../support/promql';

test('the grammar finds mistakes', () => {
  expect(notUnderstood('sum(rate(a{b="c"}[5m])) by (d)')).toEqual([]);
  for (const wrong of ['sum(', 'a{b="c}', 'rate(a{b=c}[5m])', 'sum(a) by (d', 'a or']) {
    expect(notUnderstood(wrong)).not.toEqual([]);
  }
});

test('a label with one possible value is compared, one with several is matched', () => {
  expect(isOneOf('a', ['x.y'])).toEqual({ label: 'a', operator: '=', value: 'x.y' });
  expect(isOneOf('a', ['x.y', 'x.y'])).toEqual({ label: 'a', operator: '=', value: 'x.y' });
  expect(isOneOf('a', ['x.y', 'z'])).toEqual({ label: 'a', operator: '=~', value: 'x\\.y|z' });
});

test('a rate is that of the series that fulfil all conditions', () => {
  expect(rate('requests_total', [isOneOf('a', ['x']), matches('code', '5..')], '5m')).toBe('rate(requests_total{a="x",code=~"5.."}[5m])');
  expect(rate('requests_total', [], '1h')).toBe('rate(requests_total{}[1h])');
});

test('a sum is over all series, or over those with the same labels', () => {
  expect(sum('x')).toBe('sum(x)');
  expect(sum('x', ['a', 'b'])).toBe('sum(x) by (a, b)');
});

test('a part without series is a share of 0, and a share can be divided by another', () => {
  expect(share('a', 'b')).toBe('((a or 0 * b) / b)');
});

/** Any text without halves of surrogate pairs, which are no text. */
const text = fc.string({ unit: 'binary' });

test('whatever the value is, the query can be read, and holds the value', () => {
  fc.assert(fc.property(text, (value) => {
    const query = rate('requests_total', [isOneOf('a', [value]), isOneOf('b', ['x'])], '5m');
    expect(notUnderstood(query)).toEqual([]);
    const [, written] = /^rate\(requests_total\{a=(".*"),b="x"\}\[5m\]\)$/su.exec(query)!;
    expect(JSON.parse(written)).toBe(value);
    expect(written).not.toMatch(/\n/);
  }));
});

test('of several values, each is taken and nothing else', () => {
  fc.assert(fc.property(fc.uniqueArray(text, { minLength: 2, maxLength: 4 }), text, (values, other) => {
    const { value: regex } = isOneOf('a', values);
    // Prometheus anchors at both ends.
    const taken = new RegExp(`^(?:${regex})$`, 'su');
    expect(values.filter((value) => !taken.test(value))).toEqual([]);
    expect(taken.test(other)).toBe(values.includes(other));
  }));
});
