import { Checks } from '../../src/checks/checks';
import { Manifests } from '../../src/manifests/manifests';

/** What Flagger is said to find in manifests, without what its CRDs refuse: the rule and the message of each. */
export function flaggerFindings(yaml: string, assumed?: string): [rule: string, message: string][] {
  const { findings } = Checks.run(Manifests.fromYaml(yaml), { assumed: assumed === undefined ? undefined : Manifests.fromYaml(assumed) });
  return findings.filter(({ origin, code }) => origin === 'flagger' && code !== 'FlaggerSchema').map(({ rule, message }) => [rule, message]);
}

/** The rules alone. */
export function flaggerRulesBroken(yaml: string, assumed?: string): string[] {
  return flaggerFindings(yaml, assumed).map(([rule]) => rule.replace(/^flagger-/, ''));
}
