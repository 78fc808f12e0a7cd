import { dnsLabel } from '../../istio/dns-label';
import { goDuration } from '../../istio/go-duration';
import { claimName, headerName } from '../../istio/header-name';
import { fqdn, ipAddress, wildcardHost } from '../../istio/host';
import { acceptedLabelValue, labelKey } from '../../istio/label-map';
import { portNumber } from '../../istio/port-number';
import type { Primitive } from '../../istio/primitive';
import { re2Problem } from '../../istio/re2';
import type { Field } from '../field';
import { shown } from '../field';

const MILLISECOND = 1_000_000n;

/** Completes the sentence "X must be ...", if a primitive does not accept a value. */
export function refusedBy<T>(primitive: Primitive<T>, value: T): string | undefined {
  return primitive.accepts(value) ? undefined : `must be ${primitive.allowed}, got ${shown(value)}`;
}

/** A number of a port that is given. */
export function portProblem(field: Field): string | undefined {
  return refusedBy(portNumber, field.number);
}

/** A port that counts as absent if it is zero. */
export function optionalPortProblem(field: Field): string | undefined {
  return field.number === 0 ? undefined : portProblem(field);
}

/** A duration, which Istio measures in whole milliseconds; an absent one is none. */
export function durationProblem(field: Field): string | undefined {
  if (!field.isPresent) return undefined;
  const nanoseconds = goDuration(field.text);
  if (nanoseconds === undefined) return `must be a duration such as 500ms, 3s or 1m30s, got ${shown(field.value)}`;
  if (nanoseconds < MILLISECOND) return `must be at least 1ms, got ${field.text}`;
  return nanoseconds % MILLISECOND === 0n ? undefined : `must be a whole number of milliseconds, got ${field.text}`;
}

export function labelsProblem(labels: Field): [Field, string][] {
  return labels.entries.flatMap(([key, value]): [Field, string][] => {
    const wrong = refusedBy(labelKey, key) ?? refusedBy(acceptedLabelValue, value.text);
    return wrong === undefined ? [] : [[value, wrong]];
  });
}

/** The expression of a text to match, if it is one. */
export function regexProblem(match: Field): [Field, string][] {
  const regex = match.at('regex');
  return regex.isPresent ? patternProblem(regex) : [];
}

export function patternProblem(pattern: Field): [Field, string][] {
  const wrong = re2Problem(pattern.text);
  return wrong === undefined ? [] : [[pattern, `is no regular expression that Istio accepts: ${wrong}`]];
}

/** A text to match whose prefix must not be empty. */
export function stringMatchProblem(match: Field): [Field, string][] {
  const prefix = match.at('prefix');
  if (prefix.isPresent && prefix.text === '') return [[prefix, 'must not be empty']];
  return regexProblem(match);
}

export function matchedHeaderProblem(name: string): string | undefined {
  if (headerName.accepts(name) || claimName.accepts(name)) return undefined;
  return `must be named by ${headerName.allowed}, got ${shown(name)}`;
}

/** A host of a VirtualService, a DestinationRule or a destination, or an address where one may stand. */
export function hostProblem(host: string, mayBeAddress = false): string | undefined {
  if (wildcardHost.accepts(host) && host !== '') return undefined;
  return mayBeAddress && ipAddress.accepts(host) ? undefined : `must be ${wildcardHost.allowed}, got ${shown(host)}`;
}

/** The name of a port, of a subset and the like. */
export function labelProblem(field: Field): string | undefined {
  return refusedBy(dnsLabel, field.text);
}

export function fqdnProblem(field: Field): string | undefined {
  return refusedBy(fqdn, field.text);
}
