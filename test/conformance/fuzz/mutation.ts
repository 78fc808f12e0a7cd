import { parseAllDocuments } from 'yaml';
import { corpus } from '../corpus/corpus';
import { KEPT_DIFFERENCES } from '../corpus/kept-differences';
import type { Random } from '../random';
import { DURATION_KEYS, poolOf } from './value-pools';
import type { KubeObject } from '../traffic/traffic-case';

/** A place in an object where something can be changed. */
interface Site {
  readonly holder: { [key: string | number]: unknown };
  readonly key: string | number;
  /** The name of the field, of an item that of its list. */
  readonly field: string;
  readonly isIstio: boolean;
}

const STRANGE: readonly unknown[] = [null, 1, 'a', true, [], {}, -1];
let readable: KubeObject[][] | undefined;

/** A case of the corpus with some values changed. */
export function mutatedCase(random: Random): KubeObject[] {
  readable ??= corpus().filter(({ name }) => !(name in KEPT_DIFFERENCES)).map(({ yaml }) => objectsOf(yaml)).filter(({ length }) => length > 0);
  return mutated(random.pick(readable), random, random.int(1, 2));
}

/** The objects of a text, or none if something else is in it: what cannot be read is no matter of chance. */
function objectsOf(yaml: string): KubeObject[] {
  const documents = parseAllDocuments(yaml);
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return [];
  const objects = documents.map((document) => document.toJS() as Partial<KubeObject> | null);
  const names = new Set(objects.map((object) => `${object?.kind} ${object?.metadata?.namespace} ${object?.metadata?.name}`));
  const areObjects = objects.every((object) => object?.apiVersion && object.kind && object.kind !== 'List' && typeof object.metadata?.name === 'string');
  return areObjects && names.size === objects.length ? objects as KubeObject[] : [];
}

/** The same objects with some values changed, most of them into what stands elsewhere under the same name. */
export function mutated(objects: readonly KubeObject[], random: Random, times: number): KubeObject[] {
  const changed = structuredClone(objects) as KubeObject[];
  for (let time = 0; time < times; time++) {
    const sites = changed.flatMap(sitesOf);
    if (sites.length > 0) mutate(random.pick(sites), sites, random);
  }
  return changed;
}

function sitesOf(object: KubeObject): Site[] {
  const { spec, metadata: { labels, annotations } } = object;
  const isIstio = object.apiVersion.includes('istio.io/');
  return [{ labels, annotations }, ...isIstio || object.kind === 'Service' ? [spec] : []].flatMap((value) => sitesIn(value, '', isIstio));
}

function sitesIn(value: unknown, field: string, isIstio: boolean): Site[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Site['holder'];
  return Object.entries(value).filter(([, member]) => member !== undefined).flatMap(([name, member]) => {
    const key = Array.isArray(value) ? Number(name) : name;
    const own = Array.isArray(value) ? field : name;
    return [{ holder, key, field: own, isIstio }, ...sitesIn(member, own, isIstio)];
  });
}

function mutate(site: Site, sites: readonly Site[], random: Random): void {
  const { holder, key, field, isIstio } = site;
  const present = holder[key];
  const alike = sites.filter((other) => other.field === field && other.isIstio === isIstio).map((other) => other.holder[other.key])
    .filter((value) => shapeOf(value) === shapeOf(present));
  const { right, wrong } = poolOf(field, DURATION_KEYS.includes(field));
  const fitting = [...right, ...wrong].filter((value) => shapeOf(value) === shapeOf(present));
  const kinds = isIstio ? ['borrow', 'borrow', 'borrow', 'pool', 'pool', 'remove', 'remove', 'repeat', 'strange'] : ['borrow', 'remove'];
  switch (random.pick(kinds)) {
    case 'borrow': return put(site, random.pick(alike));
    case 'pool': return fitting.length > 0 ? put(site, random.pick(fitting)) : put(site, random.pick(alike));
    case 'repeat': return Array.isArray(holder) ? void holder.push(structuredClone(present)) : void (holder[`${key}x`] = present);
    case 'strange': return put(site, random.pick(STRANGE));
    default: return Array.isArray(holder) ? void holder.splice(Number(key), 1) : void delete holder[key];
  }
}

function shapeOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
}

function put({ holder, key }: Site, value: unknown): void {
  holder[key] = structuredClone(value);
}
