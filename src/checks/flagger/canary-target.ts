import { labelsIn, objectIn, textIn, valueAt } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import { describe, type Manifest } from '../../manifests/manifest';
import { FLAGGER_SELECTORS } from '../../manifests/pod-index';
import type { CheckContext } from '../check-context';
import { anyObject, deployment, service, together } from '../examples';
import { ObjectCheck } from '../object-check';
import type { Report, RuleFamily } from '../rule';
import { CanaryView } from './canary-view';
import { stepping } from './flagger-examples';
import { flaggerRules } from './flagger-rule';
import { generatedBy, isOwned } from './generated-objects';

const REVIEWS = (more = '') => deployment('reviews', '{app: reviews}', more);
const SCALER = anyObject('autoscaling/v2', 'HorizontalPodAutoscaler', 'reviews', 'scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: reviews}\nmaxReplicas: 5');
const SCALED = stepping('', { more: 'autoscalerRef: {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: reviews}' });

const RULES = flaggerRules({
  selectorLabel: {
    severity: 'error',
    must: 'A target selects its pods by app, name or app.kubernetes.io/name, with a value of at most 55 characters.',
    why: 'By that label alone Flagger tells its two sets of pods apart, and writes -primary behind the value of one. Without it, it never starts.',
    fix: 'add the label to the selector and the pods, or accept this finding if Flagger runs with another one in -selector-labels',
    fails: together(deployment('reviews', '{service: reviews}'), stepping()),
    passes: together(REVIEWS(), stepping()),
    equals: 'selector not found for labels: [app name app.kubernetes.io/name]',
  },
  replicasGiven: {
    severity: 'warning',
    must: 'A target does not say how many pods it has.',
    why: 'Flagger scales it to 0 between releases. Every apply of the manifest starts its pods again, and server-side it fails with a conflict.',
    fix: 'remove replicas; the copy that serves begins with those that run at the first time',
    fails: together(REVIEWS('replicas: 3'), stepping()),
    passes: together(REVIEWS(), stepping()),
    equals: 'conflict with "flagger" using apps/v1: .spec.replicas',
  },
  targetTwice: {
    severity: 'error',
    must: 'A workload, and a Service for callers, belong to one Canary.',
    why: 'Two of them take back what the other does, without end.',
    fix: 'remove one of the two',
    fails: together(stepping(), stepping('', { name: 'reviews-again', target: 'reviews' })),
    passes: together(stepping(), stepping('', { name: 'ratings' })),
    equals: 'Bad things will happen! Found more than one canary with the same target reviews.shop',
  },
  objectTwice: {
    severity: 'warning',
    must: 'Nobody else has an object of a name that Flagger gives to one.',
    why: 'Flagger takes it over and rewrites it; every apply undoes that. What Flagger does not know in it is lost, even if the Canary is deleted later.',
    fix: 'remove it, or name it otherwise',
    fails: together(service(''), REVIEWS(), stepping()),
    passes: together(service('', 'ratings'), REVIEWS(), stepping()),
    equals: 'Service reviews updated',
  },
  autoscalerMissing: {
    severity: 'error',
    must: 'The autoscaler of a Canary is there, beside its target.',
    why: 'Flagger cannot copy it for the pods that serve, and never starts.',
    fix: 'add it, or remove autoscalerRef; declare what lives elsewhere with --assume',
    fails: together(REVIEWS(), SCALED),
    passes: together(REVIEWS(), SCALER, SCALED),
    equals: 'HorizontalPodAutoscaler reviews.shop get query error: horizontalpodautoscalers.autoscaling "reviews" not found',
  },
  autoscalerUnnamed: {
    severity: 'warning',
    must: 'An autoscaler of a target is named in the Canary.',
    why: 'Flagger makes no copy of it otherwise: the pods that serve stay as many as they were at first.',
    fix: 'name it in autoscalerRef',
    fails: together(REVIEWS(), SCALER, stepping()),
    passes: together(REVIEWS(), SCALER, SCALED),
  },
});

const LONGEST_LABEL = 55;

/** Canaries and the objects that stand beside them. */
export const CANARY_TARGET: RuleFamily = {
  rules: Object.values(RULES),
  checkSet(context, report) {
    const canaries = context.index.ofKind('flagger.app', 'Canary').map((manifest) => new CanaryView(manifest, report));
    if (canaries.length === 0) return;
    const scalers = scalersOf(context);
    for (const view of canaries) {
      const target = context.index.find('apps', view.targetKind, view.manifest.namespace, view.targetName);
      if (target) checkTarget(view, target, scalers, context, report);
      checkOthers(view, context, report);
    }
    checkClaims(canaries);
  },
};

/** The autoscalers of each workload. */
function scalersOf({ index }: CheckContext): Map<string, Manifest[]> {
  const scalers = new Map<string, Manifest[]>();
  for (const scaler of [...index.ofKind('autoscaling', 'HorizontalPodAutoscaler'), ...index.ofKind('keda.sh', 'ScaledObject')]) {
    const { kind, name } = objectIn(scaler.spec.scaleTargetRef);
    listAt(scalers, `${scaler.namespace}/${textIn(kind) || 'Deployment'}/${textIn(name)}`).push(scaler);
  }
  return scalers;
}

function checkTarget(view: CanaryView, target: Manifest, scalers: ReadonlyMap<string, Manifest[]>, { index }: CheckContext, report: Report): void {
  const check = new ObjectCheck(target, report);
  const selector = labelsIn(valueAt(target.spec, 'selector', 'matchLabels'));
  const label = FLAGGER_SELECTORS.find((key) => key in selector);
  const field = check.spec.at('selector');
  if (label === undefined) {
    check.fail(RULES.selectorLabel, field, `has none of the labels ${FLAGGER_SELECTORS.join(', ')}, by which Flagger tells the pods of ${describe(view.manifest)} apart`);
  } else if (selector[label].length > LONGEST_LABEL) {
    check.fail(RULES.selectorLabel, field, `has a label ${label} of more than ${LONGEST_LABEL} characters, behind which Flagger writes -primary`);
  }
  const replicas = check.spec.at('replicas');
  if (replicas.number > 0) check.fail(RULES.replicasGiven, replicas, `is undone by Flagger between the releases of ${describe(view.manifest)}`);
  const reference = view.spec.at('autoscalerRef');
  const kind = reference.at('kind').text;
  const group = kind === 'ScaledObject' ? 'keda.sh' : 'autoscaling';
  const [scaler] = scalers.get(`${target.namespace}/${target.kind}/${target.name}`) ?? [];
  if (!reference.isPresent && scaler) {
    view.fail(RULES.autoscalerUnnamed, view.spec, `does not name ${describe(scaler)}, which scales the target alone and not its copy that serves`);
  } else if (reference.isPresent && !index.find(group, kind, target.namespace, reference.at('name').text)) {
    view.fail(RULES.autoscalerMissing, reference, `names ${kind} ${target.namespace}/${reference.at('name').text}, which is not there`);
  }
}

/** Objects that have names which Flagger gives. */
function checkOthers(view: CanaryView, { index }: CheckContext, report: Report): void {
  const { manifest } = view;
  for (const { group, kind, name } of generatedBy(manifest)) {
    const other = index.find(group, kind, manifest.namespace, name);
    if (other && !isOwned(other)) {
      report({ rule: RULES.objectTwice, manifest: other, path: ['metadata', 'name'], message: `metadata.name is that of the ${kind} that Flagger makes for ${describe(manifest)}` });
    }
  }
}

function checkClaims(canaries: readonly CanaryView[]): void {
  const claims = new Map<string, Manifest>();
  for (const view of canaries) {
    const { manifest: { namespace }, spec, targetKind, targetName, apex } = view;
    for (const what of apex === '' ? [] : [`${targetKind} ${targetName}`, `Service ${apex}`]) {
      const other = claims.get(`${namespace} ${what}`);
      if (other && other !== view.manifest) {
        view.fail(RULES.targetTwice, spec.at('targetRef'), `leads to ${what}, which ${describe(other)} has already`);
        break;
      }
      claims.set(`${namespace} ${what}`, view.manifest);
    }
  }
}
