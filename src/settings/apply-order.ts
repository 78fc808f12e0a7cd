import type { Place } from '../private/place';

/** Which waves are used. */
export interface SyncWavesOptions {
  /**
   * The wave of what requests are led to; pods are in the one behind it, and rules in the one behind that. A whole number, which may be below 0.
   *
   * @default 0
   */
  readonly firstWave?: number;
}

/**
 * The order in which the objects of one output are applied: Services, DestinationRules and all else that a version needs; then pods, with their
 * autoscalers and disruption budgets; then VirtualServices.
 *
 * It is the right one for every step of a release: a version that comes is there before a rule names it, and one that goes has had no rule since it was
 * listed as `retiring`.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 *
 * @example
 *
 * import { App } from 'cdk8s';
 * import { ApplyOrder, MeshSettings } from 'cdk8s-istio';
 *
 * const app = new App();
 * MeshSettings.of(app, { applyOrder: ApplyOrder.argoSyncWaves() });
 */
export class ApplyOrder {
  /**
   * Sync waves of Argo CD, which applies a wave when all objects of those before it are healthy: an annotation on every object that this library
   * makes. Pods do not get it. Objects of others stay in wave 0, unless they say something else.
   *
   * @param options which waves are used
   */
  public static argoSyncWaves(options: SyncWavesOptions = {}): ApplyOrder {
    return new ApplyOrder(options.firstWave ?? 0);
  }

  private constructor(
    /** @internal */
    public readonly _firstWave: number,
  ) {}

  /** @internal */
  public _validate(place: Place): void {
    if (!Number.isSafeInteger(this._firstWave)) {
      place.at('firstWave').fail('InvalidSetting', { must: 'be a whole number', got: this._firstWave, fix: 'write the number of a wave, such as 0 or -1' });
    }
  }
}
