import { Random } from '../random';
import { DURATION_KEYS, MAP_KEYS, MAP_VALUES, poolOf } from './value-pools';
import { knownKinds, Schema } from '../../../src/schemas/schema';
import type { KubeObject } from '../traffic/traffic-case';

/** How often a value is one that may be wrong. */
interface Mood {
  readonly wrong: number;
  /** Of a wrong type, null, or a field that is unknown. */
  readonly strange: number;
}

const MOODS: Mood[] = [{ wrong: 0, strange: 0 }, { wrong: 0.05, strange: 0 }, { wrong: 0.15, strange: 0.01 }, { wrong: 0.4, strange: 0.02 }];
const STRANGE: unknown[] = [null, 1, 'a', true, [], {}, '1', [null], 1.5, -1];

const ANNOTATIONS: { [key: string]: string }[] = [{ 'istio.io/dry-run': 'true' }, { 'istio.io/dry-run': 'maybe' }, { 'internal.istio.io/parents': 'a' }, { 'example.com/a': 'b' }];
const LABELS: { [key: string]: string }[] = [{ 'networking.istio.io/enable-autoallocate-ip': 'false' }, { 'istio.io/use-waypoint': 'w' }, { app: 'a' }];

/** An object of a kind whose fields are drawn at random. */
export function randomObject(kind: string, random: Random): KubeObject {
  const { versions, schema } = knownKinds().get(kind)!;
  const [group, name] = kind.split('/');
  const mood = random.pick(MOODS);
  const metadata = {
    name: random.chance(0.02) ? random.pick(['a.b', 'A', 'a_b']) : 'a',
    namespace: 'shop',
    ...(random.chance(0.03) && { annotations: random.pick(ANNOTATIONS) }),
    ...(random.chance(0.03) && { labels: random.pick(LABELS) }),
  };
  const spec = schema.properties?.spec ?? {};
  return { apiVersion: `${group}/${random.pick(versions)}`, kind: name, metadata, spec: new SpecWriter(random, mood).value(spec, 'spec', 0) };
}

/** What each choice of a schema requires. */
function choicesOf({ oneOf = [] }: Schema): (readonly string[])[] {
  return oneOf.map(({ required = [] }) => required);
}

/** What all choices require. */
function sharedBy(choices: readonly (readonly string[])[]): readonly string[] {
  return choices.length > 1 ? choices[0].filter((name) => choices.every((choice) => choice.includes(name))) : [];
}

class SpecWriter {
  constructor(private readonly random: Random, private readonly mood: Mood) {}

  public value(schema: Schema, key: string, depth: number): unknown {
    if (this.random.chance(this.mood.strange)) return this.random.pick(STRANGE);
    if (schema.enum) return this.random.chance(this.mood.wrong) ? this.random.pick(['NOPE', '', 0, 1, 99]) : this.random.pick(schema.enum);
    switch (schema.type) {
      case 'object': return this.object(schema, key, depth);
      case 'array': return this.list(schema, key, depth);
      case 'boolean': return this.random.chance(0.5);
      default: return this.scalar(schema, key);
    }
  }

  private object(schema: Schema, key: string, depth: number): unknown {
    const { properties, additionalProperties } = schema;
    if (!properties) return typeof additionalProperties === 'object' ? this.map(additionalProperties, key, depth) : {};
    const always = sharedBy(choicesOf(schema));
    const chosen = new Set([...schema.required ?? [], ...always].filter(() => !this.random.chance(this.mood.wrong / 4)));
    const exclusive = this.exclusive(schema);
    const share = depth < 2 ? 0.45 : depth < 5 ? 0.3 : 0.2;
    for (const name of Object.keys(properties)) {
      if (!exclusive.flat().includes(name) && this.random.chance(share)) chosen.add(name);
    }
    for (const names of exclusive) {
      const [first, second] = [this.random.pick(names), this.random.pick(names)];
      if (this.random.chance(depth > 1 ? 0.7 : 0.9)) chosen.add(first);
      if (this.random.chance(this.mood.wrong / 4)) chosen.add(second);
    }
    const known = [...chosen].filter((name) => Object.hasOwn(properties, name));
    const entries = known.map((name): [string, unknown] => [name, this.value(properties[name], name, depth + 1)]);
    if (this.random.chance(this.mood.strange / 2)) entries.push(['unknown', 1]);
    return Object.fromEntries(entries);
  }

  /** Fields of which a schema allows one. */
  private exclusive(schema: Schema): string[][] {
    const always = sharedBy(choicesOf(schema));
    const groups = [schema, ...schema.allOf ?? []].map((part) => choicesOf(part).flat().filter((name) => !always.includes(name)));
    const actions = schema.properties?.redirect && schema.properties.directResponse ? [['route', 'route', 'route', 'redirect', 'directResponse', 'delegate']] : [];
    return [...groups, ...actions].filter((names) => names.length > 0);
  }

  private map(schema: Schema, key: string, depth: number): unknown {
    const keys = MAP_KEYS[key] ?? ['a', 'b', ''];
    const size = this.random.int(0, 2);
    return Object.fromEntries(Array.from({ length: size }, () => {
      const name = this.random.chance(1 - this.mood.wrong) ? this.random.pick(keys.slice(0, 2)) : this.random.pick(keys);
      const texts = MAP_VALUES[key];
      if (!texts || schema.type !== 'string') return [name, key === 'to' ? this.random.pick([100, 50, 50, 0, 101]) : this.value(schema, key, depth + 1)];
      return [name, this.random.chance(1 - this.mood.wrong) ? texts[0] : this.random.pick(texts)];
    }));
  }

  private list(schema: Schema, key: string, depth: number): unknown {
    const length = this.random.chance(0.1) ? 0 : 1 + this.random.int(0, depth < 3 ? 2 : 1);
    return Array.from({ length }, () => this.value(schema.items ?? {}, key, depth + 1));
  }

  private scalar(schema: Schema, key: string): unknown {
    const isDuration = DURATION_KEYS.includes(key) || schema['x-kubernetes-validations']?.some(({ rule }) => rule.startsWith('duration(')) === true;
    const { right, wrong } = poolOf(key, isDuration && schema.type === 'string');
    const fits = (value: unknown) => schema.type === undefined || typeof value === (schema.type === 'integer' ? 'number' : schema.type);
    const numbers = [0, 1, 2, 5];
    const otherwise = schema.type === 'string' ? ['a', 'b'] : numbers;
    if (this.random.chance(this.mood.wrong)) {
      const values = wrong.filter(fits);
      return this.random.pick(values.length > 0 ? values : schema.type === 'string' ? ['', 'x'.repeat(70)] : [-1, 101, 2 ** 31, 2 ** 32]);
    }
    const values = right.filter(fits);
    return this.random.pick(values.length > 0 ? values : otherwise);
  }
}
