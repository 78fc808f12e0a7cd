import { allRules } from '../catalogue';
import { KIALI_CODES, type KialiCode } from '../kiali/kiali-codes';
import type { Rule } from '../rule';

const ORIGINS: { readonly [origin: string]: string } = {
  'istio': 'Istio: its CRDs, its validation webhook and `istioctl analyze`',
  'kubernetes': 'Kubernetes',
  'flagger': 'Flagger: its CRDs, and what it does with the objects that they accept',
  'prometheus': 'Prometheus and its operator: queries that are refused, or do not find what they look for',
  'argo-rollouts': 'Argo Rollouts: its controller, which refuses what the API server accepts, or does not do what it looks like',
  'kiali': 'Kiali, where no rule of the others says the same',
  'cdk8s-istio': 'this library: rollouts that are unsafe, and settings that do nothing',
};

/** The page `docs/checks.md`. */
export function cataloguePage(): string {
  const rules = [...new Map(allRules().map((rule) => [rule.name, rule])).values()];
  const origins = [...new Set(rules.map(({ origin }) => origin))];
  return [
    '# What is checked',
    '',
    '```sh',
    'npx cdk8s-istio check dist/',
    '```',
    '',
    '[checks manifests](check.md) as a cluster with Istio would judge them. `--explain` says of each rule and each code what is behind it, with an example that',
    'fails and one that passes.',
    '',
    'This page is generated from the catalogue.',
    '',
    '| Origin | Rules | Errors | Warnings | Infos |',
    '| --- | --- | --- | --- | --- |',
    ...origins.map((origin) => countRow(origin, rules.filter((rule) => rule.origin === origin))),
    ...origins.flatMap((origin) => [
      '', `## ${origin}`, '', `By ${ORIGINS[origin] ?? origin}.`, '', '| Rule | Code | | What must be, and why |', '| --- | --- | --- | --- |',
      ...rules.filter((rule) => rule.origin === origin).map(ruleRow),
    ]),
    '',
    '## The codes of Kiali',
    '',
    'What each validation of Kiali is here, or why it is not.',
    '',
    '| Kiali | What it says | Here |',
    '| --- | --- | --- |',
    ...Object.entries(KIALI_CODES).map(kialiRow),
    '',
  ].join('\n');
}

function countRow(origin: string, rules: readonly Rule[]): string {
  const counts = ['error', 'warning', 'info'].map((severity) => rules.filter((rule) => rule.severity === severity).length);
  return `| ${origin} | ${[rules.length, ...counts].join(' | ')} |`;
}

function ruleRow({ name, code, severity, must, why, fix }: Rule): string {
  const text = `${must} ${why} To mend it, ${fix}.`.replaceAll('|', '\\|').replaceAll('<', '&lt;').replace(/[*_]/g, '\\$&');
  return `| \`${name}\` | ${code} | ${severity} | ${text} |`;
}

function kialiRow([name, code]: [string, KialiCode]): string {
  const here = 'rules' in code ? code.rules.map((rule) => `\`${rule}\``).join(', ') : `no: ${code.why}`;
  return `| ${name} | ${code.says} | ${here} |`;
}
