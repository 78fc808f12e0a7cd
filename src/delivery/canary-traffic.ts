import { wholePercent } from '../istio/percentage';
import type { Place } from '../private/place';

/** Where a canary stands. */
export interface CanaryStepsOptions {
  /**
   * The current step: one of the listed ones, or 0 before the first.
   *
   * @default 0
   */
  readonly at?: number;
}

/**
 * How much of the traffic a canary gets. Testers are not counted: they reach the canary at any weight.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/
 */
export class CanaryTraffic {
  /**
   * A share of the requests.
   *
   * @param percent a whole number from 0 to 100
   * @throws CanaryWeightOutOfRange (when a construct receives it)
   */
  public static weight(percent: number): CanaryTraffic {
    return new CanaryTraffic(percent);
  }

  /**
   * Shares of the requests to be gone through one after the other, of which one is current. Moving on is an edit of `at`.
   *
   * @param percents whole numbers from 1 to 100, ascending
   * @param options the current step
   * @throws CanaryWeightOutOfRange, CanaryStepsNotAscending, CanaryStepUnknown (when a construct receives it)
   */
  public static steps(percents: number[], options: CanaryStepsOptions = {}): CanaryTraffic {
    return new CanaryTraffic(options.at ?? 0, [...percents]);
  }

  private constructor(private readonly current: number, private readonly all?: number[]) {}

  /**
   * The greatest share that is planned.
   *
   * @internal
   */
  public get _highest(): number {
    return this.all?.at(-1) ?? this.current;
  }

  /**
   * The share of the canary.
   *
   * @internal
   */
  public _weight(place: Place): number {
    if (!this.all) {
      checkWeight(place.at('weight'), this.current);
      return this.current;
    }
    this.all.forEach((step, index) => checkWeight(place.at('steps').item(index), step));
    if (this.all.length === 0 || this.all.some((step, index) => step <= (this.all![index - 1] ?? 0))) {
      place.at('steps').fail('CanaryStepsNotAscending', {
        must: 'ascend, beginning above 0', got: this.all, fix: 'write each step once and in order, such as [10, 25, 50, 100]',
      });
    }
    if (this.current !== 0 && !this.all.includes(this.current)) {
      place.at('at').fail('CanaryStepUnknown', {
        must: `be 0 or one of the steps (${this.all.join(', ')})`, got: this.current, fix: 'name a listed step, or add this one to the list',
      });
    }
    return this.current;
  }
}

function checkWeight(place: Place, weight: number): void {
  place.check('CanaryWeightOutOfRange', wholePercent, weight, 'write 10 for ten of a hundred requests');
}
