import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import { queriesOf } from '../prometheus/manifest-queries';
import { quoted } from '../prometheus/prometheus-examples';
import { matchersOf, metricOf } from '../prometheus/promql-selector';
import type { RuleFamily } from '../rule';
import { analysis } from './rollout-examples';

const QUERY = (matchers: string) => analysis(`provider: {prometheus: {query: ${quoted(`sum(rate(istio_requests_total{reporter="destination",${matchers}}[1m]))`)}}}`);

const RULES = namedRules('argo-rollouts', {
  analysisMixesVersions: {
    severity: 'warning',
    must: 'A query for the canary of a Rollout does not tell it from the stable version by destination_workload.',
    why: 'Istio reports the name of the Rollout for the pods of both, so that the errors of the canary are lost among the requests of the stable version.',
    fix: 'match destination_service_name of the canary Service with reporter="source", or rollouts_pod_template_hash if it is scraped',
    fails: QUERY('destination_workload="reviews"'),
    passes: QUERY('destination_workload="reviews",rollouts_pod_template_hash="6f8b9c"'),
  },
});

/** Labels that differ between the versions of a Rollout. */
const TELLING = /^(?:destination_(?:version|canonical_revision|service|service_name)|rollouts?_pod_template_hash|pod|pod_name|instance|kubernetes_pod_name)$/;

/** Queries of analyses that look at the wrong pods. */
export const ANALYSIS_QUERIES: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['argoproj.io/AnalysisTemplate', 'argoproj.io/ClusterAnalysisTemplate'],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    for (const { field, tree, problem } of queriesOf(manifest)) {
      const selectors = problem ? [] : tree.all('VectorSelector').filter((selector) => (metricOf(selector) ?? '').startsWith('istio_'));
      const labels = selectors.map((selector) => matchersOf(selector).map(({ label }) => label));
      const isMixed = labels.some((own) => own.includes('destination_workload')) && !labels.flat().some((label) => TELLING.test(label));
      if (isMixed) check.fail(RULES.analysisMixesVersions, field, 'counts the stable version and the canary together: destination_workload is the Rollout for both');
    }
  },
};
