import type { Field } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { hosts, steps } from './rollout-examples';
import { strategiesOf } from './rollout-strategy';

const MANAGED = '\nmanagedRoutes: [{name: testers}]';
const HEADER = 'setHeaderRoute: {name: testers, match: [{headerName: x-tester, headerValue: {exact: "yes"}}]}';

const RULES = namedRules('argo-rollouts', {
  rolloutCanaryOverloaded: {
    severity: 'warning',
    must: 'A canary has at least the share of the pods that it has of the traffic.',
    why: 'A fixed scale stays when the weight grows: a tenth of the pods then gets half of the requests.',
    fix: 'add setCanaryScale: {matchTrafficWeight: true} before the weight grows',
    fails: hosts(steps('- setCanaryScale: {weight: 10}\n- setWeight: 10\n- pause: {}\n- setWeight: 50')),
    passes: hosts(steps('- setCanaryScale: {weight: 10}\n- setWeight: 10\n- pause: {}\n- setCanaryScale: {matchTrafficWeight: true}\n- setWeight: 50')),
  },
  rolloutRouteWithoutPods: {
    severity: 'error',
    must: 'Where a step sends certain requests to the canary, or mirrors to it, the canary has pods.',
    why: 'The controller removes all managed routes while the canary has none, and does not bring them back.',
    fix: 'set a weight above zero or a scale of the canary in an earlier step',
    fails: hosts(steps(`- ${HEADER}\n- pause: {}\n- setWeight: 10`, MANAGED)),
    passes: hosts(steps(`- setCanaryScale: {replicas: 1}\n- ${HEADER}\n- pause: {}\n- setWeight: 10\n- setCanaryScale: {matchTrafficWeight: true}`, MANAGED)),
  },
});

/** What a canary has at a step. */
interface Canary {
  weight: number;
  /** What setCanaryScale has fixed; nothing while its pods follow the weight. */
  scale?: Field;
  /** The managed routes that lead to it. */
  readonly routes: Set<string>;
}

/** Steps that the controller accepts, and that leave the canary with too few pods. */
export const CANARY_PODS: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['argoproj.io/Rollout'],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const { canary } = strategiesOf(check);
    if (!canary.at('trafficRouting').isPresent) return;
    const state: Canary = { weight: 0, routes: new Set() };
    for (const step of canary.at('steps').items) {
      take(step, state);
      checkLoad(check, step.at('setWeight'), state);
      if (state.routes.size > 0 && !hasPods(state)) {
        check.fail(RULES.rolloutRouteWithoutPods, step, `leaves the canary without pods, so that route ${[...state.routes].join(', ')} is removed`);
        return;
      }
    }
  },
};

function take(step: Field, state: Canary): void {
  if (step.at('setWeight').isPresent) state.weight = step.at('setWeight').number;
  const scale = step.at('setCanaryScale');
  const isFixed = scale.at('replicas').isPresent || scale.at('weight').isPresent;
  if (scale.isPresent) state.scale = isFixed ? scale : undefined;
  for (const route of ['setHeaderRoute', 'setMirrorRoute'].map((kind) => step.at(kind)).filter(({ isPresent }) => isPresent)) {
    if (route.at('match').isPresent) state.routes.add(route.at('name').text);
    else state.routes.delete(route.at('name').text);
  }
}

function hasPods({ weight, scale }: Canary): boolean {
  if (!scale) return weight > 0;
  return scale.at('replicas').number > 0 || scale.at('weight').number > 0;
}

function checkLoad(check: ObjectCheck, weight: Field, { scale }: Canary): void {
  if (!scale || !weight.isPresent || weight.number === 0) return;
  const [replicas, share] = [scale.at('replicas'), scale.at('weight')];
  const all = check.spec.at('replicas');
  const percent = replicas.isPresent ? all.number > 0 ? replicas.number * 100 / all.number : undefined : share.number;
  if (percent !== undefined && weight.number > percent) {
    check.fail(RULES.rolloutCanaryOverloaded, weight, `sends ${weight.number} percent of the traffic to ${Number(percent.toFixed(1))} percent of the pods`);
  }
}
