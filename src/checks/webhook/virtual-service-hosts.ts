import { claimName } from '../../istio/header-name';
import { hostsOverlap } from '../../istio/host';
import { virtualService } from '../examples';
import { type Field, shown } from '../field';
import type { ObjectCheck } from '../object-check';
import { hostProblem } from './accepted-values';
import { checkGatewayNames } from './gateway-names';
import { webhookRules } from './webhook-rule';

export const HOST_RULES = webhookRules('virtual-service', {
  hosts: {
    must: 'The hosts of a VirtualService are names or addresses; within the mesh "*" alone is none.',
    why: 'Istio refuses the object: it would take the requests to all services.',
    fix: 'name the hosts, or bind the VirtualService to gateways only',
    fails: virtualService('hosts: ["*"]'),
    passes: virtualService('hosts: ["*"]\ngateways: [ingress/public]'),
    equals: 'wildcard host * is not allowed for virtual services bound to the mesh gateway',
  },
  duplicateHost: {
    must: 'No host of a VirtualService stands for another one of it.',
    why: 'Istio refuses the object.',
    fix: 'remove the one for which the other stands',
    fails: virtualService('hosts: ["*.example.com", www.example.com]'),
    passes: virtualService('hosts: [example.com, www.example.com]'),
    equals: 'duplicate hosts in virtual service',
  },
  delegate: {
    must: 'A VirtualService without hosts has HTTP rules only, and no gateways.',
    why: 'It is a delegate: its rules act where another VirtualService hands requests over.',
    fix: 'give it hosts, or remove what a delegate cannot have',
    fails: virtualService('hosts: []\ngateways: [ingress/public]'),
    passes: virtualService('hosts: []'),
    equals: 'delegate virtual service must have no gateways specified',
  },
  claims: {
    must: 'A rule matches claims of a token only in a VirtualService that is bound to gateways alone.',
    why: 'Only gateways match by claims.',
    fix: 'bind the VirtualService to the gateway, without mesh',
    fails: virtualService('http:\n- match:\n  - headers:\n      "@request.auth.claims.group": {exact: admin}\n  route:\n  - destination: {host: reviews}'),
    passes: virtualService('gateways: [ingress/public]\nhttp:\n- match:\n  - headers:\n      "@request.auth.claims.group": {exact: admin}\n  route:\n  - destination: {host: reviews}'),
    equals: 'JWT claim based routing is only supported for gateway',
  },
});

const RULES = HOST_RULES;
const MESH = 'mesh';
const SNI_OF_SUBSET = /^outbound_/;
const LONGEST_HOST = 255;

/** Whether a VirtualService is bound to gateways alone. */
export function isForGateways(spec: Field): boolean {
  const gateways = spec.at('gateways').items;
  return gateways.length > 0 && !gateways.some(({ text }) => text === MESH);
}

/**
 * What is wrong with a host where a VirtualService has one. At gateways, it may be a name that Istio makes for a subset, if there are
 * rules by such names. Istio takes a VirtualService without gateways for one at gateways where it looks at the names in TLS.
 */
export function boundHostProblem(spec: Field, host: string, isSni: boolean): string | undefined {
  const atGateway = isSni ? !spec.at('gateways').items.some(({ text }) => text === MESH) : isForGateways(spec);
  const hasSni = isSni || spec.at('tls').items.some((rule) => rule.at('match').items.some((match) => match.at('sniHosts').size > 0));
  if (atGateway && hasSni && SNI_OF_SUBSET.test(host)) return subsetNameProblem(host);
  return hostProblem(host, !isSni);
}

function subsetNameProblem(host: string): string | undefined {
  const [, port, , name = ''] = host.split('_');
  const isName = host.length <= LONGEST_HOST && /[0-9]/.test(port) && /[a-zA-Z]/.test(name);
  return isName ? undefined : `must be as outbound_.80_._.reviews.shop.svc.cluster.local, got ${shown(host)}`;
}

export function checkHosts(check: ObjectCheck): void {
  const { spec } = check;
  const hosts = spec.at('hosts');
  const gateways = spec.at('gateways');
  if (hosts.size === 0) checkDelegate(check);
  checkGatewayNames(check, gateways, false);
  const atGateway = isForGateways(spec);
  if (!atGateway) checkClaims(check);
  let allValid = true;
  for (const host of hosts.items) {
    const isAll = !atGateway && host.text === '*';
    const wrong = isAll ? 'must not be "*" in the mesh' : boundHostProblem(spec, host.text, false);
    if (wrong !== undefined) check.fail(RULES.hosts, host, wrong);
    allValid &&= wrong === undefined;
  }
  if (allValid) checkDuplicates(check, hosts.items);
}

function checkDelegate(check: ObjectCheck): void {
  for (const key of ['gateways', 'tls', 'tcp']) {
    const field = check.spec.at(key);
    if (field.size > 0) check.fail(RULES.delegate, field, 'must not stand in a VirtualService without hosts');
  }
}

function checkClaims(check: ObjectCheck): void {
  for (const rule of check.spec.at('http').items) {
    for (const match of rule.at('match').items) {
      for (const [name, value] of [...match.at('headers').entries, ...match.at('withoutHeaders').entries]) {
        if (claimName.accepts(name)) check.fail(RULES.claims, value, 'matches a claim, which gateways alone can do');
      }
    }
  }
}

function checkDuplicates(check: ObjectCheck, hosts: Field[]): void {
  hosts.forEach((host, index) => {
    const earlier = hosts.slice(0, index).find(({ text }) => hostsOverlap(text, host.text));
    if (earlier) check.fail(RULES.duplicateHost, host, `${shown(host.text)} is covered by ${shown(earlier.text)}, or covers it`);
  });
}
