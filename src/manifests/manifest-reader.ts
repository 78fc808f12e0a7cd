import { isList, isObject, type JsonObject, objectIn } from './json';
import { type Manifest, manifestOf } from './manifest';
import type { ManifestProblem } from './manifest-problem';
import { type DocumentSource, type FieldPath, type SourceLocation, TextLocation } from './source-location';
import { documentsOf } from './yaml-documents';
import { readDocument } from './yaml-reading';

/** What came of reading. */
export interface Reading {
  readonly manifests: Manifest[];
  readonly problems: ManifestProblem[];
}

/** Reads texts and values one after the other, into one result. */
export class ManifestReader implements Reading {
  public readonly manifests: Manifest[] = [];
  public readonly problems: ManifestProblem[] = [];

  constructor(private readonly defaultNamespace: string) {}

  /** @param isGiven whether somebody said that this is a manifest, not only that it lies in a folder */
  public readText(text: string, file: string | undefined, isGiven = true): void {
    for (const source of documentsOf(text, file)) {
      this.readSource(source, isGiven);
    }
  }

  /** Adds an object that is known already. */
  public readValue(value: unknown, location: SourceLocation): void {
    this.add(value, location, true);
  }

  private readSource(source: DocumentSource, isGiven: boolean): void {
    const location = new TextLocation(source);
    const { value, failure, repeatedKeys } = readDocument(source.text);
    const lineIn = (line: number) => source.firstLine + line - 1;
    if (failure) {
      this.problems.push({
        code: 'YamlUnreadable',
        message: `this is not YAML: ${failure.message}`,
        location,
        path: [],
        line: lineIn(failure.line),
        fix: 'mend the YAML; a template must be rendered first',
      });
      return;
    }
    for (const { line } of repeatedKeys) {
      this.problems.push({
        code: 'KeyTwice',
        message: 'a map has this key twice, of which kubectl refuses the object or takes the last',
        location,
        path: [],
        line: lineIn(line),
        fix: 'remove one of the two',
      });
    }
    if (value !== null) this.add(value, location, isGiven, source);
  }

  /** @param source the document, if lines of it are known, and the way to the value in it */
  private add(value: unknown, location: SourceLocation, isGiven: boolean, source?: DocumentSource, way: FieldPath = []): void {
    if (isObject(value) && isKindOfList(value)) {
      const items = isList(value.items) ? value.items : [];
      items.forEach((item, index) => {
        const inner = [...way, 'items', index];
        this.add(item, source ? new TextLocation(source, inner) : location, isGiven, source, inner);
      });
    } else if (isObject(value) && typeof value.kind === 'string' && typeof value.apiVersion === 'string') {
      this.manifests.push(manifestOf(value, location, this.defaultNamespace));
    } else {
      this.problems.push({
        code: 'NotAnObject',
        message: `this is no object of Kubernetes: ${missing(value)}`,
        location,
        path: [],
        fix: 'give it apiVersion and kind, or keep it out of the manifests',
        harmless: !isGiven && objectIn(value).kind === undefined,
      });
    }
  }
}

function isKindOfList({ kind, apiVersion, items }: JsonObject): boolean {
  return typeof kind === 'string' && kind.endsWith('List') && typeof apiVersion === 'string' && (kind === 'List' || isList(items));
}

function missing(value: unknown): string {
  if (!isObject(value)) return isList(value) ? 'it is a list' : 'it is no map';
  const absent = ['apiVersion', 'kind'].filter((key) => typeof value[key] !== 'string');
  return `it has no ${absent.join(' and no ')}`;
}
