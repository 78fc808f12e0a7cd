import { editableHeader, isAuthority, requestHeaderToWrite } from '../istio/header-name';
import { headerValue } from '../istio/header-value';
import type { Primitive } from '../istio/primitive';
import type { HeadersSpec } from '../private/imports';
import type { Place } from '../private/place';

/**
 * Changes of headers, made in this order: headers are removed, then set and added to. Names are compared without regard to case. In a value
 * Envoy puts in what it knows of the request for `%NAME%` and `%NAME(...)%`, such as `%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%`; a percent
 * sign is written `%%`. For a name that it does not know, Envoy refuses all rules of the port.
 *
 * @throws InvalidHeaderName, InvalidHeaderValue (when a construct receives it)
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
 */
export interface HeaderEdits {
  /**
   * Headers to set, by name; each replaces the header that is there. In requests `host`, or `:authority`, changes the host that is called.
   *
   * @default - none
   */
  readonly set?: { [name: string]: string };
  /**
   * Headers to add, by name, as further values of the header that is there.
   *
   * @default - none
   */
  readonly add?: { [name: string]: string };
  /**
   * The names of headers to remove.
   *
   * @default - none
   */
  readonly remove?: string[];
}

/**
 * Changes of the headers of requests and answers on their way.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers
 */
export interface HeaderOperations {
  /**
   * Changes of a request before it is forwarded.
   *
   * @default - none
   */
  readonly request?: HeaderEdits;
  /**
   * Changes of an answer before the caller gets it. The host cannot be changed here.
   *
   * @default - none
   */
  readonly response?: HeaderEdits;
}

/** The `headers` of a rule, or nothing if nothing is changed. */
export function renderHeaderOperations(place: Place, { request, response }: HeaderOperations): HeadersSpec | undefined {
  const rendered = {
    request: request && renderEdits(place.at('request'), request, requestHeaderToWrite),
    response: response && renderEdits(place.at('response'), response, editableHeader),
  };
  return rendered.request ?? rendered.response ? rendered : undefined;
}

/** Where changes of headers write the host that is called. */
export function hostsWritten(place: Place, headers?: HeadersSpec): Place[] {
  const edits = place.at('request');
  return (['set', 'add'] as const).flatMap((kind) => (
    Object.keys(headers?.request?.[kind] ?? {}).filter(isAuthority).map((name) => edits.at(kind).item(name))
  ));
}

/** Of several hosts to call Envoy could write one only, and Istio refuses them, or drops one of them. */
export function failTwoAuthorities(place: Place, other: Place): never {
  return place.fail('RewriteConflict', {
    must: 'be the only one to write the host that is called', found: `${other.prop} beside it`, fix: 'keep one of the two: Istio refuses both together',
  });
}

function renderEdits(place: Place, { set = {}, add = {}, remove = [] }: HeaderEdits, writable: Primitive<string>): HeaderEdits | undefined {
  validateValues(place.at('set'), set, writable);
  validateValues(place.at('add'), add, writable);
  for (const [index, name] of remove.entries()) {
    place.at('remove').item(index).check('InvalidHeaderName', editableHeader, name, 'write the name alone, without colon or spaces');
  }
  const edits = {
    ...(Object.keys(set).length > 0 && { set }),
    ...(Object.keys(add).length > 0 && { add }),
    ...(remove.length > 0 && { remove }),
  };
  return Object.keys(edits).length > 0 ? edits : undefined;
}

function validateValues(place: Place, values: { [name: string]: string }, writable: Primitive<string>): void {
  for (const [name, value] of Object.entries(values)) {
    place.check('InvalidHeaderName', writable, name, 'write the name alone, without colon or spaces');
    place.item(name).check('InvalidHeaderValue', headerValue, value, 'write a percent sign as %%');
  }
}
