import type { TcpMatchSpec, TcpRouteSpec, TlsMatchSpec, TlsRouteSpec } from '../private/imports';

/** What is known of a connection before anything is said on it. */
type ConnectionMatch = TcpMatchSpec & Partial<Pick<TlsMatchSpec, 'sniHosts'>>;
type ConnectionRoute = TcpRouteSpec | TlsRouteSpec;

/** The index of the first rule that takes every connection which this one could take, so that it takes none; -1 if there is none. */
export function connectionsHiddenBy(earlier: ConnectionRoute[], later: ConnectionRoute): number {
  return earlier.findIndex((rule) => matchesOf(later).every((match) => matchesOf(rule).some((other) => covers(other, match))));
}

/**
 * What two matches for one client share of the hosts or the networks by which Envoy chooses, without being the same in that: it then refuses the
 * listener, with all other rules for its address.
 */
export function sharedInPart(earlier: ConnectionRoute[], later: ConnectionRoute): string | undefined {
  const known = earlier.flatMap(matchesOf);
  for (const match of matchesOf(later)) {
    const shared = known.map((other) => canMeet(match, other) ? sharedBy(match, other) : undefined).find((one) => one !== undefined);
    if (shared !== undefined) {
      return shared;
    }
    // The networks of one TCP rule's matches become one list.
    known.push(...match.sniHosts ? [match] : []);
  }
  return undefined;
}

/** Whether a match holds for every connection for which another holds. The more exact of two SNI hosts decides, so none hides a more exact one. */
function covers(match: ConnectionMatch, other: ConnectionMatch): boolean {
  return coversClient(match, other)
    && (other.sniHosts ?? []).every((host) => match.sniHosts?.includes(host))
    && (match.destinationSubnets === undefined || isWithin(other.destinationSubnets, match.destinationSubnets));
}

/** Whether a match holds for every client and port for which another holds. */
function coversClient(match: ConnectionMatch, other: ConnectionMatch): boolean {
  return (match.port === undefined || match.port === other.port)
    && (match.sourceNamespace === undefined || match.sourceNamespace === other.sourceNamespace)
    && (match.gateways === undefined || isWithin(other.gateways, match.gateways))
    && Object.entries(match.sourceLabels ?? {}).every(([key, value]) => other.sourceLabels?.[key] === value);
}

/** Whether some client on some port can meet both. */
function canMeet(a: ConnectionMatch, b: ConnectionMatch): boolean {
  const agree = <T>(one: T | undefined, other: T | undefined) => one === undefined || other === undefined || one === other;
  return agree(a.port, b.port)
    && agree(a.sourceNamespace, b.sourceNamespace)
    && (a.gateways === undefined || b.gateways === undefined || a.gateways.some((gateway) => b.gateways!.includes(gateway)))
    && Object.entries(a.sourceLabels ?? {}).every(([key, value]) => agree(value, b.sourceLabels?.[key]));
}

/**
 * What a later match shares with an earlier one. Istio itself leaves out the second of two with the same SNI hosts and networks; of TCP rules it does not.
 * A TLS match without networks gets those of the match before it.
 */
function sharedBy(a: ConnectionMatch, b: ConnectionMatch): string | undefined {
  const subnet = a.destinationSubnets?.find((one) => b.destinationSubnets?.includes(one));
  if (!a.sniHosts || !b.sniHosts) {
    return subnet;
  }
  const host = a.sniHosts.find((one) => b.sniHosts!.includes(one));
  const sameNetworks = subnet !== undefined || !a.destinationSubnets;
  const isSame = `${a.sniHosts}|${a.destinationSubnets}` === `${b.sniHosts}|${b.destinationSubnets}`;
  return sameNetworks && !isSame ? host : undefined;
}

function isWithin(inner: string[] | undefined, outer: string[]): boolean {
  return inner !== undefined && inner.every((one) => outer.includes(one));
}

/** A rule without a match takes what a match without conditions takes. */
function matchesOf(rule: ConnectionRoute): ConnectionMatch[] {
  return rule.match ?? [{}];
}
