import { allRules } from '../catalogue';
import type { Rule } from '../rule';

/** What there is to say about a rule, or about all rules of a code. */
export function explain(name: string): string | undefined {
  const rules = allRules().filter((rule) => rule.name === name.toLowerCase() || rule.code.toLowerCase() === name.toLowerCase());
  const distinct = [...new Map(rules.map((rule) => [rule.name, rule])).values()];
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
    ...(previous === undefined ? [] : [`Replaces:\n${indented(previous)}`]),
    `Fails:\n${indented(fails)}`,
    `Passes:\n${indented(passes)}`,
  ].join('\n');
}

function indented(yaml: string): string {
  return yaml.trimEnd().split('\n').map((line) => `  ${line.length > 160 ? `${line.slice(0, 160)}...` : line}`).join('\n');
}
