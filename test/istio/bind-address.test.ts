import { bindAddress, isSocket } from '../../src/istio/bind-address';

test.each(['127.0.0.1', '::1', 'unix:///run/web.sock', 'unix://@web', 'unix://@'])('a server may listen at %s', (address) => {
  expect(bindAddress.accepts(address)).toBe(true);
});

test.each(['', 'localhost', '127.0.0.1:80', '10.0.0.0/8', 'unix://', 'unix:///', 'unix://run/web.sock', 'unix:///run/', undefined])('no server listens at %j', (address) => {
  expect(bindAddress.accepts(address as string)).toBe(false);
});

test('a Unix socket is told from an address', () => {
  expect(['unix://@web', '127.0.0.1', undefined].map(isSocket)).toEqual([true, false, false]);
});
