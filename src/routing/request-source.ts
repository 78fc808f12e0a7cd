import { gatewayReference, IGateway, isMesh, validateReference } from './gateway-reference';
import { kubernetesName } from '../istio/dns-label';
import { portNumber } from '../istio/port-number';
import type { HttpMatchSpec } from '../private/imports';
import { validateLabelSyntax } from '../private/labels';
import type { Place } from '../private/place';

/** From where and on which port a request or a connection comes. */
export interface RequestSource {
  readonly port?: number;
  readonly sourceLabels?: { [key: string]: string };
  readonly sourceNamespace?: string;
  readonly gateways?: IGateway[];
}

/** These conditions as they stand in a match. */
export function renderSource(place: Place, { port, sourceLabels, sourceNamespace, gateways }: RequestSource): SourceSpec {
  if (port !== undefined) {
    place.at('port').check('InvalidPort', portNumber, port, 'name the port that is called');
  }
  if (sourceLabels) {
    validateSourceLabels(place.at('sourceLabels'), sourceLabels);
  }
  if (sourceNamespace !== undefined) {
    place.at('sourceNamespace').check('InvalidObjectName', kubernetesName, sourceNamespace, 'name the namespace of the pods that call');
  }
  return {
    ...(port !== undefined && { port }),
    ...(sourceLabels && { sourceLabels: { ...sourceLabels } }),
    ...(sourceNamespace !== undefined && { sourceNamespace }),
    ...(gateways && { gateways: renderGateways(place.at('gateways'), gateways) }),
  };
}

/** From where and on which port a request comes, rendered. */
export type SourceSpec = Pick<HttpMatchSpec, 'port' | 'sourceLabels' | 'sourceNamespace' | 'gateways'>;

/** Complains of conditions on callers that Istio does not look at. */
export function rejectIgnoredSource(place: Place, { sourceLabels, sourceNamespace, gateways }: RequestSource): void {
  if (gateways && (sourceLabels ?? sourceNamespace) !== undefined) {
    place.at(sourceLabels ? 'sourceLabels' : 'sourceNamespace').fail('SourceIgnored', {
      must: 'be left out where gateways are named', got: sourceLabels ?? sourceNamespace, fix: 'Istio then looks at the gateways alone: use two matches',
    });
  }
}

function validateSourceLabels(place: Place, labels: { [key: string]: string }): void {
  if (Object.keys(labels).length === 0) {
    place.fail('LabelsMissing', { must: 'have at least one label', got: labels, fix: 'name one, or leave this out for all callers' });
  }
  validateLabelSyntax(place, labels);
}

/** The gateways of a match; `Gateway.mesh()` among them stands for the sidecars. */
export function renderGateways(place: Place, gateways: IGateway[]): string[] {
  if (gateways.length === 0) {
    place.fail('MatchEmpty', { must: 'have an entry', got: gateways, fix: 'add one, or leave it out to take all' });
  }
  return gateways.map((gateway, index) => {
    if (!isMesh(gateway)) {
      validateReference(place.item(index), gateway);
    }
    return gatewayReference(gateway);
  });
}

/**
 * Complains of gateways on which the rule does not act, so that the match would hold nowhere.
 *
 * @param bound where the rule acts, as it stands in the VirtualService
 */
export function rejectUnbound(place: Place, gateways: string[] = [], bound: string[]): void {
  gateways.forEach((gateway, index) => {
    if (!bound.includes(gateway)) {
      place.at('gateways').item(index).fail('GatewayNotBound', {
        must: `be one of those on which the rule acts (${bound.join(', ')})`, got: gateway, fix: 'the match would hold nowhere: name it among the gateways of the VirtualService',
      });
    }
  });
}
