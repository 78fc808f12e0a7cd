import { sniHost } from '../../src/istio/sni-host';

describe('the host that a TLS client names', () => {
  test.each(['db', 'db.bookinfo.svc.cluster.local', '*.example.com', '*'])('may be %p', (value) => {
    expect(sniHost.accepts(value)).toBe(true);
  });

  test.each(['', 'DB.example.com', '*db.example.com', '*-db.example.com', 'a.*.com', 'a_b', '10.0.0.1', '2001:db8::1', 'db:443', undefined as unknown as string])(
    'cannot be %p',
    (value) => {
      expect(sniHost.accepts(value)).toBe(false);
    },
  );
});
