import { App, Chart } from 'cdk8s';
import { CanaryService, FlaggerExposure, Gateway, GatewayServer, HttpRoute, IGateway, ServicePort, VirtualService } from '../../src';
import { bookinfo } from '../support/bookinfo';
import { RATINGS, V1 } from '../support/chart';
import { flaggerCanary, serviceSpec } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';

const PUBLIC = Gateway.fromName('public', { namespace: 'istio-ingress', hosts: ['*.example.com'] });

function exposed(exposure: FlaggerExposure) {
  const { port, ...rest } = serviceSpec({ exposure });
  return rest;
}

describe('a service is exposed', () => {
  test('in the mesh, which Flagger takes for granted', () => {
    expect(exposed(FlaggerExposure.mesh())).toEqual({});
  });

  test('at gateways alone', () => {
    expect(exposed(FlaggerExposure.gateways([PUBLIC, Gateway.fromName('internal')], ['a.example.com'])))
      .toEqual({ gateways: ['istio-ingress/public', 'internal'], hosts: ['a.example.com'] });
  });

  test('at gateways and in the mesh, which Flagger forgets unless it is listed', () => {
    expect(exposed(FlaggerExposure.meshAndGateways([PUBLIC], ['a.example.com']))).toEqual({ gateways: ['istio-ingress/public', 'mesh'], hosts: ['a.example.com'] });
  });

  test('through another VirtualService', () => {
    expect(exposed(FlaggerExposure.delegation())).toEqual({ delegation: true });
  });

  test('under every host at gateways only, because Istio takes none such in the mesh', () => {
    expect(exposed(FlaggerExposure.gateways([Gateway.fromName('public')], ['*'])).hosts).toEqual(['*']);
    expect(codeOf(() => exposed(FlaggerExposure.meshAndGateways([Gateway.fromName('public')], ['*'])))).toBe('InvalidHost');
  });
});

describe('an exposure is refused', () => {
  test.each<[string, string, IGateway[], string[]]>([
    ['without a gateway', 'FlaggerGatewaysMissing', [], ['a.example.com']],
    ['without a host', 'HostsMissing', [PUBLIC], []],
    ['with a host that is none', 'InvalidHost', [PUBLIC], ['http://a.example.com']],
    ['with a host that the gateway does not serve', 'HostNotOnGateway', [PUBLIC], ['a.example.org']],
    ['with a host and a wildcard for it', 'DuplicateHost', [PUBLIC], ['*.example.com', 'a.example.com']],
    ['with a gateway that has no name', 'GatewayUnknown', [Gateway.fromName('')], ['a.example.com']],
  ])('%s', (_, code, gateways, hosts) => {
    expect(codeOf(() => exposed(FlaggerExposure.gateways(gateways, hosts)))).toBe(code);
    expect(codeOf(() => exposed(FlaggerExposure.meshAndGateways(gateways, hosts)))).toBe(code);
  });

  test('with the host of the service, which Flagger adds', () => {
    for (const host of ['reviews', 'reviews.bookinfo.svc.cluster.local']) {
      expect(messageOf(() => exposed(FlaggerExposure.gateways([Gateway.fromName('public')], ['a.example.com', host]))))
        .toContain('DuplicateHost: service.exposure.hosts[1] must be another host than that of the service');
    }
  });

  test('with a gateway of another app', () => {
    const gateway = new Gateway(new Chart(new App(), 'edge'), 'public', { servers: [GatewayServer.http(['*'])] });
    expect(codeOf(() => exposed(FlaggerExposure.gateways([gateway], ['a.example.com'])))).toBe('GatewayUnknown');
  });
});

describe('a host in the mesh', () => {
  test('belongs to a FlaggerCanary or to a delivery construct', () => {
    const chart = bookinfo();
    new CanaryService(chart, 'service', { name: 'reviews', ports: [ServicePort.http(80)], stable: V1 });
    expect(messageOf(() => flaggerCanary({}, chart))).toContain('HostClaimedTwice: service.exposure.hosts[0] must be a host that nothing else in the app has in the mesh');
  });

  test('of a gateway is taken too, if callers in the mesh obey', () => {
    const rules = (exposure: FlaggerExposure) => () => {
      const chart = bookinfo();
      serviceSpec({ exposure }, chart);
      return new VirtualService(chart, 'a', { hosts: ['a.example.com'], http: [HttpRoute.forward({ to: [RATINGS] })] });
    };
    expect(codeOf(rules(FlaggerExposure.meshAndGateways([PUBLIC], ['a.example.com'])))).toBe('HostClaimedTwice');
    expect(rules(FlaggerExposure.gateways([PUBLIC], ['a.example.com']))).not.toThrow();
  });

  test('is free for the VirtualService that delegates to Flagger\'s', () => {
    const chart = bookinfo();
    serviceSpec({ exposure: FlaggerExposure.delegation() }, chart);
    expect(() => new VirtualService(chart, 'root', { hosts: ['reviews'], http: [HttpRoute.forward({ to: [RATINGS] })] })).not.toThrow();
  });
});
