import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { Gateway, GatewayProps, GatewayServer, IGateway, MeshSettings, NetworkingApiVersion } from '../../src';
import { Place } from '../../src/private/place';
import { hostsServedBy, validateGateway } from '../../src/resources/gateway';
import { gatewayReference } from '../../src/routing/gateway-reference';
import { bookinfo, synthesised } from '../support/bookinfo';
import { specOf, specWithUnknownField } from '../support/chart';
import { only } from '../support/manifests';
import { codeOf, messageOf } from '../support/messages';

const SERVERS = [GatewayServer.http(['shop.example.com'])];

function gateway(props: Partial<GatewayProps> = {}, chart: Chart = bookinfo()): Gateway {
  return new Gateway(chart, 'public', { servers: SERVERS, ...props });
}

test('is one object, named as its construct, in the namespace of the chart', () => {
  const chart = bookinfo();
  gateway({ servers: [GatewayServer.redirectToHttps(['*.example.com']), GatewayServer.https(['*.example.com'], 'example-com')] }, chart);
  expect(synthesised(chart)).toEqual([{
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'bookinfo' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [
        { port: { number: 80, name: 'http-80', protocol: 'HTTP' }, hosts: ['*.example.com'], tls: { httpsRedirect: true } },
        {
          port: { number: 443, name: 'https-443', protocol: 'HTTPS' },
          hosts: ['*.example.com'],
          tls: { mode: 'SIMPLE', credentialName: 'example-com' },
        },
      ],
    },
  }]);
});

test('takes a name of its own, and the labels of its pods', () => {
  const chart = bookinfo();
  const selector = { istio: 'ingress', region: 'eu' };
  const { gatewayName } = gateway({ name: 'edge', selector }, chart);
  selector.region = 'us';
  expect(gatewayName).toBe('edge');
  expect(only(synthesised(chart), 'Gateway').metadata.name).toBe('edge');
  expect(specOf(chart, 'Gateway').selector).toEqual({ istio: 'ingress', region: 'eu' });
});

test('is written in the version of Istio\'s API that is set', () => {
  const chart = bookinfo();
  MeshSettings.of(chart, { apiVersion: NetworkingApiVersion.V1BETA1 });
  gateway({}, chart);
  expect(only(synthesised(chart), 'Gateway').apiVersion).toBe('networking.istio.io/v1beta1');
});

test('lets patches add what the library does not know', () => {
  const chart = bookinfo();
  const { apiObject } = gateway({}, chart);
  apiObject.addJsonPatch(JsonPatch.add('/spec/servers/0/bind', '127.0.0.1'), JsonPatch.add('/spec/aFieldOfTomorrow', 1));
  expect(apiObject).toBeInstanceOf(ApiObject);
  expect(specWithUnknownField(chart, 'Gateway')).toMatchObject({ servers: [{ bind: '127.0.0.1' }], aFieldOfTomorrow: 1 });
});

test.each<[string, Partial<GatewayProps>, string]>([
  ['a name with a dot', { name: 'public.v1' }, 'InvalidObjectName'],
  ['a name in upper case', { name: 'Public' }, 'InvalidObjectName'],
  ['a name of more than 63 characters', { name: 'a'.repeat(64) }, 'InvalidObjectName'],
  ['no servers', { servers: [] }, 'GatewayServersMissing'],
  ['no labels of pods, which would be those of every gateway', { selector: {} }, 'LabelsMissing'],
  ['a label that pods cannot have', { selector: { istio: 'a b' } }, 'InvalidLabel'],
])('refuses %s', (_mistake, props, code) => {
  expect(codeOf(() => gateway(props))).toBe(code);
});

/** As a user writes it, in whatever language. */
class OwnGateway implements IGateway {
  public constructor(public readonly gatewayName: string, public readonly gatewayNamespace?: string) {}
}

describe('a reference to it', () => {
  test.each<[string, IGateway, string]>([
    ['names the namespace of the chart', gateway(), 'bookinfo/public'],
    ['names no namespace if the chart has none', gateway({}, bookinfo({})), 'public'],
    ['names the namespace where it exists', Gateway.fromName('public', { namespace: 'istio-ingress' }), 'istio-ingress/public'],
    ['names no namespace if none is known', Gateway.fromName('public'), 'public'],
    ['names what a class of a user\'s own says', new OwnGateway('public', 'edge'), 'edge/public'],
  ])('%s', (_rule, target, reference) => {
    expect(gatewayReference(target)).toBe(reference);
  });
});

describe('the hosts that it serves', () => {
  test('are those of all servers, each once, without the namespaces that may use them', () => {
    expect(hostsServedBy(gateway({
      servers: [
        GatewayServer.redirectToHttps(['*.example.com', 'shop/a.example.org']),
        GatewayServer.https(['*.example.com'], 'a'),
        GatewayServer.https(['./b.example.org', '*'], 'b'),
      ],
    }))).toEqual(['*.example.com', 'a.example.org', 'b.example.org', '*']);
  });

  test('are those that are given for one that exists', () => {
    const hosts = ['shop/*.example.com'];
    const existing = Gateway.fromName('public', { hosts });
    hosts.push('b.example.org');
    expect(hostsServedBy(existing)).toEqual(['*.example.com']);
  });

  test.each<[string, IGateway]>([
    ['for one that exists and of which they are not said', Gateway.fromName('public', { namespace: 'edge' })],
    ['for a class of a user\'s own', new OwnGateway('public')],
  ])('are not known %s', (_kind, target) => {
    expect(hostsServedBy(target)).toBeUndefined();
  });
});

describe('where something names it', () => {
  const validate = (target: IGateway) => validateGateway(Place.of(bookinfo()).at('gateways').item(0), target);

  test.each<[string, IGateway]>([
    ['one that exists, with all that is known of it', Gateway.fromName('public', { namespace: 'edge', hosts: ['*', 'shop/*.example.com'] })],
    ['one that exists in the namespace of who names it', Gateway.fromName('public')],
    ['an object of a class of one\'s own', new OwnGateway('public', 'edge')],
    ['one with the name of all sidecars, if it is in a namespace', Gateway.fromName('mesh', { namespace: 'edge' })],
    ['one with a number for a name, if it is in a namespace', Gateway.fromName('443', { namespace: 'edge' })],
  ])('takes %s', (_kind, target) => {
    expect(() => validate(target)).not.toThrow();
  });

  test('takes one of this app, and no other', () => {
    const chart = bookinfo();
    const place = Place.of(chart).at('gateways').item(0);
    expect(() => validateGateway(place, gateway({}, chart))).not.toThrow();
    expect(messageOf(() => validateGateway(place, gateway({}, bookinfo())))).toBe(
      '[bookinfo] GatewayUnknown: gateways[0] must be a gateway of this app, got public of another one; '
      + 'for a gateway that exists elsewhere use Gateway.fromName()',
    );
  });

  test.each<[string, IGateway, string, string]>([
    ['an empty name', Gateway.fromName(''), 'GatewayUnknown', 'gatewayName'],
    ['a reference for a name', Gateway.fromName('edge/public'), 'GatewayUnknown', 'gatewayName'],
    ['a DNS name', Gateway.fromName('public.edge.svc.cluster.local'), 'GatewayUnknown', 'gatewayName'],
    ['a text', 'edge/public' as unknown as IGateway, 'GatewayUnknown', 'gatewayName'],
    ['the word for all sidecars', Gateway.fromName('mesh'), 'GatewayUnknown', 'gatewayNamespace'],
    ['a number, which Istio refuses without a namespace', Gateway.fromName('443'), 'GatewayUnknown', 'gatewayNamespace'],
    ['an empty namespace', Gateway.fromName('public', { namespace: '' }), 'GatewayUnknown', 'gatewayNamespace'],
    ['any namespace', new OwnGateway('public', '*'), 'GatewayUnknown', 'gatewayNamespace'],
    ['an empty list of hosts', Gateway.fromName('public', { hosts: [] }), 'HostsMissing', 'hosts'],
    ['a host that no gateway can serve', Gateway.fromName('public', { hosts: ['a.com', 'shop'] }), 'InvalidGatewayHost', 'hosts[1]'],
  ])('refuses %s', (_mistake, target, code, place) => {
    expect(codeOf(() => validate(target))).toBe(code);
    expect(messageOf(() => validate(target))).toContain(`: gateways[0].${place} must `);
  });
});
