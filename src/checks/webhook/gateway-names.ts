import { dnsLabel } from '../../istio/dns-label';
import { fqdn } from '../../istio/host';
import { virtualService } from '../examples';
import type { Field } from '../field';
import type { ObjectCheck } from '../object-check';
import { refusedBy } from './accepted-values';
import { webhookRules } from './webhook-rule';

export const GATEWAY_NAME_RULES = webhookRules('virtual-service', {
  gateways: {
    must: 'A VirtualService names its gateways as namespace/name, by a name alone, or as mesh.',
    why: 'Of a gateway that cannot be named there is none, so that the rules would act nowhere.',
    fix: 'write namespace/name, or mesh for calls within the mesh',
    fails: virtualService('gateways: [ingress/]'),
    passes: virtualService('gateways: [ingress/public, mesh]'),
    equals: 'config namespace and gateway name cannot be empty',
  },
  legacyGateway: {
    code: 'IST0133',
    must: 'A gateway of another namespace is named as namespace/name.',
    why: 'The old way, name.namespace, is understood still, but looks like a host.',
    fix: 'write namespace/name',
    fails: virtualService('gateways: [public.ingress]'),
    passes: virtualService('gateways: [ingress/public]'),
    equals: 'using legacy gatewayName format; prefer the <namespace>/<name> format',
  },
});

/**
 * Istio looks at no name behind the first one without a namespace.
 *
 * @param losesWarnings whether Istio drops what it only warns of, as it does in matches of HTTP and TCP
 */
export function checkGatewayNames(check: ObjectCheck, gateways: Field, losesWarnings: boolean): void {
  for (const gateway of gateways.items) {
    const slash = gateway.text.indexOf('/');
    if (slash < 0) {
      checkBareName(check, gateway, losesWarnings);
      return;
    }
    for (const part of [gateway.text.slice(0, slash), gateway.text.slice(slash + 1)]) {
      const wrong = refusedBy(dnsLabel, part);
      if (wrong !== undefined) {
        check.fail(GATEWAY_NAME_RULES.gateways, gateway, `must be a namespace, a slash and a name; each ${wrong}`);
        break;
      }
    }
  }
}

function checkBareName(check: ObjectCheck, gateway: Field, losesWarnings: boolean): void {
  const wrong = refusedBy(fqdn, gateway.text);
  if (wrong !== undefined) check.fail(GATEWAY_NAME_RULES.gateways, gateway, wrong);
  const [name, namespace] = gateway.text.split('.');
  if (namespace !== undefined && !losesWarnings) {
    check.fail(GATEWAY_NAME_RULES.legacyGateway, gateway, `is the old way to name a gateway, ${gateway.text}`, `write ${namespace}/${name}`);
  }
}
