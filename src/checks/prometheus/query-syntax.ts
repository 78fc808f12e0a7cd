import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { KINDS_WITH_QUERIES, queriesOf } from './manifest-queries';
import { recorded } from './prometheus-examples';

const RULES = namedRules('prometheus', {
  queryUnreadable: {
    severity: 'error',
    must: 'A query is PromQL, and its functions get what they take.',
    why: 'The API server accepts every text; Prometheus refuses the query, and with it all rules of the object.',
    fix: 'mend the query',
    fails: recorded('sum(rate(istio_requests_total{reporter="destination",response_code~"5.*"}[1m]))'),
    passes: recorded('sum(rate(istio_requests_total{reporter="destination",response_code=~"5.*"}[1m]))'),
    equals: 'parse error: unexpected character inside braces: \'~\'',
  },
  queryRegexInvalid: {
    severity: 'error',
    must: 'The regular expressions of a query are of RE2.',
    why: 'Prometheus knows no look-around and no back references, and refuses the query.',
    fix: 'write it for RE2, or exclude values with a second matcher of the kind !~',
    fails: recorded('up{job=~"(?!reviews).*"}'),
    passes: recorded('up{job!~"reviews.*"}'),
    equals: 'error parsing regexp: invalid or unsupported Perl syntax: `(?!`',
  },
});

/** Queries that Prometheus refuses. */
export const QUERY_SYNTAX: RuleFamily = {
  rules: Object.values(RULES),
  kinds: KINDS_WITH_QUERIES,
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    for (const { field, problem } of queriesOf(manifest)) {
      if (problem) check.fail(problem.isRegex ? RULES.queryRegexInvalid : RULES.queryUnreadable, field, problem.message);
    }
  },
};
