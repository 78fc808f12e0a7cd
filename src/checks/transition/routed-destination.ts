import { textIn, valueAt } from '../../manifests/json';
import type { Manifest } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { Field } from '../field';

/** A version to which a VirtualService sends requests, or copies of them. */
export interface RoutedDestination {
  readonly host: string;
  /** Empty if the service as a whole is called. */
  readonly subset: string;
  readonly path: Field['path'];
}

/** Where requests and their copies go: a weight of 0 beside others is none. */
export function routedDestinations(manifest: Manifest, index: ManifestIndex): RoutedDestination[] {
  const spec = new Field(manifest.spec, ['spec']);
  const rules = ['http', 'tls', 'tcp'].flatMap((protocol) => spec.at(protocol).items);
  return rules.flatMap((rule) => [...routes(rule), ...copies(rule)]).map((destination) => ({
    host: index.hosts.resolve(destination.at('host').text, manifest.namespace),
    subset: destination.at('subset').text,
    path: destination.path,
  }));
}

function routes(rule: Field): Field[] {
  const entries = rule.at('route').items;
  return entries.filter((entry) => entries.length === 1 || entry.at('weight').number > 0).map((entry) => entry.at('destination'));
}

/** Without a percentage everything is copied. */
function copies(rule: Field): Field[] {
  const isWanted = (percentage: Field) => !percentage.isPresent || percentage.at('value').number > 0;
  const single = rule.at('mirror');
  return [
    ...(single.isPresent && isWanted(rule.at('mirrorPercentage')) ? [single] : []),
    ...rule.at('mirrors').items.filter((one) => isWanted(one.at('percentage'))).map((one) => one.at('destination')),
  ];
}

/** The VirtualServices to which one hands requests over, as namespace/name. */
export function delegatesOf({ spec, namespace }: Manifest): string[] {
  const delegates = new Field(spec, []).at('http').items.map((rule) => rule.at('delegate')).filter(({ isPresent }) => isPresent);
  return delegates.map((delegate) => `${delegate.at('namespace').text || namespace}/${delegate.at('name').text}`);
}

/** Whether a VirtualService acts only where another one hands requests over. */
export function isDelegate({ spec }: Manifest): boolean {
  return new Field(spec, []).at('hosts').size === 0;
}

/** The namespaces of gateways to which a VirtualService is bound, and whether it holds within the mesh. */
export function boundTo({ spec, namespace }: Manifest): { readonly mesh: boolean; readonly gateways: string[] } {
  const names = new Field(spec, []).at('gateways').items.map(({ text }) => text);
  const gateways = names.filter((name) => name !== 'mesh').map((name) => name.includes('/') ? name.slice(0, name.indexOf('/')) : namespace);
  return { mesh: names.length === 0 || names.includes('mesh'), gateways };
}

/** The selector of a Service; nothing if others say which addresses it has. */
export function selectorOf({ spec }: Manifest): { readonly [key: string]: string } | undefined {
  const selector = new Field(spec, []).at('selector').entries.map(([key, { text }]): [string, string] => [key, text]);
  return selector.length === 0 || textIn(valueAt(spec, 'type')) === 'ExternalName' ? undefined : Object.fromEntries(selector);
}
