import type { KnownVersion, VersionSetProps } from './version-set';
import { holds, selects } from '../workload/label-selector';

/** Complains of pods that requests for another version would reach too, or that the workload of another version takes for its own. */
export function rejectSharedPods(versions: KnownVersion[]): void {
  // Of two with the same labels, the one given later is complained of: it is more likely new.
  for (const one of [...versions].reverse()) {
    rejectSharedSubset(one, versions.filter((other) => other !== one));
  }
  for (const one of versions) {
    rejectWideSelector(one, versions.filter((other) => other !== one));
  }
}

function rejectSharedSubset({ place, version, pods: { subset } }: KnownVersion, others: KnownVersion[]): void {
  const other = subset && others.find(({ pods }) => holds(pods.labels, subset));
  if (other) {
    place.fail('SubsetsOverlap', {
      must: `have labels that the pods of version ${other.version.name} do not carry`,
      got: subset,
      fix: `requests for version ${version.name} would reach them too: add a label that tells the versions apart`,
    });
  }
}

/** The selector of a workload made here holds the labels of its subset, so that only adopted ones can be too wide. */
function rejectWideSelector({ place, pods: { selector, workload } }: KnownVersion, others: KnownVersion[]): void {
  const other = selector && others.find(({ pods }) => pods.subset && selects(selector, pods.labels));
  if (other) {
    place.at('workload').fail('SelectorsOverlap', {
      must: `select no pods of version ${other.version.name}`,
      found: `${workload!.kind} ${workload!.name}, which selects ${JSON.stringify(selector.matchLabels ?? selector)}`,
      fix: 'two workloads would count each other\'s pods, and an autoscaler too: a selector cannot be changed, so make the workload anew,'
        + ' under another name and with the version\'s label in its selector',
    });
  }
}

/** Complains of a version behind a host that is that of the service, or that another version has. */
export function rejectSharedHosts(versions: KnownVersion[], { host, ports }: VersionSetProps): void {
  const called = ports.map(({ port }) => port);
  const addresses = new Map<string, string>();
  for (const { place, version, pods: { address } } of versions) {
    if (!address) {
      continue;
    }
    if (address.port !== undefined && called.length > 1) {
      place.at('port').fail('HostPortAmbiguous', {
        must: 'be left out where the service has several ports',
        got: address.port,
        fix: `traffic to each of them (${called.join(', ')}) goes to the same port of the host: let it have these ports`,
      });
    }
    const where = `${address.host}:${address.port ?? called[0]}`;
    const owner = address.host === host ? 'the service itself' : addresses.get(where);
    if (owner !== undefined) {
      place.at('host').fail('HostsOverlap', {
        must: 'be a host of its own', found: `${address.host}, where ${owner} is called`, fix: 'name the Service that selects the pods of this version alone',
      });
    }
    addresses.set(where, `version ${version.name}`);
  }
}
