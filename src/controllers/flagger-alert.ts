import { dnsLabel, subdomainName } from '../istio/dns-label';
import type { CanarySpec } from '../private/imports';
import type { Place } from '../private/place';

/** Of which events an alert tells. */
export enum FlaggerAlertSeverity {
  /** Of all events: a release begins, goes on, succeeds, fails. */
  INFO = 'info',
  /** Of warnings and errors, such as a release that is rolled back. */
  WARN = 'warn',
  /** Of errors alone. */
  ERROR = 'error',
}

/**
 * A message to a chat about a release. An AlertProvider, which is an object of its own, knows the chat.
 *
 * @throws FlaggerReferenceInvalid, FlaggerAlertSilent (when a construct receives it)
 * @see https://docs.flagger.app/usage/alerting
 */
export interface FlaggerAlert {
  /** What the alert is called, such as `on-call`. */
  readonly name: string;
  /** The name of the AlertProvider. */
  readonly providerName: string;
  /**
   * The namespace of the AlertProvider.
   *
   * @default - that of the FlaggerCanary
   */
  readonly providerNamespace?: string;
  /** Of which events it tells. */
  readonly severity: FlaggerAlertSeverity;
}

type AlertSpec = NonNullable<CanarySpec['analysis']['alerts']>[number];

/** An entry of a Canary's `alerts`. */
export function renderAlert(place: Place, { name, providerName, providerNamespace, severity }: FlaggerAlert): AlertSpec {
  requireName(place.at('name'), name);
  const severities: string[] = Object.values(FlaggerAlertSeverity);
  if (!severities.includes(severity)) {
    place.at('severity').fail('FlaggerAlertSilent', {
      must: `be one of ${severities.join(', ')}`, got: severity, fix: 'name one: an alert without severity is never sent, although Flagger calls info its default',
    });
  }
  return { name, severity, providerRef: renderReference(place, 'provider', providerName, providerNamespace) };
}

/** A reference to an object of Flagger's, given as two props. */
export function renderReference(place: Place, prop: string, name: string, namespace?: string): { name: string; namespace?: string } {
  place.at(`${prop}Name`).check('FlaggerReferenceInvalid', subdomainName, name, 'write the name of the object');
  if (namespace !== undefined) {
    place.at(`${prop}Namespace`).check('FlaggerReferenceInvalid', dnsLabel, namespace, 'write the namespace of the object, or leave it out');
  }
  return { name, namespace };
}

/** The name of an alert, a metric or a webhook, of which Flagger takes any but none. */
export function requireName(place: Place, name: string): void {
  if (typeof name !== 'string' || name.trim() === '') {
    place.fail('FlaggerReferenceInvalid', { must: 'not be empty', got: name, fix: 'give it a name, which events and alerts will show' });
  }
}
