import { Manifest } from './manifests';

/**
 * A VirtualService as istiod routes by it: each rule that delegates is replaced by those rules of its delegate that do not contradict its match, joined
 * with it as `MergeHTTPRoutes` of istiod does. Delegates that are not there, or not exported, leave nothing.
 */
export function merged(root: Manifest, manifests: Manifest[]): Manifest {
  const http = root.spec.http.flatMap((rule: any) => {
    if (!rule.delegate) {
      return [rule];
    }
    const { name, namespace = root.metadata.namespace } = rule.delegate;
    const delegate = manifests.find(({ kind, metadata, spec }) => (
      kind === 'VirtualService' && metadata.name === name && metadata.namespace === namespace && !spec.hosts
    ));
    const { exportTo = ['*'] } = delegate?.spec ?? {};
    const sees = exportTo.some((one: string) => one === '*' || (one === '.' ? namespace : one) === root.metadata.namespace);
    return delegate && sees ? delegate.spec.http.flatMap((own: any) => joined(rule, own) ?? []) : [];
  });
  return { ...root, spec: { ...root.spec, http } };
}

function joined({ delegate: _delegate, ...root }: any, own: any): any {
  const match = joinedMatches(root.match ?? [], own.match ?? []);
  return match && { ...root, ...own, name: [root.name, own.name].filter(Boolean).join('-'), match: match.length > 0 ? match : undefined };
}

/** The matches of a rule of a delegate in its place; nothing if istiod drops it. */
export function joinedMatches(root: any[], leaf: any[]): any[] | undefined {
  if (root.length === 0 || leaf.length === 0) {
    return [...root, ...leaf];
  }
  const out: any[] = [];
  for (const own of leaf) {
    const fitting = root.filter((outer) => !conflict(outer, own));
    if (fitting.length === 0) {
      return undefined;
    }
    out.push(...fitting.map((outer) => {
      const maps = Object.fromEntries(['headers', 'withoutHeaders', 'queryParams', 'sourceLabels'].map((part) => [part, { ...outer[part], ...own[part] }]));
      return { ...outer, ignoreUriCase: undefined, ...own, ...maps };
    }));
  }
  return out;
}

function conflict(root: any, leaf: any): boolean {
  for (const part of ['uri', 'scheme', 'method', 'authority']) {
    if (differ(root[part], leaf[part])) return true;
  }
  for (const part of ['headers', 'withoutHeaders', 'queryParams']) {
    for (const [name, condition] of Object.entries(leaf[part] ?? {})) {
      if (differ(root[part]?.[name], condition)) return true;
    }
  }
  if (Boolean(root.ignoreUriCase) !== Boolean(leaf.ignoreUriCase)) return true;
  if (root.port && leaf.port && root.port !== leaf.port) return true;
  if (root.sourceNamespace && root.sourceNamespace !== leaf.sourceNamespace) return true;
  for (const [key, value] of Object.entries(leaf.sourceLabels ?? {})) {
    if (key in (root.sourceLabels ?? {}) && root.sourceLabels[key] !== value) return true;
  }
  if (root.gateways?.length && leaf.gateways?.length) {
    if (root.gateways.length < leaf.gateways.length) return true;
    return leaf.gateways.some((gateway: string) => !root.gateways.includes(gateway));
  }
  return false;
}

function differ(root: any, leaf: any): boolean {
  if (!root || !leaf) return false;
  const anything = (condition: any) => Boolean(condition.regex || condition.prefix || condition.exact);
  if (root.regex && anything(leaf)) return true;
  if (leaf.regex && anything(root)) return true;
  if (root.exact) return Boolean(leaf.prefix) || leaf.exact !== root.exact;
  if (root.prefix) {
    if (leaf.prefix) return !leaf.prefix.startsWith(root.prefix);
    if (leaf.exact) return !leaf.exact.startsWith(root.prefix);
  }
  return true;
}
