import { ipSubnet } from '../../src/istio/ip-subnet';

describe('addresses that a client calls', () => {
  test.each(['10.0.0.1', '10.1.0.0/16', '0.0.0.0/0', '10.0.0.1/32', '2001:db8::1', '2001:db8::/32', '::/0', '::1/128'])('may be %p', (value) => {
    expect(ipSubnet.accepts(value)).toBe(true);
  });

  test.each([
    '', '10.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/08', '10.0.0.0/8/8', '/8', '::/129', 'db.example.com', 'fe80::1%eth0', '*',
    undefined as unknown as string, 10 as unknown as string,
  ])('cannot be %p', (value) => {
    expect(ipSubnet.accepts(value)).toBe(false);
  });
});
