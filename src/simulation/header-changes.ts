import type { HeaderChangesData } from './answer';
import { type Json, type JsonObject, labelsIn, objectIn, textsIn } from '../manifests/json';

/** What a rule, or a destination, does to headers. */
export interface HeaderChanges {
  readonly request?: HeaderChangesData;
  readonly response?: HeaderChangesData;
  /** The host that the service sees. */
  readonly authority?: string;
}

export function headerChangesIn(value: Json | undefined): HeaderChanges {
  const { request, response } = objectIn(value);
  const authority = authorityIn(objectIn(request).set) ?? authorityIn(objectIn(request).add);
  return { request: changesIn(request), response: changesIn(response), ...authority !== undefined && authority !== '' && { authority } };
}

/** One after the other: what the second sets or removes comes last. */
export function bothChanges(first: HeaderChangesData | undefined, second: HeaderChangesData | undefined): HeaderChangesData | undefined {
  if (!first || !second) return first ?? second;
  return compact({ ...first.set, ...second.set }, { ...first.add, ...second.add }, [...first.remove ?? [], ...second.remove ?? []]);
}

function changesIn(value: Json | undefined): HeaderChangesData | undefined {
  const { set, add, remove } = objectIn(value);
  return compact(withoutInternal(objectIn(set)), withoutInternal(objectIn(add)), textsIn(remove).filter((name) => !isInternal(name)));
}

function compact(set: { [name: string]: string }, add: { [name: string]: string }, remove: string[]): HeaderChangesData | undefined {
  const changes = {
    ...Object.keys(set).length > 0 && { set },
    ...Object.keys(add).length > 0 && { add },
    ...remove.length > 0 && { remove },
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}

function withoutInternal(headers: JsonObject): { [name: string]: string } {
  return Object.fromEntries(Object.entries(labelsIn(headers)).filter(([name]) => !isInternal(name)));
}

/** Envoy changes these in another way or not at all. */
function isInternal(name: string): boolean {
  return name.startsWith(':') || name.toLowerCase() === 'host';
}

function authorityIn(headers: Json | undefined): string | undefined {
  return Object.entries(labelsIn(headers)).find(([name]) => /^(?::authority|host)$/i.test(name))?.[1];
}
