import type { IConstruct } from 'constructs';
import { ConfigurationError } from './configuration-error';
import type { ErrorCode } from './error-codes';
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

/**
 * Where in the user's program a value stands: a construct and a property path below it. Values are made without
 * a scope, so they learn their place only when a construct receives them, and complain about themselves through it.
 */
export class Place {
  /** The top of a construct's props. */
  public static of(scope: IConstruct): Place {
    return new Place(scope, '');
  }

  private constructor(
    public readonly scope: IConstruct,
    /** The path of the property. */
    public readonly prop: string,
  ) {}

  /** A property of the value here. */
  public at(name: string): Place {
    return new Place(this.scope, this.prop === '' ? name : `${this.prop}.${name}`);
  }

  /** An item of the list here, or an entry of the map here. */
  public item(key: number | string): Place {
    return new Place(this.scope, `${this.prop}[${JSON.stringify(key)}]`);
  }

  public fail(code: ErrorCode, complaint: Complaint): never {
    const { must, got, found = shown(got), fix } = complaint;
    throw new ConfigurationError(this.scope, code, `${this.prop} must ${must}, got ${found}; ${fix}`);
  }

  /** Fails unless the value is one that the primitive accepts. */
  public check<T>(code: ErrorCode, primitive: Primitive<T>, value: T, fix: string): void {
    if (!primitive.accepts(value)) {
      this.fail(code, { must: `be ${primitive.allowed}`, got: value, fix });
    }
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
