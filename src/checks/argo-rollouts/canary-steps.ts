import { type Field, shown } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { canary, hosts, steps } from './rollout-examples';
import { strategiesOf } from './rollout-strategy';
import { goDuration } from '../../istio/go-duration';

const MANAGED = '\nmanagedRoutes: [{name: testers}]';
const HEADER = 'setHeaderRoute: {name: testers, match: [{headerName: x-tester, headerValue: {exact: "yes"}}]}';
const TO_TESTERS = hosts(steps(`- setWeight: 10\n- ${HEADER}`, MANAGED));

const RULES = namedRules('argo-rollouts', {
  rolloutStepEmpty: {
    severity: 'error',
    must: 'A step of a canary does something.',
    why: 'The controller refuses a Rollout with a step that it does not know.',
    fix: 'write one of setWeight, pause, analysis, experiment, setCanaryScale, setHeaderRoute, setMirrorRoute and plugin',
    fails: canary('steps:\n- {}'),
    passes: canary('steps:\n- setWeight: 20'),
    equals: 'Step must have one of the following set',
  },
  rolloutStepMixed: {
    severity: 'error',
    must: 'A step sets a weight, pauses, analyses or experiments.',
    why: 'The controller refuses a step that does several of these.',
    fix: 'write a step for each',
    fails: canary('steps:\n- setWeight: 20\n  pause: {}'),
    passes: canary('steps:\n- setWeight: 20\n- pause: {}'),
    equals: 'Step must have one of the following set',
  },
  rolloutStepCrowded: {
    severity: 'warning',
    must: 'A step does one thing.',
    why: 'The controller accepts some steps that do two, and does not say in which order.',
    fix: 'write a step for each',
    fails: hosts(steps('- setCanaryScale: {weight: 20}\n  setWeight: 20')),
    passes: hosts(steps('- setCanaryScale: {weight: 20}\n- setWeight: 20')),
  },
  rolloutWeightOutOfRange: {
    severity: 'error',
    must: 'A weight is from 0 to 100.',
    why: 'It is a percentage; the controller refuses the Rollout.',
    fix: 'write a percentage',
    fails: canary('steps:\n- setWeight: 120'),
    passes: canary('steps:\n- setWeight: 100'),
    equals: 'SetWeight needs to be between 0 and 100',
  },
  rolloutPauseInvalid: {
    severity: 'error',
    must: 'The duration of a pause is seconds, or a duration such as 30s, 10m or 1h.',
    why: 'The controller refuses every other, and does not know days.',
    fix: 'write seconds, or a duration with h, m or s',
    fails: canary('steps:\n- pause: {duration: 1d}'),
    passes: canary('steps:\n- pause: {duration: 24h}'),
    equals: 'Duration needs to be greater than 0',
  },
  rolloutStepNeedsRouting: {
    severity: 'error',
    must: 'A step that is about routes or about the scale of the canary stands beside traffic routing that can do it.',
    why: 'The controller refuses the Rollout.',
    fix: 'add trafficRouting with istio, or remove the step',
    fails: canary('steps:\n- setCanaryScale: {weight: 10}'),
    passes: hosts(steps('- setCanaryScale: {weight: 10}')),
    equals: 'SetCanaryScale requires TrafficRouting to be set',
  },
  rolloutMatchChoice: {
    severity: 'error',
    must: 'What a route matches has one of exact, prefix and regex.',
    why: 'The controller refuses none, and several.',
    fix: 'keep one of them',
    fails: hosts(steps('- setHeaderRoute: {name: testers, match: [{headerName: x-tester, headerValue: {}}]}', MANAGED)),
    passes: TO_TESTERS,
    equals: 'match value must have one of the following: exact, regex, prefix',
  },
  rolloutRouteNotManaged: {
    severity: 'error',
    must: 'The routes of steps are among the managedRoutes.',
    why: 'Their order is that of managedRoutes; the controller refuses a route that it does not find there.',
    fix: 'add the name of the route to trafficRouting.managedRoutes',
    fails: hosts(steps(`- setWeight: 10\n- ${HEADER}`)),
    passes: TO_TESTERS,
    equals: 'Steps define a route that does not exist in spec.strategy.canary.trafficRouting.managedRoutes',
  },
});

/** What the controller refuses of the steps of a canary. */
export const CANARY_STEPS: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['argoproj.io/Rollout'],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const { canary: canary_ } = strategiesOf(check);
    const routing = canary_.at('trafficRouting');
    for (const step of canary_.at('steps').items) {
      checkKinds(check, step);
      checkWeightAndPause(check, step, routing);
      checkNeeds(check, step, routing);
      checkRoute(check, step.at('setHeaderRoute'), routing, (match) => [match.at('headerValue')]);
      checkRoute(check, step.at('setMirrorRoute'), routing, (match) => ['method', 'path'].map((key) => match.at(key)).filter(({ isPresent }) => isPresent));
    }
  },
};

const EXCLUSIVE = ['setWeight', 'pause', 'experiment', 'analysis'];
const KINDS = [...EXCLUSIVE, 'setCanaryScale', 'setHeaderRoute', 'setMirrorRoute', 'plugin'];

function checkKinds(check: ObjectCheck, step: Field): void {
  const kinds = KINDS.filter((kind) => step.at(kind).isPresent);
  if (kinds.length === 0) check.fail(RULES.rolloutStepEmpty, step, `must have one of ${KINDS.join(', ')}`);
  if (kinds.length < 2) return;
  const isRefused = kinds.filter((kind) => EXCLUSIVE.includes(kind)).length > 1;
  check.fail(isRefused ? RULES.rolloutStepMixed : RULES.rolloutStepCrowded, step, `has ${kinds.join(' and ')}`);
}

const FULL_WEIGHT = 100;

function checkWeightAndPause(check: ObjectCheck, step: Field, routing: Field): void {
  const [weight, max] = [step.at('setWeight'), routing.at('maxTrafficWeight')];
  const full = max.isPresent ? max.number : FULL_WEIGHT;
  if (weight.number < 0 || weight.number > full) check.fail(RULES.rolloutWeightOutOfRange, weight, `must be from 0 to ${full}, got ${weight.number}`);
  const duration = step.at('pause').at('duration');
  if (duration.isPresent && secondsOf(duration) < 0) check.fail(RULES.rolloutPauseInvalid, duration, `must be seconds or a duration, got ${shown(duration.value)}`);
}

/** The seconds of a pause; -1 if they are none. */
function secondsOf({ value, text }: Field): number {
  if (typeof value === 'number') return value;
  if (/^[-+]?\d+$/.test(text)) return Number(text);
  return Number((goDuration(text) ?? -1_000_000_000n) / 1_000_000_000n);
}

const HEADER_ROUTERS = ['istio', 'alb', 'apisix'];
const EXPERIMENT_ROUTERS = ['istio', 'alb', 'smi'];

function checkNeeds(check: ObjectCheck, step: Field, routing: Field): void {
  const needs = (field: Field, routers: string[], withPlugins: boolean): void => {
    const isServed = routers.some((router) => routing.at(router).isPresent) || (withPlugins && routing.at('plugins').size > 0);
    if (field.isPresent && !isServed) check.fail(RULES.rolloutStepNeedsRouting, field, `needs trafficRouting by ${[...routers, ...(withPlugins ? ['plugins'] : [])].join(', ')}`);
  };
  if (step.at('setCanaryScale').isPresent && !routing.isPresent) check.fail(RULES.rolloutStepNeedsRouting, step.at('setCanaryScale'), 'needs trafficRouting');
  needs(step.at('setHeaderRoute'), HEADER_ROUTERS, true);
  needs(step.at('setMirrorRoute'), ['istio'], false);
  for (const template of step.at('experiment').at('templates').items) needs(template.at('weight'), EXPERIMENT_ROUTERS, true);
}

const CHOICES = ['exact', 'prefix', 'regex'];

function checkRoute(check: ObjectCheck, route: Field, routing: Field, valuesOf: (match: Field) => Field[]): void {
  if (!route.isPresent) return;
  for (const value of route.at('match').items.flatMap(valuesOf)) {
    const given = CHOICES.filter((choice) => value.at(choice).text !== '');
    if (given.length !== 1) check.fail(RULES.rolloutMatchChoice, value, `must have one of ${CHOICES.join(', ')}, got ${given.join(' and ') || 'none'}`);
  }
  const name = route.at('name');
  const isManaged = routing.at('managedRoutes').items.some((managed) => managed.at('name').text === name.text);
  if (routing.isPresent && !isManaged) check.fail(RULES.rolloutRouteNotManaged, name, `is not among managedRoutes: ${shown(name.text)}`);
}
