import { dnsLabel, kubernetesName, serviceName, subdomainName } from '../../src/istio/dns-label';

const a63 = 'a'.repeat(63);

describe('a DNS label', () => {
  test.each(['a', '1', 'v1', 'V1', 'a-b', 'a--b', '1-a', a63])('may be %s', (value) => {
    expect(dnsLabel.accepts(value)).toBe(true);
  });

  test.each(['', '-', '-a', 'a-', 'v_1', 'v.1', 'a b', 'é', '*', 'a\n', `${a63}a`])('cannot be %j', (value) => {
    expect(dnsLabel.accepts(value)).toBe(false);
  });
});

describe('a Kubernetes name', () => {
  test.each(['a', '1', 'reviews-v1', '1-a', a63])('may be %s', (value) => {
    expect(kubernetesName.accepts(value)).toBe(true);
  });

  test.each(['', 'V1', 'aBc', '-a', 'a-', 'a.b', 'a_b', `${a63}a`])('cannot be %j', (value) => {
    expect(kubernetesName.accepts(value)).toBe(false);
  });
});

describe('the name of a Service', () => {
  test.each(['a', 'a1', 'reviews-v1', a63])('may be %s', (value) => {
    expect(serviceName.accepts(value)).toBe(true);
  });

  test.each(['', '1', '1-a', 'A', '-a', 'a-', 'a.b', 'a_b', `${a63}a`])('cannot be %j', (value) => {
    expect(serviceName.accepts(value)).toBe(false);
  });
});

describe('the name of a custom object', () => {
  test.each(['a', '1', 'a.b', 'reviews.shop-1.x', `${a63}a`, 'a'.repeat(253)])('may be %s', (value) => {
    expect(subdomainName.accepts(value)).toBe(true);
  });

  test.each(['', 'A', '.a', 'a.', 'a..b', 'a.-b', 'a-.b', 'a_b', '*.a', 'a'.repeat(254)])('cannot be %j', (value) => {
    expect(subdomainName.accepts(value)).toBe(false);
  });
});
