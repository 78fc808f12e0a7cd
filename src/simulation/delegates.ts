import type { HttpMatchModel, NamedTest } from './http-match-model';
import type { TextTest } from './text-test';
import type { HttpRuleModel, VirtualServiceModel } from './virtual-service-model';
import type { JsonObject } from '../manifests/json';

/** What a rule hands down to the rules that it delegates to, where these say nothing themselves. */
const INHERITED = ['rewrite', 'directResponse', 'timeout', 'retries', 'fault', 'mirror', 'mirrorPercent', 'mirrorPercentage', 'corsPolicy', 'mirrors', 'headers'];

/** The rules of a VirtualService, with those of others in the place of the rules that delegate to them. */
export function withDelegates(root: VirtualServiceModel, delegateNamed: (namespace: string,
  name: string) => VirtualServiceModel | undefined): VirtualServiceModel {
  if (!root.http.some(({ delegate }) => delegate)) return root;
  const http = root.http.flatMap((rule) => {
    if (!rule.delegate) return [rule];
    const found = delegateNamed(rule.delegate.namespace, rule.delegate.name);
    const isSeen = found?.visibility.includes(root.manifest.namespace);
    return isSeen ? found!.http.flatMap((leaf) => joined(rule, leaf)) : [];
  });
  return { ...root, http };
}

function joined(root: HttpRuleModel, leaf: HttpRuleModel): HttpRuleModel[] {
  const matches = joinedMatches(root.matches, leaf.matches);
  if (!matches) return [];
  const inherited = INHERITED.filter((key) => isAbsent(leaf.spec, key) && !isAbsent(root.spec, key)).map((key) => [key, root.spec[key]]);
  return [{
    ...leaf,
    name: joinedName(root.name, leaf.name),
    matches,
    mirror: leaf.mirror ?? root.mirror,
    mirrors: isAbsent(leaf.spec, 'mirrors') ? root.mirrors : leaf.mirrors,
    spec: { ...leaf.spec, ...Object.fromEntries(inherited) },
  }];
}

function isAbsent(spec: JsonObject, key: string): boolean {
  return spec[key] === undefined || spec[key] === null;
}

function joinedName(root: string, leaf: string): string {
  return root && leaf ? `${root}-${leaf}` : leaf || root;
}

/** Every match of the delegate with every one of the root that it does not contradict; nothing if one of them contradicts all. */
function joinedMatches(root: readonly HttpMatchModel[], leaf: readonly HttpMatchModel[]): readonly HttpMatchModel[] | undefined {
  if (root.length === 0) return leaf;
  if (leaf.length === 0) return root;
  const joinedOnes: HttpMatchModel[] = [];
  for (const below of leaf) {
    const fitting = root.filter((above) => !contradicts(above, below));
    if (fitting.length === 0) return undefined;
    joinedOnes.push(...fitting.map((above) => joinedMatch(above, below)));
  }
  return joinedOnes;
}

function joinedMatch(root: HttpMatchModel, leaf: HttpMatchModel): HttpMatchModel {
  return {
    ...leaf,
    name: joinedName(root.name, leaf.name),
    uri: leaf.uri ?? root.uri,
    scheme: leaf.scheme ?? root.scheme,
    method: leaf.method ?? root.method,
    authority: leaf.authority ?? root.authority,
    headers: union(root.headers, leaf.headers),
    withoutHeaders: union(root.withoutHeaders, leaf.withoutHeaders),
    claims: union(root.claims, leaf.claims),
    withoutClaims: union(root.withoutClaims, leaf.withoutClaims),
    queryParams: union(root.queryParams, leaf.queryParams),
    port: leaf.port ?? root.port,
    sourceLabels: { ...root.sourceLabels, ...leaf.sourceLabels },
    sourceNamespace: leaf.sourceNamespace || root.sourceNamespace,
    gateways: leaf.gateways.length > 0 ? leaf.gateways : root.gateways,
    index: undefined,
  };
}

function union(root: readonly NamedTest[], leaf: readonly NamedTest[]): NamedTest[] {
  return [...root.filter(({ name }) => !leaf.some((one) => one.name === name)), ...leaf];
}

function contradicts(root: HttpMatchModel, leaf: HttpMatchModel): boolean {
  const texts = (['uri', 'scheme', 'method', 'authority'] as const).some((key) => textsContradict(root[key], leaf[key]));
  const named = (['headers', 'withoutHeaders', 'claims', 'withoutClaims', 'queryParams'] as const).some((key) => leaf[key].some(({ name, test }) => (
    textsContradict(root[key].find((one) => one.name === name)?.test, test)
  )));
  return texts || named
    || root.ignoreUriCase !== leaf.ignoreUriCase
    || (root.port !== undefined && leaf.port !== undefined && root.port !== leaf.port)
    || (root.sourceNamespace !== '' && root.sourceNamespace !== leaf.sourceNamespace)
    || Object.entries(leaf.sourceLabels).some(([key, value]) => key in root.sourceLabels && root.sourceLabels[key] !== value)
    || gatewaysContradict(root.gateways, leaf.gateways);
}

function gatewaysContradict(root: readonly string[], leaf: readonly string[]): boolean {
  if (root.length === 0 || leaf.length === 0) return false;
  return root.length < leaf.length || !leaf.every((gateway) => root.includes(gateway));
}

/** As Istio compares: an empty text counts as none, so that two conditions of which one is for presence contradict each other. */
function textsContradict(root: TextTest | undefined, leaf: TextTest | undefined): boolean {
  if (!root || !leaf) return false;
  if (root.kind === 'regex' && root.value !== '' && leaf.value !== '') return true;
  if (leaf.kind === 'regex' && leaf.value !== '' && root.value !== '') return true;
  if (root.kind === 'exact' && root.value !== '') return leaf.kind !== 'exact' || leaf.value !== root.value;
  if (root.kind === 'prefix' && root.value !== '' && (leaf.kind === 'prefix' || leaf.kind === 'exact') && leaf.value !== '') {
    return !leaf.value.startsWith(root.value);
  }
  return true;
}
