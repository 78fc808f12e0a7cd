import type { Field } from '../field';
import type { RuleFamily } from '../rule';
import { CanaryView } from './canary-view';
import { canary, stepping } from './flagger-examples';
import { flaggerRules } from './flagger-rule';

const INSIDERS = 'match:\n- headers: {x-canary: {exact: insider}}';
const BY_QUERY = 'iterations: 10\nmatch:\n- queryParams: {canary: {exact: "true"}}';

const RULES = flaggerRules({
  matchIsNoTest: {
    severity: 'info',
    must: 'A match that is to make an A/B test stands beside iterations.',
    why: 'Beside weights it only limits them: of the requests that match, that share goes to the new version. Flagger\'s documentation says otherwise.',
    fix: 'write iterations in place of the weights, if all requests that match shall reach the new version',
    fails: stepping(INSIDERS),
    passes: canary(`iterations: 10\n${INSIDERS}`),
  },
  queryParamsDropped: {
    severity: 'warning',
    must: 'An analysis tells its users by headers where the service has a match of its own.',
    why: 'Flagger joins both and keeps headers and sourceLabels of the analysis alone: without its queryParams, every request of the service goes to the new version.',
    fix: 'tell the users by a header or a cookie',
    fails: canary(BY_QUERY, { service: 'match:\n- uri: {prefix: /reviews}' }),
    passes: canary(BY_QUERY),
  },
  matchReplaced: {
    severity: 'warning',
    must: 'The headers and sourceLabels that a service asks for are not asked for again by its analysis.',
    why: 'Flagger compares those of the analysis, or the cookie of a session, in place of the service\'s: requests without the latter reach the new version.',
    fix: 'match paths in the service, and headers in the analysis alone',
    fails: canary(`iterations: 10\n${INSIDERS}`, { service: 'match:\n- headers: {x-tenant: {exact: a}}' }),
    passes: canary(`iterations: 10\n${INSIDERS}`, { service: 'match:\n- uri: {prefix: /reviews}' }),
  },
  suffixDropped: {
    severity: 'warning',
    must: 'A match of an analysis compares by exact, prefix or regex.',
    why: 'Istio has no suffix, although the CRD of Flagger has: it is dropped from the VirtualService, and any value matches.',
    fix: 'write a regex: .*@example[.]com',
    fails: canary('iterations: 10\nmatch:\n- headers: {x-user: {suffix: "@example.com"}}'),
    passes: canary('iterations: 10\nmatch:\n- headers: {x-user: {regex: ".*@example[.]com"}}'),
  },
  mirrorStuck: {
    severity: 'error',
    must: 'A release by weights that begins with copies of requests has neither a match nor a session in its analysis, and its service speaks HTTP.',
    why: 'Flagger overwrites the rule that copies, does not find it at the next check, and begins anew: the weight never rises.',
    fix: 'remove mirror',
    fails: stepping(`mirror: true\n${INSIDERS}`),
    passes: stepping('mirror: true'),
    equals: 'Running mirror step 100/0/true, at every check',
  },
  mirrorLost: {
    severity: 'warning',
    must: 'Requests are copied only where no match chooses them, and over HTTP.',
    why: 'Flagger overwrites the rule that copies: the new version gets no copies.',
    fix: 'remove mirror, or match',
    fails: canary(`iterations: 10\nmirror: true\n${INSIDERS}`),
    passes: canary('iterations: 10\nmirror: true'),
  },
  sessionLost: {
    severity: 'warning',
    must: 'Clients are kept with a version by a cookie only where no match chooses them, and over HTTP.',
    why: 'Flagger overwrites the rules that set and read the cookie: every request is drawn anew.',
    fix: 'remove sessionAffinity, or match',
    fails: stepping(`sessionAffinity: {cookieName: version}\n${INSIDERS}`),
    passes: stepping('sessionAffinity: {cookieName: version}'),
  },
  cookieTwice: {
    severity: 'error',
    must: 'The cookies of the two versions have names of their own.',
    why: 'Flagger refuses to look at the Canary at all.',
    fix: 'give primaryCookieName another name, or remove it',
    fails: stepping('sessionAffinity: {cookieName: version, primaryCookieName: version}'),
    passes: stepping('sessionAffinity: {cookieName: version, primaryCookieName: version-primary}'),
    equals: 'can\'t use the same cookie name for both primary and cookie name',
  },
});

/** Which requests reach the new version of a Canary, and whether copies and cookies survive that. */
export const CANARY_MATCH: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['flagger.app/Canary'],
  checkObject(manifest, report) {
    const view = new CanaryView(manifest, report);
    const session = view.analysis.at('sessionAffinity');
    if (session.isPresent && session.at('cookieName').text === session.at('primaryCookieName').text) {
      view.fail(RULES.cookieTwice, session, `must have two names, got ${JSON.stringify(session.at('cookieName').text)} for both`);
    }
    if (!view.isOfIstio) return;
    checkMatches(view, session);
    checkOverwritten(view, session);
  },
};

function checkMatches(view: CanaryView, session: Field): void {
  const match = view.analysis.at('match');
  const ofService = view.service.at('match').items;
  const keysOfService = ['headers', 'sourceLabels'].filter((key) => ofService.some((one) => one.at(key).size > 0));
  if (match.size > 0 && view.strategy === 'weights') view.fail(RULES.matchIsNoTest, match, 'makes no A/B test without iterations: of the requests that match, the weight is the share that goes to the new version');
  for (const one of match.items) {
    const query = one.at('queryParams');
    if (query.size > 0 && ofService.length > 0) view.fail(RULES.queryParamsDropped, query, 'is dropped, because spec.service.match is given too');
    for (const key of keysOfService.filter((shared) => one.at(shared).size > 0)) {
      view.fail(RULES.matchReplaced, one.at(key), `is compared in place of the ${key} of spec.service.match, and not beside them`);
    }
    for (const [, comparison] of one.at('headers').entries) {
      if (comparison.at('suffix').isPresent) view.fail(RULES.suffixDropped, comparison.at('suffix'), 'is unknown to Istio: any value of the header will match');
    }
  }
  if (session.isPresent && match.size === 0 && keysOfService.includes('headers')) {
    view.fail(RULES.matchReplaced, session, 'compares its cookie in place of the headers of spec.service.match, and not beside them');
  }
}

/** What Flagger writes into the VirtualService, and overwrites at once. */
function checkOverwritten(view: CanaryView, session: Field): void {
  const mirror = view.analysis.at('mirror');
  const hasMatch = view.analysis.at('match').size > 0;
  const because = view.isTcp ? 'the service speaks TCP' : hasMatch ? 'the analysis has a match' : undefined;
  if (mirror.isTrue && view.strategy === 'weights' && (because !== undefined || session.isPresent)) {
    view.fail(RULES.mirrorStuck, mirror, `keeps the release at 0 percent for ever, because ${because ?? 'the analysis has a sessionAffinity'}: Flagger writes the copying rule anew at every check`);
  } else if (mirror.isTrue && because !== undefined && view.strategy !== undefined) {
    view.fail(RULES.mirrorLost, mirror, `copies no request, because ${because}`);
  }
  if (session.isPresent && because !== undefined) view.fail(RULES.sessionLost, session, `sets no cookie, because ${because}`);
}
