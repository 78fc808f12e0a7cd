import type * as Re2 from 're2js';
import { Primitive } from './primitive';

const MAX_BYTES = 1024;

/**
 * A regular expression as Istio's webhook accepts it: RE2 syntax (no look-around, no back references), at most 1024 bytes.
 * See https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export const re2Pattern: Primitive<string> = {
  allowed: 'a regular expression in RE2 syntax (https://github.com/google/re2/wiki/Syntax) of 1 to 1024 bytes',
  accepts: (value) => re2Problem(value) === undefined,
};

/** Why Istio refuses a regular expression, in a short phrase, or nothing if it accepts it. */
export function re2Problem(pattern: string): string | undefined {
  if (pattern === '') return 'it is empty';
  const bytes = Buffer.byteLength(pattern);
  if (bytes > MAX_BYTES) return `it has ${bytes} bytes, more than ${MAX_BYTES}`;
  const problem = re2SyntaxProblem(pattern);
  return problem === undefined ? undefined : `RE2 says: ${problem}`;
}

/** What RE2 says of a regular expression that it cannot read. */
export function re2SyntaxProblem(pattern: string): string | undefined {
  try {
    loadRe2().RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^error parsing regexp: /, '');
  }
}

/** Whether a regular expression that `re2Pattern` accepts matches a text from its beginning to its end, as Envoy matches. */
export function matchesFully(pattern: string, text: string): boolean {
  return loadRe2().RE2JS.compile(pattern).testExact(text);
}

/** Whether a regular expression that `re2Pattern` accepts matches a part of a text, as the patterns of schemas do. */
export function matchesAnywhere(pattern: string, text: string): boolean {
  return loadRe2().RE2JS.compile(pattern).test(text);
}

/** A regular expression that matches this text and nothing else. */
export function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** Loaded at first use: most programs that load this library never meet a regular expression. */
function loadRe2(): typeof Re2 {
  return require('re2js') as typeof Re2;
}
