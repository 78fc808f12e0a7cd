import type { IConstruct } from 'constructs';
import type { ErrorCode } from './error-codes';

/**
 * A mistake in the user's program. Other languages receive only the text, so the text holds the path and the code.
 */
export class ConfigurationError extends Error {
  public readonly constructPath: string;

  public constructor(scope: IConstruct, public readonly code: ErrorCode, text: string) {
    const path = userPath(scope);
    super(`[${path}] ${code}: ${text}`);
    this.name = 'ConfigurationError';
    this.constructPath = path;
  }
}

const WHOLE = Symbol.for('cdk8s-istio.whole');

/** Says that the user wrote this construct and not what is in it: mistakes in its parts are mistakes in what it was given. */
export function presentAsWhole(construct: IConstruct): void {
  Object.defineProperty(construct, WHOLE, { value: true });
}

/** The construct that the user wrote. */
export function userConstruct(scope: IConstruct): IConstruct {
  return scope.node.scopes.find((construct) => WHOLE in construct) ?? scope;
}

/** The path of the construct that the user wrote. */
export function userPath(scope: IConstruct): string {
  return userConstruct(scope).node.path || 'the app';
}
