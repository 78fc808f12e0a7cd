import { dnsLabel } from '../../istio/dns-label';
import { virtualService } from '../examples';
import { type Field, shown } from '../field';
import type { ObjectCheck } from '../object-check';
import { webhookRules } from './webhook-rule';

export const EXPORT_TO_RULES = webhookRules('export-to', {
  namespaces: {
    must: 'exportTo holds namespaces, "." for the own one or "*" for all, each once and "*" alone.',
    why: 'Istio refuses the object.',
    fix: 'list each namespace once, or write "*" alone',
    fails: virtualService('exportTo: ["*", other]'),
    passes: virtualService('exportTo: [".", other]'),
    equals: 'cannot have both public (*) and non-public exportTo values for a resource',
  },
});

/** @param forService whether it is that of a service entry, which may be exported to nobody: `~` */
export function checkExportTo(check: ObjectCheck, forService: boolean, hasSelector: boolean): void {
  const list = check.spec.at('exportTo');
  const own = check.manifest.namespace;
  const fail = (field: Field, problem: string) => check.fail(EXPORT_TO_RULES.namespaces, field, problem);
  const found = new Set<string>();
  for (const entry of list.items) {
    const name = entry.text === '.' ? own : entry.text;
    if (found.has(name)) fail(entry, `is there twice: ${shown(entry.text)}`);
    else if (name === '*' || (forService && name === '~') || dnsLabel.accepts(name)) found.add(name);
    else fail(entry, `must be a namespace, "." or "*", got ${shown(entry.text)}`);
  }
  if (hasSelector && found.size > 0 && !(found.has(own) && found.size === 1)) fail(list, 'must be "." alone beside a workloadSelector');
  if (found.has('*') && list.size > 1) fail(list, 'must hold nothing beside "*"');
  if (found.has('~') && list.size > 1) fail(list, 'must hold nothing beside "~"');
}
