import { renderTarget, RoutedService, Target } from './destination';
import { percentage } from '../istio/percentage';
import type { MirrorSpec, RouteDestinationSpec } from '../private/imports';
import type { Place } from '../private/place';
import type { ServiceVersion } from '../workload/service-version';

/** Where at a host copies of requests go, and of how many. */
export interface HostMirrorOptions {
  /**
   * The subset, as a DestinationRule for the host names it.
   *
   * @default - all pods of the service
   */
  readonly subset?: string;
  /**
   * The port of the service, 1 to 65535. Say it wherever the caller may have called another port.
   *
   * @default - the port that the caller called; on a gateway, the service's only port
   */
  readonly port?: number;
  /**
   * The share of the requests that are copied: 0, or 0.0001 to 100.
   *
   * @default 100
   */
  readonly percent?: number;
}

/**
 * Where copies of requests go, beside the requests themselves. The answers to copies are ignored, errors and delays included; but a copy
 * does all that a request does, so what it writes is written twice, and it counts in the metrics of whoever receives it. If there is no
 * such host or subset, Envoy sends no copies and does not say so.
 *
 * No request is both sent and copied to one destination, which would do it twice: a rule may not say so, and what it inherits is left out
 * where it would mean that.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy
 */
export class Mirror {
  /**
   * Copies to a version of the service that the rule belongs to.
   *
   * @param version one of the service's versions, and not one that is retiring
   * @param percent the share of the requests that are copied: 0, or 0.0001 to 100
   * @throws UnknownVersion, VersionRetiring, VersionWithoutService, PercentOutOfRange (when a construct receives it)
   */
  public static version(version: ServiceVersion, percent: number = 100): Mirror {
    return new Mirror({ version }, percent);
  }

  /**
   * Copies to a host of any kind.
   *
   * @param host a DNS name, completed by Istio as that of a `Destination`
   * @param options subset, port and share
   * @throws InvalidHost, InvalidSubsetName, InvalidPort, PercentOutOfRange (when a construct receives it)
   */
  public static host(host: string, options: HostMirrorOptions = {}): Mirror {
    return new Mirror({ host, subset: options.subset, port: options.port }, options.percent ?? 100);
  }

  private constructor(private readonly target: Target, private readonly share: number) {}

  /**
   * An entry of a rule's `mirrors`.
   *
   * @internal
   */
  public _render(place: Place, service?: RoutedService): MirrorSpec {
    place.at('percent').check('PercentOutOfRange', percentage, this.share, 'write 10 for a copy of ten of a hundred requests');
    return { destination: renderTarget(place, this.target, service), percentage: { value: this.share } };
  }
}

/** Complains of a mirror that leads where the requests themselves go. */
export function rejectAnswering(place: Place, mirrors: MirrorSpec[] = [], route: RouteDestinationSpec[]): void {
  mirrors.forEach((mirror, index) => {
    if (answers(mirror, route)) {
      const { host, subset } = mirror.destination;
      place.item(index).fail('MirrorAnswers', {
        must: 'lead to another destination than the requests themselves',
        found: `${subset === undefined ? '' : `subset ${subset} of `}${host}, which answers them`,
        fix: 'it would do each copied request twice: leave the mirror out, or send the requests elsewhere',
      });
    }
  });
}

/** The mirrors that do not lead where the requests themselves go; nothing if there are none. */
export function withoutAnswering(mirrors: MirrorSpec[] | undefined, route: RouteDestinationSpec[]): MirrorSpec[] | undefined {
  const others = mirrors?.filter((mirror) => !answers(mirror, route));
  return others?.length === 0 ? undefined : others;
}

function answers({ destination, percentage: share }: MirrorSpec, route: RouteDestinationSpec[]): boolean {
  return share?.value !== 0 && route.some(({ destination: other, weight }) => weight !== 0
    && other.host === destination.host && other.subset === destination.subset && other.port?.number === destination.port?.number);
}
