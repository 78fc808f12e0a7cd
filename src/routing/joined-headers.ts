import type { HeadersSpec } from '../private/imports';

type EditsSpec = HeadersSpec['request'];

/** Changes of headers made one after the other, as one; of what concerns one header, the last stands. */
export function joinHeaders(all: (HeadersSpec | undefined)[]): HeadersSpec | undefined {
  return all.reduce((first, second) => first && second ? joinTwo(first, second) : first ?? second, undefined);
}

function joinTwo(first: HeadersSpec, second: HeadersSpec): HeadersSpec {
  const request = joinEdits(first.request, second.request);
  const response = joinEdits(first.response, second.response);
  return { ...(request && { request }), ...(response && { response }) };
}

function joinEdits(first: EditsSpec, second: EditsSpec): EditsSpec {
  if (!first || !second) {
    return first ?? second;
  }
  const later = [...Object.keys({ ...second.set, ...second.add }), ...second.remove ?? []].map((name) => name.toLowerCase());
  const isFree = (name: string) => !later.includes(name.toLowerCase());
  const free = (values: { [name: string]: string } = {}) => Object.fromEntries(Object.entries(values).filter(([name]) => isFree(name)));
  const set = { ...free(first.set), ...second.set };
  const add = { ...free(first.add), ...second.add };
  const remove = [...(first.remove ?? []).filter(isFree), ...second.remove ?? []];
  return {
    ...(Object.keys(set).length > 0 && { set }),
    ...(Object.keys(add).length > 0 && { add }),
    ...(remove.length > 0 && { remove }),
  };
}
