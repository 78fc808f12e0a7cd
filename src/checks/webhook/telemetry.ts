import { celProblem } from '../../istio/cel-syntax';
import { telemetry } from '../examples';
import { type Field, shown } from '../field';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { checkTarget } from './policy-target';
import { webhookRules } from './webhook-rule';

const RULES = webhookRules('telemetry', {
  providers: {
    must: 'Providers of telemetry have names.',
    why: 'Istio refuses the object.',
    fix: 'name a provider of the mesh-wide configuration',
    fails: telemetry('accessLogging:\n- providers: [{name: ""}]'),
    passes: telemetry('accessLogging:\n- providers: [{name: envoy}]'),
    equals: 'providers.name may not be empty',
  },
  tracing: {
    must: 'A share of traces is 0 to 100 percent, and tags have names and values.',
    why: 'Istio refuses the object.',
    fix: 'mend the share or the tag',
    fails: telemetry('tracing:\n- randomSamplingPercentage: 200'),
    passes: telemetry('tracing:\n- randomSamplingPercentage: 10'),
    equals: 'randomSamplingPercentage must be in range [0.0, 100.0]',
  },
  severalTracers: {
    code: 'IST0133',
    must: 'There is one tracing, with one provider.',
    why: 'Istio uses the first one only.',
    fix: 'keep one',
    fails: telemetry('tracing:\n- providers: [{name: zipkin}, {name: otel}]'),
    passes: telemetry('tracing:\n- providers: [{name: otel}]'),
    equals: 'multiple providers is not currently supported',
  },
  tags: {
    must: 'A tag of a metric has a value if it is set (UPSERT), and none if it is removed; a metric has a name.',
    why: 'Istio refuses the object.',
    fix: 'give it a value such as request.host',
    fails: telemetry('metrics:\n- overrides:\n  - tagOverrides: {host: {operation: UPSERT}}'),
    passes: telemetry('metrics:\n- overrides:\n  - tagOverrides: {host: {operation: UPSERT, value: request.host}}'),
    equals: 'tagOverrides.value must be set when operation is UPSERT',
  },
  namelessTag: {
    code: 'IST0133',
    must: 'A tag of a metric has a name.',
    why: 'No metric has a tag without one.',
    fix: 'name the tag',
    fails: telemetry('metrics:\n- overrides:\n  - tagOverrides: {"": {value: request.host}}'),
    passes: telemetry('metrics:\n- overrides:\n  - tagOverrides: {host: {value: request.host}}'),
    equals: 'tagOverrides.name may not be empty',
  },
  filter: {
    must: 'The filter of an access log is an expression of CEL.',
    why: 'Envoy could not read it.',
    fix: 'write an expression such as response.code >= 400',
    fails: telemetry('accessLogging:\n- filter: {expression: "response.code >="}'),
    passes: telemetry('accessLogging:\n- filter: {expression: "response.code >= 400"}'),
    equals: 'CEL expression error',
  },
});

/** What Istio's webhook says of a Telemetry. */
export const TELEMETRY: RuleFamily = {
  kinds: ['telemetry.istio.io/Telemetry'],
  rules: Object.values(RULES),
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const { spec } = check;
    checkTarget(check);
    const [metrics, tracing, logging] = ['metrics', 'tracing', 'accessLogging'].map((key) => spec.at(key).items.filter(({ isPresent }) => isPresent));
    for (const one of [...metrics, ...tracing, ...logging]) {
      const nameless = one.at('providers').items.find((provider) => provider.at('name').text === '');
      if (nameless) check.fail(RULES.providers, nameless, 'must have a name');
    }
    metrics.forEach((one) => checkMetrics(check, one));
    tracing.forEach((one) => checkTracing(check, one));
    for (const filter of logging.map((one) => one.at('filter')).filter(({ isPresent }) => isPresent)) checkFilter(check, filter.at('expression'));
    if (spec.at('tracing').size > 1) check.fail(RULES.severalTracers, spec.at('tracing'), 'are several, of which the first is used');
  },
};

function checkFilter(check: ObjectCheck, expression: Field): void {
  const wrong = celProblem(expression.text);
  if (wrong !== undefined) check.fail(RULES.filter, expression, `is no expression of CEL: ${wrong}`);
}

function checkMetrics(check: ObjectCheck, metrics: Field): void {
  for (const override of metrics.at('overrides').items) {
    const custom = override.at('match').at('customMetric');
    if (custom.isPresent && custom.text === '') check.fail(RULES.tags, custom, 'must not be empty');
    for (const [name, tag] of override.at('tagOverrides').entries) {
      const value = tag.at('value').text;
      if (name === '') check.fail(RULES.namelessTag, override.at('tagOverrides'), 'has a tag without a name');
      const { value: operation } = tag.at('operation');
      const removes = operation === 'REMOVE' || operation === 1;
      if (!tag.isPresent || (!removes && value === '')) check.fail(RULES.tags, tag, `must have a value for the tag ${shown(name)}`);
      if (removes && value !== '') check.fail(RULES.tags, tag.at('value'), 'must not be given for a tag that is removed', 'remove the value');
    }
  }
}

function checkTracing(check: ObjectCheck, tracing: Field): void {
  if (tracing.at('providers').size > 1) check.fail(RULES.severalTracers, tracing.at('providers'), 'are several, of which the first is used');
  const share = tracing.at('randomSamplingPercentage');
  if (share.number < 0 || share.number > 100) check.fail(RULES.tracing, share, `must be from 0 to 100, got ${share.number}`);
  for (const [name, tag] of tracing.at('customTags').entries) {
    const parts = [['literal', 'value'], ['header', 'name'], ['environment', 'name']].map(([kind, key]) => [tag.at(kind), key] as const);
    const isEmpty = parts.some(([kind, key]) => kind.isPresent && kind.at(key).text === '');
    if (name === '' || !tag.isPresent || isEmpty) check.fail(RULES.tracing, tag, `must have a name and a value, got the tag ${shown(name)}`);
  }
}
