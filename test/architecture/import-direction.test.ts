import { join } from 'node:path';
import { LegacyESLint } from 'eslint/use-at-your-own-risk';
import { ROOT } from '../support/public-api';

const eslint = new LegacyESLint({
  cwd: ROOT,
  overrideConfig: {
    // The rules about imports need no types, and to lint without them is much faster.
    parserOptions: { projectService: false },
    rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/return-await': 'off' },
  },
});

/** The complaints about a file of src, were this its text. */
async function complaintsAbout(path: string, text: string): Promise<string[]> {
  const [{ messages }] = await eslint.lintText(`${text}\n`, { filePath: join(ROOT, 'src', path) });
  return messages.map(({ ruleId, message }) => ruleId ?? message);
}

describe('lint refuses', () => {
  test.each([
    ['traffic-policy/subset.ts', "export * from '../delivery/canary-service';", 'import/no-restricted-paths'],
    ['traffic-policy/subset.ts', "export * from '../routing/http-match';", 'import/no-restricted-paths'],
    ['traffic-policy/subset.ts', "export type { HttpMatch } from '../routing/http-match';", 'import/no-restricted-paths'],
    ['routing/destination.ts', "export * from '../delivery/version-set';", 'import/no-restricted-paths'],
    ['workload/service.ts', "export * from '../routing/destination';", 'import/no-restricted-paths'],
    ['private/labels.ts', "export * from '../settings/mesh-settings';", 'import/no-restricted-paths'],
    ['istio/host.ts', "export * from '../private/place';", 'import/no-restricted-paths'],
    ['routing/destination.ts', "export type * from '../../imports/networking.istio.io';", 'import/no-restricted-paths'],
    ['private/place.ts', "export type * from '../../imports/networking.istio.io';", 'import/no-restricted-paths'],
    ['index.ts', "export * from '../imports/networking.istio.io';", 'import/no-restricted-paths'],
    ['istio/re2.ts', "export { RE2JS } from 're2js';", '@typescript-eslint/no-restricted-imports'],
    ['workload/pods.ts', "export { Deployment } from 'cdk8s-plus-28';", '@typescript-eslint/no-restricted-imports'],
    ['workload/pods.ts', "export const semver = require('semver');", '@typescript-eslint/no-require-imports'],
  ])('in src/%s: %s', async (path, text, rule) => {
    expect(await complaintsAbout(path, text)).toContain(rule);
  });
});

describe('lint accepts', () => {
  test.each([
    ['delivery/canary-traffic.ts', "export * from '../routing/http-match';"],
    ['routing/destination.ts', "export * from '../workload/pods';"],
    ['private/imports.ts', "export type * from '../../imports/networking.istio.io';"],
    ['workload/pods.ts', "export type { Deployment } from 'cdk8s-plus-28';"],
    ['workload/pods.ts', "export const load = () => require('cdk8s-plus-28');"],
    ['istio/re2.ts', "export type { RE2JS } from 're2js';"],
    ['istio/re2.ts', "export const load = () => require('re2js');"],
  ])('in src/%s: %s', async (path, text) => {
    expect(await complaintsAbout(path, text)).toEqual([]);
  });
});
