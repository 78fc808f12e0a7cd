import type * as Re2 from 're2js';
import type { HttpMatchModel } from './http-match-model';
import { isObject, type JsonObject, textIn } from '../manifests/json';

/** The path that the service sees. A new path takes the place of the matched prefix, or of all that an exact path or a regular expression matched. */
export function rewrittenPath(rewrite: JsonObject, match: HttpMatchModel | undefined, path: string): string {
  if (isObject(rewrite.uriRegexRewrite)) {
    return replaced(textIn(rewrite.uriRegexRewrite.match), textIn(rewrite.uriRegexRewrite.rewrite), path);
  }
  const uri = textIn(rewrite.uri);
  if (uri === '') return path;
  const matched = match?.uri ?? { kind: 'prefix', value: '/' };
  return matched.kind === 'prefix' ? uri + path.slice(matched.value.length) : uri;
}

/** All that the expression finds; `\1` is its first group. */
function replaced(pattern: string, substitution: string, path: string): string {
  const { RE2JS } = require('re2js') as typeof Re2;
  const template = substitution.replace(/\\(\d)|\\\\|\$/g, (found, group?: string) => group !== undefined ? `$${group}` : found === '$' ? '$$' : '\\');
  return RE2JS.compile(pattern).matcher(path).replaceAll(template);
}
