import type { KnownPods, Pods, PodsService } from './pods';
import { fqdn, resolveHost } from '../istio/host';
import { portNumber } from '../istio/port-number';
import type { Place } from '../private/place';

/** Pods behind a Service of their own, or anything else that answers at a host. */
export class HostPods implements Pods {
  public constructor(private readonly host: string, private readonly port?: number) {}

  public validate(place: Place): void {
    place.at('host').check('InvalidHost', fqdn, this.host, 'write the name of a Service, or its full DNS name');
    if (this.port !== undefined) {
      place.at('port').check('InvalidPort', portNumber, this.port, 'name the port of that Service');
    }
  }

  public identify(place: Place, { namespace, clusterDomain }: PodsService): KnownPods {
    this.rejectUnfinished(place.at('host'), namespace, clusterDomain);
    return { labels: {}, address: { host: resolveHost(this.host, namespace, clusterDomain), port: this.port } };
  }

  /** Names that a client's resolver completes, and Istio does not: it would know no such host. */
  private rejectUnfinished(place: Place, namespace: string | undefined, clusterDomain: string): void {
    const [name, where, ...rest] = this.host.split('.');
    const isUnfinished = (rest.length === 0 && where !== undefined && where === namespace) || rest.join('.') === 'svc';
    if (isUnfinished) {
      place.fail('InvalidHost', {
        must: 'be the name of a Service alone, or a full DNS name',
        got: this.host,
        fix: `Istio completes no name with a dot in it: write ${name}.${where}.svc.${clusterDomain}`,
      });
    }
  }
}
