import { allRules } from '../../src/checks/catalogue';
import { httpRule, service, together } from '../../src/checks/examples';
import { Manifests } from '../../src/manifests/manifests';
import { Caller } from '../../src/simulation/caller';
import type { SimulatedRequest } from '../../src/simulation/simulated-request';
import { Simulation } from '../../src/simulation/simulation';

/** What becomes of a request in the two examples of a rule, of which the first is said to break it. */
function asked(name: string, request: SimulatedRequest, ...others: string[]) {
  const rule = allRules().find((one) => one.name === name)!;
  return [rule.fails, rule.passes].map((yaml) => {
    const answer = Simulation.of(Manifests.fromYaml(together(...others, yaml))).ask({ caller: Caller.pod('shop'), ...request });
    return { flags: answer.outcomes.map(({ flag }) => flag), status: answer.outcomes[0].status, host: answer.outcomes[0].host?.split('.')[0], by: answer.virtualService };
  });
}

describe('what a rule says of requests, they meet', () => {
  const FULL = 'reviews.shop.svc.cluster.local';

  test.each([
    ['destination-port-of-caller', { host: 'reviews', port: 9080 }],
    ['destination-rule-hidden', { host: FULL, caller: Caller.pod('web') }],
    ['destination-rule-not-exported', { host: FULL, caller: Caller.pod('web') }],
  ])('%s: there is no cluster', (name, request) => {
    const [broken, kept] = asked(name, request);
    expect(broken).toMatchObject({ status: 503, flags: ['NC'] });
    expect(kept.flags).not.toContain('NC');
  });

  test('rules-not-merged: the subsets of one of them are missing', () => {
    const split = httpRule('route:\n- {destination: {host: reviews, subset: v1}, weight: 50}\n- {destination: {host: reviews, subset: v2}, weight: 50}');
    const [broken, kept] = asked('rules-not-merged', { host: 'reviews' }, split);
    expect(broken.flags.filter((flag) => flag === 'NC')).toHaveLength(1);
    expect(kept.flags).not.toContain('NC');
  });

  test.each(['routed-subset-at-zero', 'subset-outside-service', 'selector-excludes-subset'])('%s: there are no pods', (name) => {
    const [broken, kept] = asked(name, { host: 'reviews' }, name === 'selector-excludes-subset' ? httpRule('route:\n- destination: {host: reviews, subset: v1}') : service(''));
    expect(broken).toMatchObject({ status: 503, flags: ['UH'] });
    expect(kept.flags).toEqual([undefined]);
  });

  test('host-taken-literally: the VirtualService has no part in it', () => {
    expect(asked('host-taken-literally', { host: 'reviews' }).map(({ by }) => by)).toEqual([undefined, 'shop/reviews']);
  });

  test('rest-unanswered: no rule takes it', () => {
    expect(asked('rest-unanswered', { host: 'reviews' }).map(({ flags }) => flags[0] === 'NR')).toEqual([true, false]);
  });

  test.each([
    ['rule-never-reached', { host: 'reviews', headers: { 'x-canary': 'true' } }],
    ['prefix-takes-more', { host: 'reviews', path: '/foobar' }],
  ])('%s: another rule takes it', (name, request) => {
    const services = ['reviews', 'reviews-v1', 'reviews-v2'].map((one) => service('', one));
    expect(asked(name, request, ...services).map(({ host }) => host)).toEqual(['reviews-v1', 'reviews-v2']);
  });
});
