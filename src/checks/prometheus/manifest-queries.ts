import type { Manifest } from '../../manifests/manifest';
import { Field } from '../field';
import { PromqlNode } from './promql-node';
import { type PromqlProblem, promqlProblem } from './promql-problem';
import { analysisTexts, flaggerTexts, type QueryTexts } from './query-templates';

/** A query of an object. */
export interface ManifestQuery {
  readonly field: Field;
  readonly tree: PromqlNode;
  /** Why Prometheus refuses it. */
  readonly problem?: PromqlProblem;
}

/** The kinds that have queries. */
export const KINDS_WITH_QUERIES = [
  'monitoring.coreos.com/PrometheusRule', 'flagger.app/MetricTemplate', 'flagger.app/Canary', 'argoproj.io/AnalysisTemplate',
  'argoproj.io/ClusterAnalysisTemplate',
];

const known = new WeakMap<Manifest, readonly ManifestQuery[]>();

/** The queries of Prometheus in an object; those whose text is made with more than placeholders are left out. */
export function queriesOf(manifest: Manifest): readonly ManifestQuery[] {
  const before = known.get(manifest);
  if (before) return before;
  const queries = fieldsOf(manifest).flatMap(([field, texts]) => read(field, texts));
  known.set(manifest, queries);
  return queries;
}

/** Of the texts that a query may become, one that Prometheus reads. */
function read(field: Field, texts: QueryTexts): ManifestQuery[] {
  const readings = texts.map((text): ManifestQuery => {
    const tree = PromqlNode.parse(text);
    return { field, tree, problem: promqlProblem(tree) };
  });
  return readings.filter(({ problem }, index) => problem === undefined || index === 0).slice(-1);
}

function fieldsOf({ kind, spec: all }: Manifest): [Field, QueryTexts][] {
  const spec = new Field(all, ['spec']);
  switch (kind) {
    case 'PrometheusRule': return expressions(spec).map((expr) => [expr, [String(expr.value)]]);
    case 'MetricTemplate': return spec.at('provider').at('type').text === 'prometheus' ? [[spec.at('query'), flaggerTexts(spec.at('query').text)]] : [];
    case 'Canary': return present(spec.at('analysis').at('metrics').items.map((metric) => metric.at('query'))).map((query) => [query, flaggerTexts(query.text)]);
    default: return present(spec.at('metrics').items.map((metric) => metric.at('provider').at('prometheus').at('query'))).map((query) => [query, analysisTexts(query.text)]);
  }
}

/** They may be numbers too. */
function expressions(spec: Field): Field[] {
  return rulesIn(spec).map((rule) => rule.at('expr')).filter(({ isPresent, value }) => isPresent && String(value).trim() !== '');
}

function present(fields: readonly Field[]): Field[] {
  return fields.filter(({ text }) => text !== '');
}

/** The rules of all groups of a PrometheusRule. */
export function rulesIn(spec: Field): Field[] {
  return spec.at('groups').items.flatMap((group) => group.at('rules').items);
}
