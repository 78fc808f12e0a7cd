import type { IConstruct } from 'constructs';
import { ConfigurationError } from './configuration-error';
import type { ErrorCode } from './error-codes';
import { warnAtSynth } from './warning';
import type { Primitive } from '../istio/primitive';

/** What an error has to say besides where it is: completes "<prop> must ..., got ...; ...". */
export interface Complaint {
  /** What is allowed: "be a whole number from 0 to 100". */
  readonly must: string;
  /** The value received. */
  readonly got?: unknown;
  /** What was found, in words, where no value says it. */
  readonly found?: string;
  /** What to do about it. */
  readonly fix: string;
}

/** By the path of a prop, how the user calls it: `{ 'versions[0]': 'stable' }`. What stands below it is called after it. */
export type PropNames = { readonly [path: string]: string };

/**
 * Where in the user's program a value stands: a construct and a property path below it. Values are made without
 * a scope, so they learn their place only when a construct receives them, and complain about themselves through it.
 */
export class Place {
  /** The top of a construct's props; of one that stands in another construct, with what the user of that one calls them. */
  public static of(scope: IConstruct, names: PropNames = {}): Place {
    return new Place(scope, '', '', names);
  }

  private constructor(
    public readonly scope: IConstruct,
    /** The path of the property, as the user wrote it. */
    public readonly prop: string,
    private readonly path: string,
    private readonly names: PropNames,
  ) {}

  /** A property of the value here. */
  public at(name: string): Place {
    return this.path === '' ? this.below(name) : this.below(`.${name}`);
  }

  /** An item of the list here, or an entry of the map here. */
  public item(key: number | string): Place {
    return this.below(`[${JSON.stringify(key)}]`);
  }

  public fail(code: ErrorCode, complaint: Complaint): never {
    throw new ConfigurationError(this.scope, code, this.text('must', complaint));
  }

  /** Says the same of what may be meant so; `must` is read as "should". */
  public warn(code: ErrorCode, complaint: Complaint): void {
    warnAtSynth(this.scope, code, this.text('should', complaint));
  }

  /** Fails unless the value is one that the primitive accepts. */
  public check<T>(code: ErrorCode, primitive: Primitive<T>, value: T, fix: string): void {
    if (!primitive.accepts(value)) {
      this.fail(code, { must: `be ${primitive.allowed}`, got: value, fix });
    }
  }

  private text(verb: string, { must, got, found = shown(got), fix }: Complaint): string {
    return `${this.prop} ${verb} ${must}, got ${found}; ${fix}`;
  }

  private below(step: string): Place {
    const path = this.path + step;
    return new Place(this.scope, this.names[path] ?? this.prop + step, path, this.names);
  }
}

const LONGEST_SHOWN = 100;

function shown(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value) ?? String(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}... (${text.length} characters)`;
}
