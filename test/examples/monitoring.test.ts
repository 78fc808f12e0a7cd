import { readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { only } from '../support/manifests';
import { notUnderstood } from '../support/promql';

const FILE = join(__dirname, '..', '..', 'examples', 'monitoring', 'bookinfo.k8s.yaml');
const RULES: any[] = only(parseAllDocuments(readFileSync(FILE, 'utf8')).map((document) => document.toJS()), 'PrometheusRule').spec.groups[0].rules;

/** Of two rules that write one series, Prometheus loses the samples of one. */
const identity = ({ record, alert, labels }: any) => JSON.stringify([record ?? alert, labels]);

test('the rules have expressions that Prometheus understands', () => {
  expect(RULES.flatMap(({ expr }) => notUnderstood(expr))).toEqual([]);
  expect(RULES).toHaveLength(10);
});

test('each rule writes series of its own, under a name that Prometheus accepts', () => {
  expect(new Set(RULES.map(identity)).size).toBe(RULES.length);
  expect(RULES.map(({ record, alert }) => record ?? alert).filter((name) => !/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name))).toEqual([]);
});

test('the errors of each version are those of its own pods, as they count them', () => {
  for (const { expr, labels } of RULES.filter(({ record }) => record === 'reviews:errors:share5m')) {
    const selectors: string[] = expr.match(/\{[^}]*\}/g);
    expect(selectors).toHaveLength(3);
    expect(selectors.filter((one) => !one.includes(`destination_version="${labels.version}"`) || !one.includes('reporter="destination"'))).toEqual([]);
  }
});
