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

/** The construct the user wrote: one called Resource, with all that it holds, is the inner part of its parent. */
function userPath(scope: IConstruct): string {
  return scope.node.path.replace(/\/Resource(\/.*)?$/, '');
}
