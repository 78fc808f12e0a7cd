import type { Manifest } from '../../manifests/manifest';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { CanaryView } from './canary-view';
import { metricTemplate } from './flagger-examples';
import { flaggerRules } from './flagger-rule';

const RULES = flaggerRules({
  workloadUnknown: {
    severity: 'error',
    must: 'A query asks for the new version by the name of the target.',
    why: 'No workload ends in -canary: the pods of the new version are those of the target itself, and the copy that serves is {{ target }}-primary. There is no value, every check fails, and healthy releases are rolled back.',
    fix: 'write {{ target }}',
    fails: metricTemplate('sum(rate(istio_requests_total{destination_workload="{{ target }}-canary"}[{{ interval }}]))'),
    passes: metricTemplate('sum(rate(istio_requests_total{destination_workload="{{ target }}"}[{{ interval }}]))'),
    equals: 'Halt advancement no values found for custom metric: errors',
  },
  functionUnknown: {
    severity: 'error',
    must: 'A query uses name, namespace, target, service, ingress, route, interval and variables alone.',
    why: 'Flagger cannot write a query with another one, every check fails, and healthy releases are rolled back.',
    fix: 'write one of them, or a variable: {{ variables.workload }}',
    fails: metricTemplate('sum(rate(requests{workload="{{ workload }}"}[{{ interval }}]))'),
    passes: metricTemplate('sum(rate(requests{workload="{{ target }}"}[{{ interval }}]))'),
    equals: 'template parsing failed: template: tmpl:1: function "workload" not defined',
  },
});

const FUNCTIONS = ['name', 'namespace', 'target', 'service', 'ingress', 'route', 'interval', 'variables'];

/** What Flagger fills into queries, in templates and in Canaries themselves. */
export const TEMPLATE_QUERIES: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['flagger.app/MetricTemplate', 'flagger.app/Canary'],
  checkObject(manifest, report) {
    for (const query of queriesOf(manifest, report)) checkQuery(new ObjectCheck(manifest, report), query);
  },
};

function queriesOf(manifest: Manifest, report: Report): Field[] {
  const view = new CanaryView(manifest, report);
  return manifest.kind === 'Canary' ? view.metrics.map((metric) => metric.at('query')) : [view.spec.at('query')];
}

function checkQuery(check: ObjectCheck, query: Field): void {
  const workload = /_workload\s*=~?\s*["'`]\{\{-?\s*target\s*-?\}\}-canary["'`]/.exec(query.text);
  if (workload) check.fail(RULES.workloadUnknown, query, 'asks for {{ target }}-canary, a workload that Flagger does not make');
  for (const [, name] of query.text.matchAll(/\{\{-?\s*([A-Za-z]\w*)\s*(?:\.\w+\s*)?-?\}\}/g)) {
    if (!FUNCTIONS.includes(name) && !['end', 'else', 'nil', 'true', 'false', 'break', 'continue'].includes(name)) {
      check.fail(RULES.functionUnknown, query, `asks for {{ ${name} }}, which Flagger does not know`);
    }
  }
}
