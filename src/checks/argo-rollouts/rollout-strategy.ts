import type { Field } from '../field';
import { namedRules } from '../named-rules';
import { ObjectCheck } from '../object-check';
import type { RuleFamily } from '../rule';
import { intOrPercent } from './int-or-string';
import { blueGreen, canary, hosts, steps } from './rollout-examples';

const ISTIO = 'trafficRouting:\n  istio: {virtualService: {name: reviews}}';
const HOSTS = 'stableService: stable\ncanaryService: canary';
const PASSES = hosts(steps('- setWeight: 10'));

const RULES = namedRules('argo-rollouts', {
  rolloutServicesEqual: {
    severity: 'error',
    must: 'The versions of a Rollout have Services of their own: stable and canary, active and preview, ping and pong.',
    why: 'One Service cannot have the pods of both; the controller refuses the Rollout.',
    fix: 'name two Services',
    fails: blueGreen('previewService: reviews'),
    passes: blueGreen('previewService: reviews-preview'),
    equals: 'two different services are required',
  },
  rolloutServicesMissing: {
    severity: 'error',
    must: 'A Rollout whose traffic is split by host names its stableService and its canaryService.',
    why: 'Only with subsets of a DestinationRule can Istio tell the versions apart without them; the controller refuses the Rollout.',
    fix: 'name both Services, or a destinationRule with its subsets',
    fails: canary(ISTIO),
    passes: PASSES,
    equals: 'Canary service and Stable service must to be set to use Traffic Routing',
  },
  rolloutNeverProgresses: {
    severity: 'error',
    must: 'A Rollout has a maxSurge or a maxUnavailable above zero.',
    why: 'With neither, no pod can be replaced; the controller refuses the Rollout.',
    fix: 'set maxSurge to 1 or more',
    fails: canary('maxSurge: 0\nmaxUnavailable: 0%'),
    passes: canary('maxSurge: 1\nmaxUnavailable: 0'),
    equals: 'MaxSurge and MaxUnavailable both can not be zero',
  },
  rolloutNeedsTrafficRouting: {
    severity: 'error',
    must: 'Settings of a canary that are about its share of the traffic stand beside trafficRouting.',
    why: 'Without it nobody splits traffic; the controller refuses the Rollout.',
    fix: 'add trafficRouting, or remove the setting',
    fails: canary('scaleDownDelaySeconds: 60'),
    passes: hosts(steps('- setCanaryScale: {weight: 10}\n- setWeight: 10')),
    equals: 'can only be used with traffic routing',
  },
  rolloutStableScaleDelayed: {
    severity: 'error',
    must: 'A Rollout has scaleDownDelaySeconds or dynamicStableScale.',
    why: 'The latter scales the stable version down with its share of the traffic, so that nothing is left to be delayed; the controller refuses both.',
    fix: 'remove one of them',
    fails: hosts(canary(`${HOSTS}\n${ISTIO}\nscaleDownDelaySeconds: 60\ndynamicStableScale: true`)),
    passes: hosts(canary(`${HOSTS}\n${ISTIO}\ndynamicStableScale: true`)),
    equals: 'Canary dynamicStableScale cannot be used with scaleDownDelaySeconds',
  },
  rolloutTrafficWeightUnsupported: {
    severity: 'error',
    must: 'Under Istio, weights are shares of 100.',
    why: 'Only nginx and plugins know maxTrafficWeight; the controller refuses it elsewhere.',
    fix: 'remove maxTrafficWeight',
    fails: hosts(steps('- setWeight: 10', '\nmaxTrafficWeight: 1000')),
    passes: PASSES,
    equals: 'Canary maxTrafficWeight in traffic routing only supported in Nginx and Plugins',
  },
  rolloutVirtualServiceChoice: {
    severity: 'error',
    must: 'Traffic routing by Istio names a virtualService or several virtualServices.',
    why: 'The controller refuses a Rollout with none or both.',
    fix: 'keep one of the two',
    fails: canary(`${HOSTS}\ntrafficRouting: {istio: {}}`),
    passes: PASSES,
    equals: 'either VirtualService or VirtualServices must be configured',
  },
  rolloutPingPongIncomplete: {
    severity: 'error',
    must: 'A pingPong names a pingService and a pongService, and stands beside traffic routing by Istio or ALB.',
    why: 'The controller refuses the Rollout.',
    fix: 'name both Services',
    fails: canary(`pingPong: {pingService: ping}\n${ISTIO}`),
    passes: canary(`pingPong: {pingService: ping, pongService: pong}\n${ISTIO}`),
    equals: 'Ping service and Pong service must to be set to use Ping-Pong feature',
  },
  rolloutAntiAffinity: {
    severity: 'error',
    must: 'An antiAffinity has one strategy, and a preferred one a weight from 1 to 100.',
    why: 'The controller refuses the Rollout.',
    fix: 'keep one of the two strategies, with a weight from 1 to 100',
    fails: canary('antiAffinity: {}'),
    passes: canary('antiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: {weight: 1}}'),
    equals: 'AntiAffinity must have exactly one strategy listed',
  },
  rolloutKeepsTooFew: {
    severity: 'error',
    must: 'A Rollout keeps at least as many old revisions as it waits with to scale down.',
    why: 'The controller refuses one whose revisionHistoryLimit, 10 unless it is written, is below scaleDownDelayRevisionLimit.',
    fix: 'raise revisionHistoryLimit',
    fails: blueGreen('scaleDownDelayRevisionLimit: 11'),
    passes: blueGreen('scaleDownDelayRevisionLimit: 2'),
    equals: 'revision history limit can not be smaller than the rollout\'s scale down limit',
  },
});

/** What the controller refuses of the strategy of a Rollout. */
export const ROLLOUT_STRATEGY: RuleFamily = {
  rules: Object.values(RULES),
  kinds: ['argoproj.io/Rollout'],
  checkObject(manifest, report) {
    const check = new ObjectCheck(manifest, report);
    const { canary: canary_, blueGreen: blueGreen_ } = strategiesOf(check);
    if (canary_.isPresent) {
      checkServices(check, canary_);
      checkPingPong(check, canary_);
      checkSettings(check, canary_);
      checkRouting(check, canary_.at('trafficRouting'));
      checkAntiAffinity(check, canary_.at('antiAffinity'));
    }
    if (blueGreen_.isPresent && !canary_.isPresent) checkBlueGreen(check, blueGreen_);
  },
};

/** The two strategies that a Rollout may have. */
export function strategiesOf({ spec }: ObjectCheck): { readonly canary: Field; readonly blueGreen: Field } {
  return { canary: spec.at('strategy').at('canary'), blueGreen: spec.at('strategy').at('blueGreen') };
}

/** Who splits by host, with Services alone. */
const BY_HOST = ['smi', 'apisix', 'ambassador', 'nginx', 'appMesh', 'traefik'];

function checkServices(check: ObjectCheck, canary_: Field): void {
  const [stable, other] = ['stableService', 'canaryService'].map((name) => canary_.at(name));
  checkDifferent(check, stable, other);
  const routing = canary_.at('trafficRouting');
  const byIstio = routing.at('istio').isPresent && !routing.at('istio').at('destinationRule').isPresent;
  const isSwitched = canary_.at('pingPong').isPresent;
  const byHost = ((byIstio || routing.at('alb').isPresent) && !isSwitched) || BY_HOST.some((router) => routing.at(router).isPresent);
  for (const service of byHost ? [stable, other] : []) {
    if (service.text === '') check.fail(RULES.rolloutServicesMissing, service, 'must name a Service: traffic is split by host');
  }
}

function checkDifferent(check: ObjectCheck, one: Field, other: Field): void {
  if (one.text !== '' && one.text === other.text) check.fail(RULES.rolloutServicesEqual, other, `is the same Service as ${one.path.at(-1)}: ${one.text}`);
}

function checkPingPong(check: ObjectCheck, canary_: Field): void {
  const pingPong = canary_.at('pingPong');
  if (!pingPong.isPresent) return;
  const routing = canary_.at('trafficRouting');
  const [ping, pong] = ['pingService', 'pongService'].map((name) => pingPong.at(name));
  for (const service of [ping, pong]) {
    if (service.text === '') check.fail(RULES.rolloutPingPongIncomplete, service, 'must name a Service');
  }
  checkDifferent(check, ping, pong);
  if (routing.isPresent && !routing.at('istio').isPresent && !routing.at('alb').isPresent) {
    check.fail(RULES.rolloutPingPongIncomplete, pingPong, 'works with Istio and ALB alone');
  }
}

function checkSettings(check: ObjectCheck, canary_: Field): void {
  const [delay, dynamic] = [canary_.at('scaleDownDelaySeconds'), canary_.at('dynamicStableScale')];
  const given = [...(delay.isPresent ? [delay] : []), ...(dynamic.isTrue ? [dynamic] : [])];
  if (!canary_.at('trafficRouting').isPresent) {
    for (const setting of given) check.fail(RULES.rolloutNeedsTrafficRouting, setting, 'can only be used with trafficRouting');
  } else if (given.length > 1) {
    check.fail(RULES.rolloutStableScaleDelayed, dynamic, 'cannot be used with scaleDownDelaySeconds');
  }
  const [surge, unavailable] = ['maxSurge', 'maxUnavailable'].map((name) => canary_.at(name));
  if (intOrPercent(surge, 25) === 0 && intOrPercent(unavailable, 25) === 0) check.fail(RULES.rolloutNeverProgresses, surge, 'and maxUnavailable are both zero');
}

function checkRouting(check: ObjectCheck, routing: Field): void {
  const weight = routing.at('maxTrafficWeight');
  if (weight.isPresent && !routing.at('nginx').isPresent && routing.at('plugins').size === 0) {
    check.fail(RULES.rolloutTrafficWeightUnsupported, weight, 'is known to nginx and plugins alone');
  }
  const istio = routing.at('istio');
  if (!istio.isPresent) return;
  const [one, several] = [istio.at('virtualService'), istio.at('virtualServices')];
  if (one.isPresent === several.isPresent) check.fail(RULES.rolloutVirtualServiceChoice, istio, `must have virtualService or virtualServices, got ${one.isPresent ? 'both' : 'none'}`);
}

function checkAntiAffinity(check: ObjectCheck, affinity: Field): void {
  if (!affinity.isPresent) return;
  const [preferred, required] = ['preferred', 'required'].map((strength) => affinity.at(`${strength}DuringSchedulingIgnoredDuringExecution`));
  const weight = preferred.at('weight').number;
  if (preferred.isPresent === required.isPresent) {
    check.fail(RULES.rolloutAntiAffinity, affinity, `must have one strategy, got ${required.isPresent ? 'both' : 'none'}`);
  } else if (preferred.isPresent && (weight < 1 || weight > 100)) {
    check.fail(RULES.rolloutAntiAffinity, preferred.at('weight'), `must be from 1 to 100, got ${weight}`);
  }
}

const DEFAULT_HISTORY = 10;

function checkBlueGreen(check: ObjectCheck, blueGreen_: Field): void {
  const [active, preview] = [blueGreen_.at('activeService'), blueGreen_.at('previewService')];
  if (active.text === preview.text) check.fail(RULES.rolloutServicesEqual, active, active.text === '' ? 'must name a Service' : `is the same Service as previewService: ${active.text}`);
  const limit = blueGreen_.at('scaleDownDelayRevisionLimit');
  const history = check.spec.at('revisionHistoryLimit').isPresent ? check.spec.at('revisionHistoryLimit').number : DEFAULT_HISTORY;
  if (limit.number > history) check.fail(RULES.rolloutKeepsTooFew, limit, `is more than the ${history} revisions that are kept`);
  checkAntiAffinity(check, blueGreen_.at('antiAffinity'));
}
