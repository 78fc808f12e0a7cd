import { COOKIE, manifestsOf, STAGES, TESTER } from './release';
import { CONFIGURED } from './rules';
import { areLikely, isLikely, simulatedShares } from './shares';
import { simulationOf } from './simulation';

const PORT = 8080;

test.each(STAGES)('the simulation sends as much to the new version as the edit "$name" says', (stage) => {
  const simulate = simulationOf(manifestsOf(stage, PORT), PORT);
  const toNew = (headers: { readonly [name: string]: string }) => simulatedShares(simulate({ path: '/', headers })).get(stage.version) ?? 0;
  expect([{}, TESTER, COOKIE].map(toNew)).toEqual([stage.percent, stage.testersPercent, stage.testersPercent].map((percent) => percent / 100));
});

test('the simulation finds the faults that the rule has', () => {
  const simulate = simulationOf(manifestsOf(STAGES[0], PORT), PORT);
  const { abortPercent, delayPercent, abortStatus } = CONFIGURED;
  const answer = simulate({ path: '/faulty' });
  expect(simulatedShares(answer)).toEqual(new Map([[`${abortStatus} FI`, abortPercent / 100], ['v1', 1 - abortPercent / 100]]));
  expect(answer.data.delay).toEqual({ percent: delayPercent, duration: '0.1s' });
});

test('a count is likely within five standard deviations, of which one is 30 for a tenth of 10,000', () => {
  expect([850, 1000, 1150].map((hits) => isLikely(0.1, hits, 10_000))).toEqual([true, true, true]);
  expect([849, 1151].map((hits) => isLikely(0.1, hits, 10_000))).toEqual([false, false]);
});

test('of all and of none there is no likely exception', () => {
  expect([10_000, 9999].map((hits) => isLikely(1, hits, 10_000))).toEqual([true, false]);
  expect([0, 1].map((hits) => isLikely(0, hits, 10_000))).toEqual([true, false]);
});

test('an answer that nobody expects is not likely', () => {
  expect(areLikely(new Map([['v1', 0.9], ['v2', 0.1]]), new Map([['v1', 9000], ['v2', 1000]]))).toBe(true);
  expect(areLikely(new Map([['v1', 0.9], ['v2', 0.1]]), new Map([['v1', 9000], ['v2', 999], ['503 UH', 1]]))).toBe(false);
});
