import * as fc from 'fast-check';
import {
  FlaggerABTestingOptions, FlaggerBlueGreenOptions, FlaggerLinearOptions, FlaggerStrategy, FlaggerWeightedOptions, HeaderMatch, HttpMatch,
  ServicePort,
} from '../../src';
import { canarySpec } from '../support/flagger';
import { codeOf, messageOf } from '../support/messages';
import '../support/random-objects';

const TESTERS = [HttpMatch.header(HeaderMatch.exact('x-canary', 'true'))];

/** The analysis without what every one has. */
function analysis(strategy: FlaggerStrategy) {
  const { interval, threshold, ...rest } = canarySpec({ strategy }).analysis;
  return rest;
}

function refusal(strategy: () => FlaggerStrategy): string {
  return codeOf(() => analysis(strategy()));
}

/** The weights of the new version as Flagger computes them, up to the promotion; stops where Flagger would never get any further. */
function weightsOf({ stepWeight, stepWeights, maxWeight }: any): number[] {
  const weights = [0];
  const most = stepWeights?.at(-1) ?? maxWeight ?? 100;
  while (weights.at(-1)! < most) {
    const now = weights.at(-1)!;
    const next = stepWeights ? stepWeights[stepWeights.indexOf(now) + 1] : now + stepWeight;
    if (next <= now) throw new Error(`stays at ${now} for ever`);
    weights.push(next);
  }
  return weights.slice(1);
}

/** Exactly one of the three alternatives of Flagger's CRD. */
function alternatives(spec: object): string[] {
  return ['iterations', 'stepWeight', 'stepWeights'].filter((key) => key in spec);
}

describe('steps of one size', () => {
  test('go up to the greatest weight', () => {
    expect(analysis(FlaggerStrategy.linear({ stepWeight: 10, maxWeight: 50 }))).toEqual({ stepWeight: 10, maxWeight: 50 });
    expect(analysis(FlaggerStrategy.linear({ stepWeight: 25 }))).toEqual({ stepWeight: 25 });
  });

  test('are refused if they would go beyond it', () => {
    expect(messageOf(() => analysis(FlaggerStrategy.linear({ stepWeight: 30, maxWeight: 20 }))))
      .toContain('must be a multiple of stepWeight (30), got 20; Flagger would go on to 30 before it promotes: write 30,');
    expect(messageOf(() => analysis(FlaggerStrategy.linear({ stepWeight: 30 })))).toContain('got nothing, which means 100; Flagger would go on to 100 before it promotes: write 90,');
  });

  test('end at the greatest weight, whatever it is, or are refused', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (stepWeight, maxWeight) => {
      const program = () => analysis(FlaggerStrategy.linear({ stepWeight, maxWeight }));
      if (maxWeight % stepWeight !== 0) return codeOf(program) === 'FlaggerMaxWeightOvershot';
      return weightsOf(program()).at(-1) === maxWeight;
    }));
  });

  test.each([[0], [101], [-10], [2.5], [undefined], ['10']])('of %p are refused', (stepWeight) => {
    expect(refusal(() => FlaggerStrategy.linear({ stepWeight: stepWeight as number }))).toBe('PercentOutOfRange');
    expect(refusal(() => FlaggerStrategy.linear({ stepWeight: 1, maxWeight: stepWeight as number ?? 0 }))).toBe('PercentOutOfRange');
  });
});

describe('listed steps', () => {
  test('are written as they are', () => {
    expect(analysis(FlaggerStrategy.steps([10, 25, 50]))).toEqual({ stepWeights: [10, 25, 50] });
  });

  test('are refused if Flagger would stay at one of them', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 4 }), (weights) => {
      const ascends = weights.length > 0 && weights.every((weight, index) => weight > (weights[index - 1] ?? 0));
      const program = () => analysis(FlaggerStrategy.steps(weights));
      return ascends ? weightsOf(program()).join() === weights.join() : codeOf(program) === 'FlaggerStepsNotAscending';
    }));
  });

  test.each([[[0, 10]], [[10, 101]], [[10, 20.5]]])('such as %p are refused', (weights) => {
    expect(refusal(() => FlaggerStrategy.steps(weights))).toBe('PercentOutOfRange');
  });
});

describe('what weighted strategies have in common', () => {
  test.each([
    ['linear', (options: FlaggerWeightedOptions) => FlaggerStrategy.linear({ stepWeight: 50, ...options })],
    ['steps', (options: FlaggerWeightedOptions) => FlaggerStrategy.steps([50], options)],
  ])('%s() writes', (_, strategy) => {
    expect(analysis(strategy({ stepWeightPromotion: 20, mirrorWeight: 30 })))
      .toMatchObject({ stepWeightPromotion: 20, mirror: true, mirrorWeight: 30 });
    expect(analysis(strategy({ sessionAffinity: { cookieName: 'canary' } }))).toMatchObject({ sessionAffinity: { cookieName: 'canary' } });
    expect(refusal(() => strategy({ stepWeightPromotion: 0 }))).toBe('PercentOutOfRange');
    expect(refusal(() => strategy({ mirrorWeight: 0 }))).toBe('PercentOutOfRange');
  });

  test('does not copy requests to clients that stay: Flagger would put the copies on the rule of the cookie', () => {
    expect(refusal(() => FlaggerStrategy.steps([50], { mirrorWeight: 100, sessionAffinity: { cookieName: 'canary' } }))).toBe('FlaggerStrategyMixed');
  });
});

describe('blue-green', () => {
  test('counts checks', () => {
    expect(analysis(FlaggerStrategy.blueGreen({ iterations: 10 }))).toEqual({ iterations: 10 });
  });

  test('may copy requests', () => {
    expect(analysis(FlaggerStrategy.blueGreen({ iterations: 10, mirrorWeight: 100 }))).toEqual({ iterations: 10, mirror: true, mirrorWeight: 100 });
  });

  test.each([[0], [1.5], [undefined]])('is refused with %p checks', (iterations) => {
    expect(refusal(() => FlaggerStrategy.blueGreen({ iterations: iterations as number }))).toBe('InvalidCount');
    expect(refusal(() => FlaggerStrategy.abTesting({ iterations: iterations as number, match: TESTERS }))).toBe('InvalidCount');
  });
});

test('an A/B test counts checks of chosen requests', () => {
  expect(analysis(FlaggerStrategy.abTesting({ iterations: 10, match: TESTERS })))
    .toEqual({ iterations: 10, match: [{ headers: { 'x-canary': { exact: 'true' } } }] });
});

describe('a mixture of strategies', () => {
  const linear = { stepWeight: 10, maxWeight: 50, iterations: 10 } as FlaggerLinearOptions;

  test('is refused with the choice that there is', () => {
    expect(messageOf(() => analysis(FlaggerStrategy.linear(linear)))).toBe(
      "[bookinfo/reviews] FlaggerStrategyMixed: strategy.iterations must be left out of linear(), got 10; Flagger's CRD refuses iterations beside weights, and without it no weight "
      + 'would ever be read: keep the weights to shift traffic in steps, or use FlaggerStrategy.blueGreen({ iterations }) to check without shifting');
    expect(messageOf(() => analysis(FlaggerStrategy.blueGreen({ stepWeight: 10, maxWeight: 50, iterations: 10 } as FlaggerBlueGreenOptions)))).toBe(
      "[bookinfo/reviews] FlaggerStrategyMixed: strategy.stepWeight must be left out of blueGreen(), got 10; Flagger's CRD refuses weights beside iterations, and without it no weight "
      + 'would ever be read: keep iterations to check without shifting, or use FlaggerStrategy.linear({ stepWeight, maxWeight }) to shift traffic in steps');
  });

  test.each<[string, () => FlaggerStrategy]>([
    ['iterations of steps', () => FlaggerStrategy.steps([10], { iterations: 10 } as FlaggerWeightedOptions)],
    ['steps of two kinds', () => FlaggerStrategy.linear({ stepWeight: 10, stepWeights: [10] } as FlaggerLinearOptions)],
    ['a match of steps', () => FlaggerStrategy.steps([10], { match: TESTERS } as FlaggerWeightedOptions)],
    ['copies in an A/B test', () => FlaggerStrategy.abTesting({ iterations: 1, match: TESTERS, mirrorWeight: 1 } as FlaggerABTestingOptions)],
    ['cookies in a blue-green', () => FlaggerStrategy.blueGreen({ iterations: 1, sessionAffinity: { cookieName: 'a' } } as FlaggerBlueGreenOptions)],
  ])('such as %s is refused', (_, strategy) => {
    expect(refusal(strategy)).toBe('FlaggerStrategyMixed');
  });

  test('is no mixture if a member is there and undefined', () => {
    expect(analysis(FlaggerStrategy.linear({ stepWeight: 10, iterations: undefined } as FlaggerLinearOptions))).toEqual({ stepWeight: 10 });
  });

  test('is never written', () => {
    const strategies = [FlaggerStrategy.linear({ stepWeight: 10 }), FlaggerStrategy.steps([10]), FlaggerStrategy.blueGreen({ iterations: 1 }),
      FlaggerStrategy.abTesting({ iterations: 1, match: TESTERS })];
    expect(strategies.map((strategy) => alternatives(analysis(strategy)))).toEqual([['stepWeight'], ['stepWeights'], ['iterations'], ['iterations']]);
  });
});

test('clients cannot stay by a cookie where the service is matched by headers, which Flagger would replace', () => {
  const service = { port: ServicePort.http(80), match: TESTERS };
  const strategy = FlaggerStrategy.steps([10], { sessionAffinity: { cookieName: 'canary' } });
  expect(codeOf(() => canarySpec({ service, strategy }))).toBe('FlaggerMatchLost');
  expect(canarySpec({ service: { ...service, match: [HttpMatch.pathPrefix('/')] }, strategy }).analysis.sessionAffinity).toEqual({ cookieName: 'canary' });
});
