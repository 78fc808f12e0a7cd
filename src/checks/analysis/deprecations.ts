import { objectsIn } from '../../manifests/json';
import type { CheckContext } from '../check-context';
import { virtualService } from '../examples';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { analysisRules, WARNING } from './analysis-rule';

const DELAY = (fields: string) => virtualService(`http:\n- fault:\n    delay: {fixedDelay: 5s, ${fields}}\n  route:\n  - destination: {host: reviews}`);

const RULES = analysisRules('deprecated', {
  field: {
    code: 'IST0002',
    severity: WARNING,
    must: 'Fields are not deprecated: a delay has a percentage, and a Sidecar no egressProxy.',
    why: 'They may go away, or do nothing already.',
    fix: 'write percentage: {value: 10}',
    fails: DELAY('percent: 10'),
    passes: DELAY('percentage: {value: 10}'),
    equals: 'HTTPRoute.fault.delay.percent is deprecated; use HTTPRoute.fault.delay.percentage',
  },
});

/** What Istio's analyzers say of fields and providers that are going away. */
export const DEPRECATIONS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    checkDelays(context, report);
    checkEgressProxies(context, report);
    checkTracers(context, report);
  },
};

function checkDelays({ index }: CheckContext, report: Report): void {
  for (const manifest of index.ofKind('networking.istio.io', 'VirtualService')) {
    const check = new ObjectCheck(manifest, report);
    for (const percent of check.spec.at('http').items.map((rule) => rule.at('fault').at('delay').at('percent'))) {
      if (percent.number > 0) check.fail(RULES.field, percent, 'is deprecated');
    }
  }
}

function checkEgressProxies({ index }: CheckContext, report: Report): void {
  for (const manifest of index.ofKind('networking.istio.io', 'Sidecar')) {
    const check = new ObjectCheck(manifest, report);
    const proxy = check.spec.at('outboundTrafficPolicy').at('egressProxy');
    if (proxy.isPresent) check.fail(RULES.field, proxy, 'does nothing any more', 'remove it');
  }
}

function checkTracers({ index, mesh }: CheckContext, report: Report): void {
  const providers = objectsIn(mesh.given.extensionProviders).map(([provider]) => provider).filter(({ lightstep }) => (lightstep ?? null) !== null);
  if (providers.length === 0) return;
  const names = providers.map(({ name }) => name);
  for (const manifest of index.ofKind('telemetry.istio.io', 'Telemetry')) {
    const check = new ObjectCheck(manifest, report);
    for (const provider of check.spec.at('tracing').items.flatMap((tracing) => tracing.at('providers').items)) {
      if (names.includes(provider.at('name').text)) check.fail(RULES.field, provider, 'is a provider of Lightstep, which is deprecated', 'use one of OpenTelemetry');
    }
  }
}
