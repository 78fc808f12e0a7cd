import { matchesFully } from '../istio/re2';
import { isObject, type Json, objectIn } from '../manifests/json';

/** A condition on a text: of a header, of a query parameter, of the path. */
export interface TextTest {
  /** `present` asks only that there is a value. */
  readonly kind: 'present' | 'exact' | 'prefix' | 'regex';
  readonly value: string;
}

const PRESENT: TextTest = { kind: 'present', value: '' };

/** A string match as it stands in YAML: without a kind it asks for presence. */
export function textTestIn(value: Json | undefined): TextTest {
  const match = objectIn(value);
  for (const kind of ['exact', 'prefix', 'regex'] as const) {
    const found = match[kind];
    // A star is no regular expression; Istio takes it for presence.
    if (typeof found === 'string') return kind === 'regex' && found === '*' ? PRESENT : { kind, value: found };
  }
  return PRESENT;
}

/** The same, or nothing if nothing is asked. */
export function optionalTestIn(value: Json | undefined): TextTest | undefined {
  return isObject(value) ? textTestIn(value) : undefined;
}

export function passes({ kind, value }: TextTest, text: string): boolean {
  switch (kind) {
    case 'present': return true;
    case 'exact': return text === value;
    case 'prefix': return text.startsWith(value);
    case 'regex': return matchesFully(value, text);
  }
}

/** The condition in words: `exact "true"`. */
export function inWords({ kind, value }: TextTest): string {
  return kind === 'present' ? 'present' : `${kind} ${JSON.stringify(value)}`;
}
