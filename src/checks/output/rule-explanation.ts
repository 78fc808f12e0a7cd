import { allRules } from '../catalogue';
import { KIALI_CODES, kialiCodesOf } from '../kiali/kiali-codes';
import type { Rule } from '../rule';

/** What there is to say about a rule, or about all rules of a code. */
export function explain(name: string): string | undefined {
  const code = name.toUpperCase();
  const kiali = code in KIALI_CODES ? KIALI_CODES[code] : undefined;
  if (!kiali) return explanationsOf((rule) => rule.name === name.toLowerCase() || rule.code.toUpperCase() === code);
  const title = `${code} of Kiali: ${kiali.says}`;
  if ('why' in kiali) return `${title}\nThere is no rule: ${kiali.why}.`;
  return `${title}\n\n${explanationsOf((rule) => kiali.rules.includes(rule.name))}`;
}

function explanationsOf(isMeant: (rule: Rule) => boolean): string | undefined {
  const distinct = [...new Map(allRules().filter(isMeant).map((rule) => [rule.name, rule])).values()];
  return distinct.length === 0 ? undefined : distinct.map(explanationOf).join('\n\n');
}

function explanationOf({ name, code, origin, severity, must, why, fix, equals, previous, commands, ...manifests }: Rule): string {
  const { fails, passes } = commands ?? manifests;
  return [
    `${name} (${code}, ${severity}, ${origin})`,
    must,
    `Why: ${why}`,
    `Fix: ${fix}.`,
    ...(equals === undefined ? [] : [`Equals: ${equals}`]),
    ...(kialiCodesOf(name).length === 0 ? [] : [`Kiali: ${kialiCodesOf(name).join(', ')}`]),
    ...(previous === undefined ? [] : [`Replaces:\n${indented(previous)}`]),
    `Fails:\n${indented(fails)}`,
    `Passes:\n${indented(passes)}`,
  ].join('\n');
}

function indented(yaml: string): string {
  return yaml.trimEnd().split('\n').map((line) => `  ${line.length > 160 ? `${line.slice(0, 160)}...` : line}`).join('\n');
}
