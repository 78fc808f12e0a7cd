const MODULUS = 2_147_483_647;
const FACTOR = 48_271;
/** Seeds that follow each other begin alike; after some draws nothing of that is left. */
const DRAWS_TO_FORGET = 8;

/** Chances that can be drawn again: the same seed gives the same ones. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed % (MODULUS - 1)) + 1;
    for (let draw = 0; draw < DRAWS_TO_FORGET; draw++) this.next();
  }

  /** From 0 to below 1. */
  public next(): number {
    this.state = (this.state * FACTOR) % MODULUS;
    return this.state / MODULUS;
  }

  /** A whole number from the first to the last. */
  public int(first: number, last: number): number {
    return first + Math.floor(this.next() * (last - first + 1));
  }

  public chance(probability: number): boolean {
    return this.next() < probability;
  }

  public pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)];
  }

  /** Some of them, in their order. */
  public some<T>(values: readonly T[], probability = 0.5): T[] {
    return values.filter(() => this.chance(probability));
  }

  public times<T>(first: number, last: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.int(first, last) }, (_, index) => make(index));
  }

  /** Props that are there by chance. */
  public maybe<T extends object>(probability: number, make: () => T): Partial<T> {
    return this.chance(probability) ? make() : {};
  }
}
