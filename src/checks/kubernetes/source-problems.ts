import { subdomainName } from '../../istio/dns-label';
import { textIn, valueAt } from '../../manifests/json';
import type { ManifestProblem, ProblemCode } from '../../manifests/manifest-problem';
import { service, together, virtualService } from '../examples';
import { shown } from '../field';
import { namedRules } from '../named-rules';
import type { Rule, RuleFamily } from '../rule';
import { isIstio } from '../schema/schema-family';

const RULES: { readonly [code in ProblemCode | 'ObjectNameInvalid']: Rule } = namedRules('kubernetes', {
  FileUnreadable: {
    severity: 'error',
    must: 'A file that is named can be read.',
    why: 'Nothing is known of what it holds.',
    fix: 'check the path and who may read it',
    fails: '',
    passes: '',
    commands: { fails: 'cdk8s-istio check nowhere.yaml', passes: 'cdk8s-istio check package.json' },
  },
  YamlUnreadable: {
    severity: 'error',
    must: 'A manifest is YAML or JSON.',
    why: 'Nothing in it can be applied; templates must be rendered first.',
    fix: 'mend the YAML',
    fails: 'kind: VirtualService\n  name: reviews\n',
    passes: virtualService(''),
    equals: 'error converting YAML to JSON',
  },
  KeyTwice: {
    severity: 'error',
    must: 'A map has each key once.',
    why: 'kubectl refuses the object; others take the last one, and what stands in the first is lost.',
    fix: 'remove one of the two',
    fails: virtualService('hosts: [reviews]\ngateways: [mesh]\nexportTo: ["."]\nexportTo: ["*"]'),
    passes: virtualService('exportTo: ["."]'),
    equals: 'key "exportTo" already set in map',
  },
  NotAnObject: {
    severity: 'error',
    must: 'A document is an object with apiVersion and kind.',
    why: 'Nothing else can be applied. A file that only lies in a folder, and has neither, is mentioned and no error.',
    fix: 'give it apiVersion and kind, or keep it out of the manifests',
    fails: 'kind: VirtualService\n',
    passes: virtualService(''),
    equals: 'Object \'apiVersion\' is missing',
  },
  ObjectTwice: {
    severity: 'error',
    must: 'An object is there once.',
    why: 'Only the one that is applied last stays.',
    fix: 'remove or rename one of them',
    fails: together(service(''), service('')),
    passes: together(service(''), service('', 'ratings')),
  },
  ObjectNameInvalid: {
    severity: 'error',
    must: 'The name of an object of Istio is lower-case letters, digits, hyphens and dots.',
    why: 'The API server refuses the object.',
    fix: 'rename the object',
    fails: virtualService('', 'Reviews'),
    passes: virtualService('', 'reviews'),
    equals: 'a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters',
  },
});

/** The rule of a problem that reading has found. */
export function ruleOf({ code }: ManifestProblem): Rule {
  return RULES[code];
}

/** What is wrong before anybody asks what the objects mean. */
export const SOURCE_PROBLEMS: RuleFamily = {
  rules: Object.values(RULES),
  checkSet({ own }, report) {
    for (const manifest of own.filter(isIstio)) {
      const name = valueAt(manifest.object, 'metadata', 'name');
      if (name === undefined && textIn(valueAt(manifest.object, 'metadata', 'generateName')) !== '') continue;
      if (subdomainName.accepts(name as string)) continue;
      const message = `metadata.name must be ${subdomainName.allowed}, got ${shown(name)}`;
      report({ rule: RULES.ObjectNameInvalid, manifest, path: ['metadata', 'name'], message });
    }
  },
};
