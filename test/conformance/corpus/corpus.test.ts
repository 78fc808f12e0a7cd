import { corpus, ourCodes, recorded } from './corpus';
import { KEPT_DIFFERENCES } from './kept-differences';

const verdicts = recorded();
const cases = corpus();

test('every case is recorded, and no other', () => {
  expect(cases.map(({ name }) => name).filter((name) => !verdicts.has(name))).toEqual([]);
  expect([...verdicts.keys()].filter((name) => !cases.some((one) => one.name === name))).toEqual([]);
  expect(cases.length).toBeGreaterThanOrEqual(600);
});

test('Istio is said to find what it finds', () => {
  const different = cases.filter(({ name, yaml }) => ourCodes(yaml).join() !== verdicts.get(name)?.codes.join()).map(({ name }) => name);
  expect(different.sort()).toEqual(Object.keys(KEPT_DIFFERENCES).sort());
});
