import type { DocumentSource } from './source-location';

/** Only these lines part documents for Kubernetes: what else YAML allows behind the hyphens, it does not read. */
const SEPARATOR = /^---(?:[ \t].*)?\r?$/;
const NOTHING = /^\s*(?:#.*)?$/;
const DIRECTIVE = /^%[A-Z]/;

/** The documents of a text; those that hold nothing but comments are none. */
export function documentsOf(text: string, file?: string): DocumentSource[] {
  const documents: DocumentSource[] = [];
  let lines: string[] = [];
  let firstLine = 1;
  const finish = () => {
    if (!lines.every((line) => NOTHING.test(line) || DIRECTIVE.test(line))) {
      documents.push({ file, index: documents.length, text: lines.join('\n'), firstLine });
    }
  };
  text.replace(/^\uFEFF/, '').split('\n').forEach((line, index) => {
    if (!SEPARATOR.test(line)) {
      lines.push(line);
      return;
    }
    finish();
    lines = [];
    firstLine = index + 2;
  });
  finish();
  return documents;
}
