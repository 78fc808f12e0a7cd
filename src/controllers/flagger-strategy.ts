import { renderTestMatches } from './flagger-match';
import { FlaggerSessionAffinity, renderSessionAffinity } from './flagger-session-affinity';
import { count } from '../istio/count';
import { wholePercentFromOne } from '../istio/percentage';
import type { CanarySpec, HttpMatchSpec } from '../private/imports';
import type { Place } from '../private/place';
import type { HttpMatch } from '../routing/http-match';

/** What all strategies have in common that shift traffic by weight. */
export interface FlaggerWeightedOptions {
  /**
   * The step by which traffic goes to the promoted version after all checks have passed: a whole number from 1 to 100.
   *
   * @default - all of it at once
   */
  readonly stepWeightPromotion?: number;
  /**
   * The share of requests, from 1 to 100, of which the new version gets copies for one interval before it gets the first requests itself. Answers to
   * copies are dropped; use it for requests that may be made twice. Not together with `sessionAffinity`.
   *
   * @default - no copies
   */
  readonly mirrorWeight?: number;
  /**
   * How clients stay with the version that they got first.
   *
   * @default - every request is drawn anew
   */
  readonly sessionAffinity?: FlaggerSessionAffinity;
}

/** Steps of one size. */
export interface FlaggerLinearOptions extends FlaggerWeightedOptions {
  /** By how much the weight of the new version rises at every check: a whole number from 1 to 100. */
  readonly stepWeight: number;
  /**
   * The weight after which the new version is promoted: a whole number from 1 to 100, and a multiple of `stepWeight`.
   *
   * @default 100
   */
  readonly maxWeight?: number;
}

/** Checks of a version without user requests. */
export interface FlaggerBlueGreenOptions {
  /** How many checks must pass: a whole number from 1. */
  readonly iterations: number;
  /**
   * The share of requests, from 1 to 100, of which the new version gets copies during the checks. Answers to copies are dropped; use it for requests
   * that may be made twice.
   *
   * @default - no copies: then only a load test, which is a `FlaggerWebhook.rollout()`, calls the new version
   */
  readonly mirrorWeight?: number;
}

/** Checks of a version with the requests of chosen users. */
export interface FlaggerABTestingOptions {
  /** How many checks must pass: a whole number from 1. */
  readonly iterations: number;
  /** The requests that go to the new version, by headers, cookies and query parameters; any of these matches is enough. */
  readonly match: HttpMatch[];
}

/** The part of an analysis that a strategy writes. */
type StrategySpec = Pick<CanarySpec['analysis'],
'iterations' | 'stepWeight' | 'stepWeights' | 'maxWeight' | 'stepWeightPromotion' | 'mirror' | 'mirrorWeight' | 'match' | 'sessionAffinity'>;

const WEIGHTED = ['stepWeightPromotion', 'mirrorWeight', 'sessionAffinity'];

/**
 * How a new version gets its first requests. By weight, in steps; none at all while it is checked; or those of chosen users. A Canary has one of the three:
 * Flagger's CRD refuses `iterations` beside `stepWeight` or `stepWeights`, and without it the weights would never be read.
 *
 * @see https://docs.flagger.app/usage/deployment-strategies
 */
export class FlaggerStrategy {
  /**
   * The weight of the new version rises by steps of one size, one at every check, and after `maxWeight` it is promoted.
   *
   * @param options the steps
   * @throws PercentOutOfRange, FlaggerMaxWeightOvershot, FlaggerStrategyMixed, FlaggerMatchLost (when a construct receives it), and what the session affinity raises
   */
  public static linear(options: FlaggerLinearOptions): FlaggerStrategy {
    return new FlaggerStrategy('linear', options, ['stepWeight', 'maxWeight', ...WEIGHTED], (place, serviceMatch) => ({
      ...renderLinear(place, options), ...renderWeighted(place, options, serviceMatch),
    }));
  }

  /**
   * The weight of the new version goes through these steps, one at every check, and after the last it is promoted.
   *
   * @param stepWeights whole numbers from 1 to 100, ascending
   * @param options what else happens
   * @throws PercentOutOfRange, FlaggerStepsNotAscending, FlaggerStrategyMixed, FlaggerMatchLost (when a construct receives it), and what the session affinity raises
   */
  public static steps(stepWeights: number[], options: FlaggerWeightedOptions = {}): FlaggerStrategy {
    const weights = [...stepWeights];
    return new FlaggerStrategy('steps', options, WEIGHTED, (place, serviceMatch) => ({
      ...renderSteps(place.at('stepWeights'), weights), ...renderWeighted(place, options, serviceMatch),
    }));
  }

  /**
   * The new version is checked without getting requests of users, except perhaps copies, and then gets all of them at once. If metrics of requests are
   * checked, something has to call it: copies or a load test.
   *
   * @param options how many checks
   * @throws InvalidCount, PercentOutOfRange, FlaggerStrategyMixed (when a construct receives it)
   */
  public static blueGreen(options: FlaggerBlueGreenOptions): FlaggerStrategy {
    return new FlaggerStrategy('blueGreen', options, ['iterations', 'mirrorWeight'], (place) => ({
      ...renderIterations(place, options.iterations), ...renderMirror(place, options.mirrorWeight),
    }));
  }

  /**
   * The requests of chosen users go to the new version while it is checked, and then all do.
   *
   * @param options which requests, and how many checks
   * @throws InvalidCount, FlaggerStrategyMixed, FlaggerDropsSetting, FlaggerMatchLost, MatchEmpty (when a construct receives it), and what the matches raise
   */
  public static abTesting(options: FlaggerABTestingOptions): FlaggerStrategy {
    return new FlaggerStrategy('abTesting', options, ['iterations', 'match'], (place, serviceMatch) => ({
      ...renderIterations(place, options.iterations), match: renderTestMatches(place.at('match'), options.match, serviceMatch),
    }));
  }

  private constructor(
    private readonly factory: string,
    private readonly options: object,
    private readonly known: string[],
    private readonly write: (place: Place, serviceMatch: HttpMatchSpec[]) => StrategySpec,
  ) {}

  /**
   * The strategy's part of an analysis.
   *
   * @internal
   */
  public _render(place: Place, serviceMatch: HttpMatchSpec[]): StrategySpec {
    for (const [key, got] of Object.entries(this.options)) {
      if (got !== undefined && !this.known.includes(key)) {
        place.at(key).fail('FlaggerStrategyMixed', { must: `be left out of ${this.factory}()`, got, fix: fixFor(key) });
      }
    }
    return this.write(place, serviceMatch);
  }
}

const WEIGHTS = ['stepWeight', 'stepWeights', 'maxWeight', 'stepWeightPromotion'];

/** What is meant by a member that belongs to another strategy. */
function fixFor(key: string): string {
  if (key === 'iterations') {
    return "Flagger's CRD refuses iterations beside weights, and without it no weight would ever be read: "
      + 'keep the weights to shift traffic in steps, or use FlaggerStrategy.blueGreen({ iterations }) to check without shifting';
  }
  return WEIGHTS.includes(key)
    ? "Flagger's CRD refuses weights beside iterations, and without it no weight would ever be read: "
      + 'keep iterations to check without shifting, or use FlaggerStrategy.linear({ stepWeight, maxWeight }) to shift traffic in steps'
    : 'this strategy has no such option, and Flagger would ignore it';
}

function renderLinear(place: Place, { stepWeight, maxWeight }: FlaggerLinearOptions): StrategySpec {
  checkWeight(place.at('stepWeight'), stepWeight);
  if (maxWeight !== undefined) {
    checkWeight(place.at('maxWeight'), maxWeight);
  }
  const last = maxWeight ?? 100;
  if (last % stepWeight !== 0) {
    const reached = Math.min(100, Math.ceil(last / stepWeight) * stepWeight);
    place.at('maxWeight').fail('FlaggerMaxWeightOvershot', {
      must: `be a multiple of stepWeight (${stepWeight})`,
      found: maxWeight === undefined ? 'nothing, which means 100' : String(maxWeight),
      fix: `Flagger would go on to ${reached} before it promotes: write ${last - last % stepWeight || stepWeight}, or list the weights with FlaggerStrategy.steps()`,
    });
  }
  return { stepWeight, maxWeight };
}

function renderSteps(place: Place, stepWeights: number[]): StrategySpec {
  stepWeights.forEach((weight, index) => checkWeight(place.item(index), weight));
  if (stepWeights.length === 0 || stepWeights.some((weight, index) => weight <= (stepWeights[index - 1] ?? 0))) {
    place.fail('FlaggerStepsNotAscending', {
      must: 'ascend', got: stepWeights, fix: 'write each weight once and in order: Flagger would stay for ever, without an error, where the next one is not greater',
    });
  }
  return { stepWeights };
}

function renderWeighted(place: Place, options: FlaggerWeightedOptions, serviceMatch: HttpMatchSpec[]): StrategySpec {
  const { stepWeightPromotion, mirrorWeight, sessionAffinity } = options;
  if (stepWeightPromotion !== undefined) {
    checkWeight(place.at('stepWeightPromotion'), stepWeightPromotion);
  }
  if (sessionAffinity && mirrorWeight !== undefined) {
    place.at('mirrorWeight').fail('FlaggerStrategyMixed', {
      must: 'be left out where sessionAffinity is given', got: mirrorWeight, fix: 'Flagger would copy the requests of former clients alone: keep one of the two',
    });
  }
  if (sessionAffinity && serviceMatch.some(({ headers }) => headers)) {
    place.at('sessionAffinity').fail('FlaggerMatchLost', {
      must: 'be left out where service.match asks for headers',
      found: 'both',
      fix: 'Flagger would compare the cookie in place of those headers, and requests without them would reach the new version: match paths, or do without one of the two',
    });
  }
  return {
    stepWeightPromotion,
    ...renderMirror(place, mirrorWeight),
    sessionAffinity: sessionAffinity && renderSessionAffinity(place.at('sessionAffinity'), sessionAffinity),
  };
}

function renderMirror(place: Place, mirrorWeight?: number): StrategySpec {
  if (mirrorWeight === undefined) {
    return {};
  }
  checkWeight(place.at('mirrorWeight'), mirrorWeight);
  return { mirror: true, mirrorWeight };
}

function renderIterations(place: Place, iterations: number): StrategySpec {
  place.at('iterations').check('InvalidCount', count, iterations, 'say how many checks must pass');
  return { iterations };
}

function checkWeight(place: Place, weight: number): void {
  place.check('PercentOutOfRange', wholePercentFromOne, weight, 'write 10 for ten of a hundred requests');
}
