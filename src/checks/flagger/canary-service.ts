import { serviceName } from '../../istio/dns-label';
import type { Field } from '../field';
import { shown } from '../field';
import type { RuleFamily } from '../rule';
import { CanaryView } from './canary-view';
import { stepping } from './flagger-examples';
import { flaggerRules } from './flagger-rule';

const COOKIE = (cookie: string) => stepping('', { service: `trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: ${cookie}}}}` });

const RULES = flaggerRules({
  serviceMissing: {
    severity: 'error',
    must: 'A Canary has a service with a port.',
    why: 'The CRD does without, but Flagger makes Services with port 0 of it, which the API server refuses, and never gets ready.',
    fix: 'add service: {port: ...}',
    fails: stepping().replace(/ {2}service:\n {4}port: 80\n/, ''),
    passes: stepping(),
    equals: 'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
  },
  serviceNameInvalid: {
    severity: 'error',
    must: 'The name of the service, or of the target where there is none, leaves room for -primary and -canary behind it, and can be that of a Service.',
    why: 'The API server refuses the Services that Flagger makes, and the Canary never gets ready.',
    fix: 'write service.name: at most 55 lower-case letters, digits and hyphens, beginning with a letter',
    fails: stepping('', { service: 'name: reviews.v2' }),
    passes: stepping('', { service: 'name: reviews-v2' }),
    equals: 'metadata.name: Invalid value: "reviews.v2-canary": a DNS-1035 label must consist of lower case alphanumeric characters or \'-\'',
  },
  delegationHosts: {
    severity: 'error',
    must: 'A service with delegation has neither hosts nor gateways.',
    why: 'Those belong to the VirtualService that delegates. Flagger warns at every check and never gets ready, when the target is at 0 pods already.',
    fix: 'remove hosts and gateways, and name them in the VirtualService that delegates',
    fails: stepping('', { service: 'delegation: true\nhosts: [www.example.com]' }),
    passes: stepping('', { service: 'delegation: true' }),
    equals: 'VirtualService reviews.shop cannot have hosts and gateways when delegation enabled',
  },
  wildcardInMesh: {
    severity: 'error',
    must: 'A service with the host "*" is bound to gateways, and not to mesh.',
    why: 'Istio refuses the VirtualService that Flagger writes, and the Canary never gets ready.',
    fix: 'name the hosts, or name gateways without mesh',
    fails: stepping('', { service: 'gateways: [ingress/public, mesh]\nhosts: ["*"]' }),
    passes: stepping('', { service: 'gateways: [ingress/public]\nhosts: ["*"]' }),
    equals: 'wildcard host * is not allowed for virtual services bound to the mesh gateway',
  },
  meshLeftOut: {
    severity: 'info',
    must: 'The gateways of a service name mesh, if callers in the mesh shall take part in the release.',
    why: 'Without it they get the version that serves, whatever the weights are.',
    fix: 'add mesh to the gateways',
    fails: stepping('', { service: 'gateways: [ingress/public]\nhosts: [www.example.com]' }),
    passes: stepping('', { service: 'gateways: [ingress/public, mesh]\nhosts: [www.example.com]' }),
  },
  settingIgnored: {
    severity: 'warning',
    must: 'A service has only settings that are read for its provider and its protocol.',
    why: 'Flagger passes over the others without a word.',
    fix: 'remove it',
    fails: stepping('', { service: 'backendTimeout: 5s' }),
    passes: stepping('', { service: 'timeout: 5s' }),
  },
  gatewayRefsMissing: {
    severity: 'error',
    must: 'Where the provider is the Gateway API, the service has gatewayRefs.',
    why: 'Flagger cannot write the HTTPRoute, and the Canary never gets ready.',
    fix: 'name the Gateway in gatewayRefs',
    fails: stepping('', { more: 'provider: gatewayapi:v1' }),
    passes: stepping('', { more: 'provider: gatewayapi:v1', service: 'gatewayRefs: [{name: public}]' }),
    equals: 'GatewayRefs must be specified when using Gateway API as a provider.',
  },
  cookieLifeMissing: {
    severity: 'error',
    must: 'A consistent hash by cookie has a ttl.',
    why: 'Flagger writes an empty text for it, Istio refuses the DestinationRule, and the Canary never gets ready.',
    fix: 'add ttl: 0s for a cookie that lives until the browser is closed',
    fails: COOKIE('{name: user}'),
    passes: COOKIE('{name: user, ttl: 0s}'),
    equals: 'spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.ttl: Invalid value',
  },
});

/** Only read for these providers, or for others than these. */
const OF_GATEWAY_API = ['gatewayRefs', 'backendTimeout', 'mirror'];
const OF_APP_MESH = ['meshName', 'backends'];
const OF_ISTIO = ['gateways', 'trafficPolicy', 'delegation'];
const OF_HTTP = ['timeout', 'retries', 'rewrite', 'headers', 'corsPolicy'];

/** What Flagger makes Services and a VirtualService of. */
export const CANARY_SERVICE: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['flagger.app/Canary'],
  checkObject(manifest, report) {
    const view = new CanaryView(manifest, report);
    if (!view.isOfIstio && !view.isOfGatewayApi) return;
    checkService(view);
    checkIgnored(view);
    if (view.isOfIstio) checkVirtualService(view);
  },
};

function checkService(view: CanaryView): void {
  const { spec, service, apex } = view;
  if (!service.isPresent) {
    view.fail(RULES.serviceMissing, spec, 'has no service, of which Flagger needs the port');
  } else if (apex !== '' && !serviceName.accepts(`${apex}-primary`)) {
    const field = service.at('name').isPresent ? service.at('name') : spec.at('targetRef').at('name');
    view.fail(RULES.serviceNameInvalid, field, `makes a Service ${apex}-primary, which must be ${serviceName.allowed}`);
  }
  if (view.isOfGatewayApi && service.at('gatewayRefs').size === 0) view.fail(RULES.gatewayRefsMissing, service, `has no gatewayRefs, which provider ${view.provider} needs`);
}

function checkIgnored(view: CanaryView): void {
  const { service } = view;
  const fail = (keys: readonly string[], because: string) => {
    for (const field of keys.map((key) => service.at(key)).filter(isSet)) view.fail(RULES.settingIgnored, field, because);
  };
  fail(OF_APP_MESH, 'is read for App Mesh alone');
  if (view.isOfGatewayApi) fail(OF_ISTIO, `is not read for provider ${view.provider}`);
  if (view.isOfIstio) fail(OF_GATEWAY_API, 'is read for the Gateway API alone, and the provider is istio if none is named');
  if (view.isOfIstio && view.isTcp) fail(OF_HTTP, 'is not read for a service that speaks TCP');
}

function isSet({ isPresent, value }: Field): boolean {
  return isPresent && value !== false;
}

function checkVirtualService(view: CanaryView): void {
  const { service } = view;
  const [hosts, gateways] = [service.at('hosts'), service.at('gateways')];
  const cookie = service.at('trafficPolicy').at('loadBalancer').at('consistentHash').at('httpCookie');
  if (view.isDelegate) {
    const given = [hosts, gateways].find(({ size }) => size > 0);
    if (given) view.fail(RULES.delegationHosts, given, `cannot stand beside delegation: true, got ${shown(given.value)}`);
  } else if (view.hasMesh) {
    const wildcard = hosts.items.find(({ text }) => text === '*');
    if (wildcard) view.fail(RULES.wildcardInMesh, wildcard, 'must not be "*" for callers in the mesh');
  } else {
    view.fail(RULES.meshLeftOut, gateways, 'leaves out mesh: callers in the mesh get the version that serves, whatever the weights are');
  }
  if (cookie.isPresent && cookie.at('ttl').text === '') view.fail(RULES.cookieLifeMissing, cookie, 'has no ttl');
}
