import { Field, shown } from '../field';

/** Types of the API of Envoy before v3, of which Istio knows none. */
const OLD_TYPE = /\.v2(?:alpha\d*)?\./;

const ANY = ['typed_config', 'typedConfig'];

/** Fields whose values may be anything, as the `value` of a TypedStruct. */
const FREE = ['filter_metadata', 'filterMetadata', 'value'];

interface Problem {
  readonly field: Field;
  readonly message: string;
}

/** Why Istio cannot read a piece of Envoy's configuration, as far as that can be said without knowing the whole of Envoy's API. */
export function envoyValueProblem(value: Field): Problem | undefined {
  const name = value.at('name');
  if (name.isPresent && typeof name.value !== 'string') return { field: name, message: `must be a text, got ${shown(name.value)}` };
  return typeProblem(value);
}

function typeProblem(value: Field): Problem | undefined {
  for (const [key, member] of [...value.entries, ...value.items.map((item): [string, Field] => ['', item])]) {
    if (FREE.includes(key)) continue;
    const problem = (ANY.includes(key) && member.isPresent ? anyProblem(member) : undefined) ?? typeProblem(member);
    if (problem) return problem;
  }
  return undefined;
}

/** A message that says itself of which type it is. */
function anyProblem(message: Field): Problem | undefined {
  const type = message.at('@type');
  if (typeof type.value !== 'string' || type.text === '') return { field: message, message: `must be a map with @type, got ${shown(message.value)}` };
  return OLD_TYPE.test(type.text) ? { field: type, message: `is of an API of Envoy that is no more: ${type.text}` } : undefined;
}
