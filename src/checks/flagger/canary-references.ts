import { textIn } from '../../manifests/json';
import type { Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';
import { together } from '../examples';
import type { Field } from '../field';
import type { Rule, RuleFamily } from '../rule';
import { CanaryView } from './canary-view';
import { alertProvider, measured, metricTemplate, stepping } from './flagger-examples';
import { flaggerRules } from './flagger-rule';

const BY_TEMPLATE = measured('name: errors\ntemplateRef: {name: errors}\nthresholdRange: {max: 1}');
const ALERTED = stepping('alerts:\n- {name: on-call, severity: info, providerRef: {name: chat}}');
const CHAT = alertProvider('type: slack\nsecretRef: {name: chat}');

const RULES = flaggerRules({
  templateMissing: {
    severity: 'error',
    must: 'The MetricTemplate of a metric is there.',
    why: 'Without it every check fails, and healthy releases are rolled back.',
    fix: 'add it, or mend its name; one without a namespace is sought in that of the Canary; declare what lives elsewhere with --assume',
    fails: BY_TEMPLATE,
    passes: together(metricTemplate('vector(0)'), BY_TEMPLATE),
    equals: 'Metric template errors.shop error: metrictemplates.flagger.app "errors" not found',
  },
  variableMissing: {
    severity: 'error',
    must: 'A metric gives its MetricTemplate all variables that the query asks for.',
    why: 'The query cannot be written, every check fails, and healthy releases are rolled back.',
    fix: 'add it to templateVariables',
    fails: together(metricTemplate('requests{direction="{{ variables.direction }}"}'), BY_TEMPLATE),
    passes: together(metricTemplate('requests{direction="{{ variables.direction }}"}'), BY_TEMPLATE.replace('name: errors}', 'name: errors}\n      templateVariables: {direction: inbound}')),
    equals: 'Metric template errors.shop query render error: template excution failed: map has no entry for key "direction"',
  },
  alertProviderMissing: {
    severity: 'warning',
    must: 'The AlertProvider of an alert is there.',
    why: 'The alert is never sent.',
    fix: 'add it, or mend its name; one without a namespace is sought in that of the Canary; declare what lives elsewhere with --assume',
    fails: ALERTED,
    passes: together(CHAT, ALERTED),
    equals: 'alert provider chat.shop error: alertproviders.flagger.app "chat" not found',
  },
});

/** The templates and the chats that a Canary refers to. */
export const CANARY_REFERENCES: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['flagger.app/Canary'],
  checkObject(manifest, report, context) {
    const view = new CanaryView(manifest, report);
    for (const metric of view.metrics) {
      const template = resolve(view, metric.at('templateRef'), 'MetricTemplate', RULES.templateMissing, context);
      if (template) checkVariables(view, metric, template);
    }
    for (const alert of view.analysis.at('alerts').items) resolve(view, alert.at('providerRef'), 'AlertProvider', RULES.alertProviderMissing, context);
  },
};

function resolve(view: CanaryView, reference: Field, kind: string, rule: Rule, { index }: CheckContext): Manifest | undefined {
  const name = reference.at('name').text;
  if (name === '') return undefined;
  const namespace = reference.at('namespace').text || view.manifest.namespace;
  const found = index.find('flagger.app', kind, namespace, name);
  // A namespace of which there is nothing lives elsewhere.
  const isKnown = namespace === view.manifest.namespace || index.inNamespace(namespace).length > 0;
  if (!found && isKnown) view.fail(rule, reference, `names ${kind} ${namespace}/${name}, which is not there`);
  return found;
}

function checkVariables(view: CanaryView, metric: Field, template: Manifest): void {
  const given = metric.at('templateVariables');
  const asked = [...textIn(template.spec.query).matchAll(/\{\{-?\s*variables\.(\w+)\s*-?\}\}/g)].map(([, name]) => name);
  for (const name of new Set(asked)) {
    if (!given.at(name).isPresent) view.fail(RULES.variableMissing, given.isPresent ? given : metric, `does not give ${name}, which the query of MetricTemplate ${template.namespace}/${template.name} asks for`);
  }
}
