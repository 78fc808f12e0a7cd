import { documentTree } from './yaml-reading';

/** The way to a field: keys of maps and indexes of lists. */
export type FieldPath = readonly (string | number)[];

/** Where an object was found. */
export interface SourceLocation {
  /** The file, as it was named; `<stdin>`; nothing for text without a name and for objects of a construct tree. */
  readonly file?: string;
  /** Which document of the file, from 0. */
  readonly document: number;
  /** The construct that made the object. */
  readonly construct?: string;
  /** The line of the object, from 1, if it was read from a text. */
  readonly line?: number;
  /** The line of a field of the object, or of the nearest one around it that is there. */
  lineOf(path: FieldPath): number | undefined;
}

/** The place of an object that a construct makes: there are no lines. */
export function constructLocation(construct: string, document: number): SourceLocation {
  return { construct, document, lineOf: () => undefined };
}

/** A document of a text. */
export interface DocumentSource {
  readonly file?: string;
  readonly index: number;
  readonly text: string;
  /** The line of the text on which the document begins, from 1. */
  readonly firstLine: number;
}

/**
 * The place of an object in a text. Lines of fields are looked up by reading the document a second time: few are ever asked for, and
 * the trees of all documents would need many times the memory of the objects.
 */
export class TextLocation implements SourceLocation {
  public readonly file?: string;
  public readonly document: number;
  private own?: number;

  /** @param within the way to the object, if it is an item of a List */
  constructor(private readonly source: DocumentSource, private readonly within: FieldPath = []) {
    this.file = source.file;
    this.document = source.index;
  }

  public get line(): number {
    return this.own ??= this.lineOf([]);
  }

  public lineOf(path: FieldPath): number {
    return this.source.firstLine + documentTree(this.source.text).lineOf([...this.within, ...path]) - 1;
  }
}
