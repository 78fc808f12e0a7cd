import { type Field, shown } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { rulesIn } from './manifest-queries';
import { alert, groups, recorded, rules } from './prometheus-examples';
import { promSeconds } from './promql-text';

const RULES = namedRules('prometheus', {
  ruleGroupTwice: {
    severity: 'error',
    must: 'The groups of a PrometheusRule have names of their own.',
    why: 'The API server refuses the object.',
    fix: 'rename one of the groups',
    fails: groups('- {name: reviews, rules: []}\n- {name: reviews, rules: []}'),
    passes: groups('- {name: reviews, rules: []}\n- {name: ratings, rules: []}'),
    equals: 'spec.groups[1]: Duplicate value',
  },
  ruleKind: {
    severity: 'error',
    must: 'A rule records or alerts.',
    why: 'The API server accepts a rule with both or none; Prometheus refuses it, and with it all rules of the object.',
    fix: 'write two rules, or keep one of record and alert',
    fails: rules('- {record: reviews:up, alert: ReviewsDown, expr: up}'),
    passes: rules('- {record: reviews:up, expr: up}\n- {alert: ReviewsDown, expr: up == 0}'),
    equals: 'only one of \'record\' and \'alert\' must be set',
  },
  ruleQueryMissing: {
    severity: 'error',
    must: 'A rule has a query.',
    why: 'The API server or Prometheus refuses the object.',
    fix: 'add expr',
    fails: rules('- {record: reviews:up}'),
    passes: recorded('up'),
    equals: 'spec.groups[0].rules[0].expr: Required value',
  },
  ruleTimeInvalid: {
    severity: 'error',
    must: 'Times of rules are durations such as 30s, 5m, 1h30m or 1d.',
    why: 'The API server refuses the object.',
    fix: 'write whole numbers with their units, the greater ones first',
    fails: alert('up == 0', '\n  for: 1.5m'),
    passes: alert('up == 0', '\n  for: 1m30s'),
    equals: 'should match \'^(0|(([0-9]+)y)?',
  },
  ruleRecordsAndWaits: {
    severity: 'error',
    must: 'What a rule records has no annotations and no times of alerts.',
    why: 'Prometheus refuses for, keep_firing_for and annotations beside record, and with them all rules of the object.',
    fix: 'remove them, or write an alert',
    fails: rules('- {record: reviews:up, expr: up, for: 5m}'),
    passes: rules('- {alert: ReviewsDown, expr: up == 0, for: 5m}'),
    equals: 'invalid field \'for\' in recording rule',
  },
  ruleNameInvalid: {
    severity: 'error',
    must: 'What a rule records is called by the name of a metric, and labels by names of labels.',
    why: 'Prometheus refuses braces and other characters there; a query belongs into expr.',
    fix: 'write letters, digits and underscores, in the name of a metric also colons',
    fails: rules('- {record: "reviews:up{job=\\"a\\"}", expr: up}'),
    passes: rules('- {record: "reviews:up", labels: {job: a}, expr: up}'),
    equals: 'braces present in the recording rule name',
  },
});

/** What the API server and Prometheus refuse of rules, beside their queries. */
export const PROMETHEUS_RULE: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['monitoring.coreos.com/PrometheusRule'],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const names = new Set<string>();
    for (const group of check.spec.at('groups').items) {
      const name = group.at('name');
      if (names.has(name.text)) check.fail(RULES.ruleGroupTwice, name, `is the name of an earlier group: ${shown(name.text)}`);
      names.add(name.text);
      for (const time of ['interval', 'query_offset'].map((key) => group.at(key))) checkTime(check, time);
    }
    for (const rule of rulesIn(check.spec)) checkRule(check, rule);
  },
};

const OF_ALERTS = ['for', 'keep_firing_for', 'annotations'];

function checkRule(check: ObjectCheck, rule: Field): void {
  const [record, alerts, query] = ['record', 'alert', 'expr'].map((key) => rule.at(key));
  const isRecord = record.text !== '';
  if (isRecord === (alerts.text !== '')) check.fail(RULES.ruleKind, rule, `must have record or alert, got ${isRecord ? 'both' : 'none'}`);
  if (!query.isPresent || String(query.value).trim() === '') check.fail(RULES.ruleQueryMissing, rule, 'must have expr');
  for (const time of [rule.at('for'), rule.at('keep_firing_for')]) checkTime(check, time);
  if (!isRecord) return;
  for (const field of OF_ALERTS.map((key) => rule.at(key)).filter(({ isPresent, value }) => isPresent && !isNothing(value))) {
    check.fail(RULES.ruleRecordsAndWaits, field, 'has no meaning beside record');
  }
  if (/[{}]/.test(record.text)) check.fail(RULES.ruleNameInvalid, record, `must be the name of a metric, got ${shown(record.text)}`);
  for (const [name, label] of rule.at('labels').entries) {
    if (name === '__name__') check.fail(RULES.ruleNameInvalid, label, 'is the name of the metric, which record says');
  }
}

/** Zero times and maps without entries are as good as none. */
function isNothing(value: unknown): boolean {
  return typeof value === 'object' ? Object.keys(value!).length === 0 : promSeconds(String(value)) === 0;
}

function checkTime(check: ObjectCheck, time: Field): void {
  const isRight = time.text === '0' || (/[a-z]$/.test(time.text) && promSeconds(time.text) !== undefined);
  if (time.isPresent && time.text !== '' && !isRight) check.fail(RULES.ruleTimeInvalid, time, `must be a duration such as 30s or 1h30m, got ${shown(time.value)}`);
}
