import { PromqlNode } from '../../src/checks/prometheus/promql-node';
import { promqlProblem } from '../../src/checks/prometheus/promql-problem';
import { RIGHT, WRONG } from '../conformance/promql/queries';

test('what Prometheus reads is read, and what it refuses is refused', () => {
  const problem = (query: string) => promqlProblem(PromqlNode.parse(query))?.message;
  expect(RIGHT.flatMap((query) => problem(query) === undefined ? [] : [`${query}: ${problem(query)}`])).toEqual([]);
  expect(WRONG.filter((query) => problem(query) === undefined)).toEqual([]);
});
