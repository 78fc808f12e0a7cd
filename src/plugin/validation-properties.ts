import { isObject } from '../manifests/json';

/** What `properties` of a validation in cdk8s.yaml may hold: the options of `cdk8s-istio check`. */
export interface ValidationProperties {
  readonly failOn: 'error' | 'warning';
  readonly assume: readonly string[];
  readonly previous?: string;
  readonly meshConfig?: string;
  readonly namespace: string;
}

const NAMES: readonly (keyof ValidationProperties)[] = ['failOn', 'assume', 'meshConfig', 'namespace', 'previous'];

/** Reads the properties. Nobody else looks at them, so a name that is misspelt must not be passed over. */
export function readProperties(given: unknown): ValidationProperties {
  if (!isObject(given)) return fail('properties', 'must be a map', given);
  const unknown = Object.keys(given).find((name) => !(NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) return fail(`properties.${unknown}`, `is not known; there are ${NAMES.join(', ')}`);
  const { failOn = 'error', assume = [], previous, meshConfig, namespace = 'default' } = given;
  if (failOn !== 'error' && failOn !== 'warning') return fail('properties.failOn', 'must be error or warning', failOn);
  const files = typeof assume === 'string' ? [assume] : assume;
  if (!isTexts(files)) return fail('properties.assume', 'must be a file, or a list of files', assume);
  return {
    failOn,
    assume: files,
    previous: textOrNothing('previous', previous),
    meshConfig: textOrNothing('meshConfig', meshConfig),
    namespace: textOrNothing('namespace', namespace)!,
  };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function textOrNothing(name: string, value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : fail(`properties.${name}`, 'must be a text', value);
}

function fail(...[name, must, got]: [name: string, must: string, got?: unknown]): never {
  throw usageError(`${name} ${must}${got === undefined ? '' : `, got ${JSON.stringify(got)}`}`);
}

/** An error that cdk8s-cli prints as one line, since the mistake is in cdk8s.yaml and not where a stack leads. */
export function usageError(problem: string): Error {
  const error = new Error(`the validation IstioValidation in cdk8s.yaml: ${problem}`);
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
