const MODULUS = 2 ** 31 - 1;

/** Random numbers that a seed determines: https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2_654_435 + 12_345) % MODULUS || 1;
    this.next();
    this.next();
  }

  /** From 0 to less than 1. */
  public next(): number {
    this.state = this.state * 48_271 % MODULUS;
    return this.state / MODULUS;
  }

  public below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  public chance(probability: number): boolean {
    return this.next() < probability;
  }

  public pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }
}
