import { isObject } from '../../manifests/json';
import { virtualService } from '../examples';
import { pathText, shown } from '../field';
import type { RuleFamily } from '../rule';
import { webhookRules } from './webhook-rule';

const DRY_RUN = 'istio.io/dry-run';
const FORBIDDEN = ['internal.istio.io/webhook-always-reject', 'internal.istio.io/parents', 'internal.istio.io/parent-namespace'];

const annotated = (annotation: string) => virtualService('').replace('  namespace: shop\n', `  namespace: shop\n  annotations:\n    ${annotation}\n`);

const RULES = webhookRules('metadata', {
  annotations: {
    must: 'An object has none of the annotations that only Istio may write, and only an AuthorizationPolicy that allows or denies can be tried out.',
    why: 'Istio refuses the object.',
    fix: 'remove the annotation',
    fails: annotated(`${DRY_RUN}: "true"`),
    passes: annotated('example.com/owner: shop'),
    equals: 'has unsupported annotation istio.io/dry-run, please remove the annotation',
  },
});

const BOOLEAN = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

/** What Istio's webhook says of the annotations of any object of its kinds. */
export const OBJECT_METADATA: RuleFamily = {
  rules: Object.values(RULES),
  checkObject(manifest, report) {
    const fail = (annotation: string, problem: string) => {
      const path = ['metadata', 'annotations', annotation];
      report({ rule: RULES.annotations, manifest, path, message: `${pathText(path)} ${problem}` });
    };
    const dryRun = manifest.annotations[DRY_RUN];
    if (dryRun !== undefined) {
      const { action = 'ALLOW' } = manifest.spec;
      if (manifest.kind !== 'AuthorizationPolicy') fail(DRY_RUN, `does nothing for kind ${manifest.kind}`);
      else if (!['ALLOW', 'DENY', 0, 1].includes(action as string)) fail(DRY_RUN, `needs action ALLOW or DENY, got ${shown(action)}`);
      else if (!BOOLEAN.test(dryRun)) fail(DRY_RUN, `must be true or false, got ${shown(dryRun)}`);
    }
    const metadata = manifest.object.metadata;
    const annotations = isObject(metadata) && isObject(metadata.annotations) ? metadata.annotations : {};
    for (const name of FORBIDDEN.filter((one) => one in annotations)) fail(name, 'may be written by Istio only');
  },
};
