import { portNumber } from '../../src/istio/port-number';

describe('the number of a port', () => {
  test.each([1, 80, 65535])('may be %p', (value) => {
    expect(portNumber.accepts(value)).toBe(true);
  });

  test.each([0, -1, 65536, 80.5, NaN, Infinity])('cannot be %p', (value) => {
    expect(portNumber.accepts(value)).toBe(false);
  });
});
