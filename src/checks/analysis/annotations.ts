import type { Manifest } from '../../manifests/manifest';
import type { PodGroup } from '../../manifests/pod-index';
import type { FieldPath } from '../../manifests/source-location';
import { ISTIO_ANNOTATIONS } from '../../schemas/istio-annotations';
import { deployment, service } from '../examples';
import { pathText, shown } from '../field';
import type { Report, RuleFamily } from '../rule';
import { analysisRules, INFO, WARNING } from './analysis-rule';
import { annotationProblem } from './annotation-values';

const annotated = (annotation: string) => service('').replace('  namespace: shop\n', `  namespace: shop\n  annotations: {${annotation}}\n`);
const POD = (annotation: string) => deployment('reviews', '{app: reviews}').replace('    labels:', `    annotations: {${annotation}}\n      labels:`);

const RULES = analysisRules('annotation', {
  unknown: {
    code: 'IST0108',
    severity: WARNING,
    must: 'An annotation of istio.io on a Namespace, a Service, a Deployment or a pod is one that Istio knows.',
    why: 'Istio does not read it: the name may be wrong.',
    fix: 'mend the name of the annotation, or remove it',
    fails: annotated('networking.istio.io/exportsTo: "."'),
    passes: annotated('networking.istio.io/exportTo: "."'),
    equals: 'Unknown annotation: networking.istio.io/exportsTo',
  },
  misplaced: {
    code: 'IST0107',
    severity: WARNING,
    must: 'An annotation of Istio is on the kind that it is for; those of pods are in the pod template.',
    why: 'Istio does not read it there.',
    fix: 'move it, mostly to spec.template.metadata.annotations',
    fails: annotated('traffic.sidecar.istio.io/includeInboundPorts: "80"'),
    passes: POD('traffic.sidecar.istio.io/includeInboundPorts: "80"'),
    equals: 'Misplaced annotation: traffic.sidecar.istio.io/includeInboundPorts can only be applied to Pod',
  },
  invalid: {
    code: 'IST0125',
    severity: WARNING,
    must: 'The value of an annotation of a pod can be read: ports, addresses, sizes, a configuration of the proxy.',
    why: 'No sidecar is injected into a pod with such a value.',
    fix: 'mend the value',
    fails: POD('traffic.sidecar.istio.io/excludeOutboundPorts: http'),
    passes: POD('traffic.sidecar.istio.io/excludeOutboundPorts: "80, 443"'),
    equals: 'Invalid annotation traffic.sidecar.istio.io/excludeOutboundPorts: excludeOutboundPorts invalid: failed parsing port',
  },
  deprecated: {
    code: 'IST0135',
    severity: INFO,
    must: 'An annotation of Istio is not deprecated.',
    why: 'It may be read no more in a later version.',
    fix: 'remove it',
    fails: POD('sidecar.istio.io/inject: "true"'),
    passes: deployment('reviews', '{app: reviews, sidecar.istio.io/inject: "true"}'),
    equals: 'Annotation "sidecar.istio.io/inject" has been deprecated in favor of the "sidecar.istio.io/inject" label',
  },
});

/** Read by nobody else than those who write them: Istio itself. */
const WRITTEN_BY_ISTIO = ['sidecar.istio.io/status', 'gateway.istio.io/controller-version', 'istio.io/rev'];
const INJECT = 'sidecar.istio.io/inject';

/** What Istio's analyzers say of annotations. */
export const ANNOTATIONS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ index }, report) {
    for (const manifest of [...index.ofKind('', 'Namespace'), ...index.ofKind('', 'Service'), ...index.ofKind('apps', 'Deployment')]) {
      checkAnnotations({ ...manifest, manifest, path: ['metadata', 'annotations'] }, report);
    }
    for (const pods of index.pods.all.filter(({ flaggerPrimary }) => flaggerPrimary === undefined)) {
      checkAnnotations({ ...pods, manifest: pods.owner, kind: 'Pod', path: [...templatePath(pods), 'metadata', 'annotations'] }, report);
    }
  },
};

function templatePath({ owner: { kind } }: PodGroup): FieldPath {
  if (kind === 'Pod') return [];
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
}

interface Annotated {
  readonly manifest: Manifest;
  readonly kind: string;
  readonly path: FieldPath;
  readonly labels: Manifest['labels'];
  readonly annotations: Manifest['annotations'];
}

function checkAnnotations({ manifest, kind, path: parent, labels, annotations }: Annotated, report: Report): void {
  for (const [name, value] of Object.entries(annotations)) {
    if (!isIstio(name) || WRITTEN_BY_ISTIO.includes(name)) continue;
    const path = [...parent, name];
    const fail = (rule: keyof typeof RULES, problem: string, fix?: string) => report({ rule: RULES[rule], manifest, path, message: `${pathText(path)} ${problem}`, fix });
    if (!Object.hasOwn(ISTIO_ANNOTATIONS, name)) {
      fail('unknown', 'is no annotation that Istio knows');
      continue;
    }
    const { kinds, isDeprecated } = ISTIO_ANNOTATIONS[name];
    // Who has the label as well, keeps the annotation for an older Istio.
    if (isDeprecated && !(name === INJECT && INJECT in labels)) fail('deprecated', 'is deprecated', name === INJECT ? `make it the label ${INJECT}` : undefined);
    if (kinds.includes('Any')) continue;
    const problem = kinds.includes(kind) ? annotationProblem(name, value) : undefined;
    if (!kinds.includes(kind)) fail('misplaced', `is for kind ${kinds.join(', ')}, and does nothing on a ${kind}`);
    else if (problem !== undefined) fail('invalid', `${problem}, got ${shown(value)}`);
  }
}

function isIstio(annotation: string): boolean {
  return annotation === 'kubernetes.io/ingress.class' || annotation.split('/')[0].endsWith('istio.io');
}
