import { maglevTableSize, ringSize } from '../istio/hash-size';
import type { LoadBalancerSpec } from '../private/imports';
import type { Place } from '../private/place';

type HashAlgorithmSpec = Pick<NonNullable<LoadBalancerSpec['consistentHash']>, 'ringHash' | 'maglev'>;

/** How large the ring is on which pods are placed by their hash. */
export interface RingHashOptions {
  /**
   * The places on the ring at least, 1 to 8388608: the more, the more evenly the requests are spread.
   *
   * @default 1024
   */
  readonly minimumRingSize?: number;
}

/**
 * How a hash leads to a pod.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB
 */
export class HashAlgorithm {
  /**
   * A ring of hashes. A pod that comes or goes moves few of the other clients.
   *
   * @param options the size of the ring
   * @throws InvalidCount (when a construct receives it)
   */
  public static ringHash(options: RingHashOptions = {}): HashAlgorithm {
    const { minimumRingSize } = options;
    return new HashAlgorithm((place) => {
      if (minimumRingSize !== undefined) {
        place.at('minimumRingSize').check('InvalidCount', ringSize, minimumRingSize, 'leave it out for 1024');
      }
      return { ringHash: { minimumRingSize } };
    });
  }

  /**
   * A table of hashes, as Google's Maglev: faster to look up and more even than a ring, but a pod that comes or goes moves more of the clients.
   *
   * @param tableSize the entries of the table, a prime number below 5000011, commonly 65537
   * @throws InvalidCount (when a construct receives it)
   */
  public static maglev(tableSize: number): HashAlgorithm {
    return new HashAlgorithm((place) => {
      place.at('tableSize').check('InvalidCount', maglevTableSize, tableSize, "write Envoy's usual 65537, or another prime");
      return { maglev: { tableSize } };
    });
  }

  private constructor(private readonly render: (place: Place) => HashAlgorithmSpec) {}

  /**
   * The `ringHash` or `maglev` of a consistent hash.
   *
   * @internal
   */
  public _render(place: Place): HashAlgorithmSpec {
    return this.render(place);
  }
}
