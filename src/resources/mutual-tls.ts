import type { IConstruct } from 'constructs';
import { userPath } from '../private/configuration-error';
import { stateOf } from '../private/construct-state';

/** A PeerAuthentication of the app, as far as it matters to callers. */
interface KnownAuthentication {
  readonly namespace?: string;
  /** Whether some pods or ports of it take plain text. */
  readonly takesPlainText: boolean;
}

/** A host that a DestinationRule of the app has called in plain text. */
interface PlainHost {
  readonly rule: string;
  readonly host: string;
}

interface KnownTls {
  readonly authentications: KnownAuthentication[];
  readonly plainHosts: PlainHost[];
}

function knownTls(scope: IConstruct): KnownTls {
  return stateOf(scope.node.root, 'mutualTls', () => ({ authentications: [], plainHosts: [] }));
}

/** Remembers a PeerAuthentication. */
export function rememberAuthentication(scope: IConstruct, authentication: KnownAuthentication): void {
  knownTls(scope).authentications.push(authentication);
}

/** Remembers that a host, by its full name, is called in plain text. */
export function rememberPlainText(scope: IConstruct, host: string): void {
  knownTls(scope).plainHosts.push({ rule: userPath(scope), host });
}

/**
 * The hosts of a namespace that the app has called in plain text, though all pods there refuse it. Where the app says something else of some of the
 * pods, that may be right.
 */
export function hostsRefused(scope: IConstruct, namespace: string, clusterDomain: string): PlainHost[] {
  const { authentications, plainHosts } = knownTls(scope);
  const isUndecided = authentications.some((one) => one.namespace === namespace && one.takesPlainText);
  return isUndecided ? [] : plainHosts.filter(({ host }) => host.endsWith(`.${namespace}.svc.${clusterDomain}`));
}
