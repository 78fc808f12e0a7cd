import type { Manifest } from './manifest';
import type { FieldPath, SourceLocation } from './source-location';

/** What can be wrong with a source before anybody looks at what its objects mean. */
export type ProblemCode = 'FileUnreadable' | 'YamlUnreadable' | 'KeyTwice' | 'NotAnObject' | 'ObjectTwice';

/** Something that could not be read, or that is read otherwise than it looks. */
export interface ManifestProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix: string;
  /** Where it is; of a whole file, only the name is known. */
  readonly location: SourceLocation;
  readonly path: FieldPath;
  /** The line, where it is no field of an object. */
  readonly line?: number;
  /** The object that it is about, if there is one. */
  readonly manifest?: Manifest;
  /** Whether it is likely that this was never meant to be applied, as a configuration file in a folder of manifests. */
  readonly harmless?: boolean;
}
