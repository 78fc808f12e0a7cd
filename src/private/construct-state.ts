import type { IConstruct } from 'constructs';

/**
 * What the library remembers with a construct. The key is that of all copies of the library: an app may hold several, through libraries of its own.
 */
export function stateOf<T>(construct: IConstruct, name: string, initially: () => T): T {
  const key = Symbol.for(`cdk8s-istio.${name}`);
  const holder = construct as IConstruct & { [symbol: symbol]: unknown };
  holder[key] ??= initially();
  return holder[key] as T;
}
