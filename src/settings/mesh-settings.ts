import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ApplyOrder } from './apply-order';
import { fqdn } from '../istio/host';
import { labelKey } from '../istio/label-map';
import { userPath } from '../private/configuration-error';
import { stateOf } from '../private/construct-state';
import { exportedFrom, validateExportTo } from '../private/export-to';
import { Place } from '../private/place';
import { objectMadeBelow, startWaves } from '../private/sync-wave';
import type { RetryPolicy } from '../routing/retry-policy';

/** The version under which Istio's networking objects are written; their schemas are identical. */
export enum NetworkingApiVersion {
  /** `networking.istio.io/v1`. */
  V1 = 'networking.istio.io/v1',
  /** `networking.istio.io/v1beta1`, for an Istio older than 1.22. */
  V1BETA1 = 'networking.istio.io/v1beta1',
}

/** What all services of an app, a chart or a part of it have in common. */
export interface MeshSettingsProps {
  /**
   * The DNS domain of the cluster, used to write a service's full host name.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
  /**
   * The key of the pod label that holds the service's name. The Service selects its pods by this label alone.
   *
   * @default 'app'
   */
  readonly appLabel?: string;
  /**
   * The key of the pod label that holds the version's name. Subsets select by it.
   *
   * @default 'version'
   */
  readonly versionLabel?: string;
  /**
   * The version under which VirtualServices, DestinationRules and Gateways are written.
   *
   * @default NetworkingApiVersion.V1
   */
  readonly apiVersion?: NetworkingApiVersion;
  /**
   * Whether failed requests are tried again by services that do not say so themselves.
   *
   * @default - as the mesh does: 2 retries if the connection fails, a stream is refused, or gRPC says unavailable or cancelled
   */
  readonly defaultRetries?: RetryPolicy;
  /**
   * The namespaces whose callers obey VirtualServices and DestinationRules: names, `.` for their own, or `*` alone for all.
   *
   * @default - as the mesh is set up; unless somebody changed it, all namespaces
   */
  readonly exportTo?: string[];
  /**
   * The order in which a tool applies what this library makes.
   *
   * @default - none is written
   */
  readonly applyOrder?: ApplyOrder;
}

/** The settings in force somewhere. */
type Settings = Required<Omit<MeshSettingsProps, 'applyOrder' | 'defaultRetries' | 'exportTo'>> & MeshSettingsProps;

const DEFAULTS: Settings = {
  clusterDomain: 'cluster.local',
  appLabel: 'app',
  versionLabel: 'version',
  apiVersion: NetworkingApiVersion.V1,
};

interface SettingsOfScope {
  own?: MeshSettingsProps;
  /** The path of the first construct that has read settings through this scope. */
  readBy?: string;
}

/**
 * Settings for everything below a construct: set once for an app, a chart or a part of it, and inherited down the tree.
 * The nearest setting wins, member by member.
 *
 * @example
 *
 * import { App, Chart } from 'cdk8s';
 * import { MeshSettings, NetworkingApiVersion } from 'cdk8s-istio';
 *
 * const app = new App();
 * MeshSettings.of(app, { clusterDomain: 'example.internal', apiVersion: NetworkingApiVersion.V1BETA1 });
 * new Chart(app, 'bookinfo');
 */
export class MeshSettings {
  /**
   * Sets what the constructs below `scope` have in common. Call it before the first of them is made.
   *
   * @param scope the app, chart or construct to which the settings belong
   * @param props what to set; what is left out is inherited
   * @throws InvalidSetting if a label key, the cluster domain, a namespace or a wave cannot be used; when a construct reads them, if both label keys are the same
   * @throws SettingsTooLate if `scope` has settings already, or a construct below it has read them
   */
  public static of(scope: IConstruct, props: MeshSettingsProps): void {
    const place = Place.of(scope).at('MeshSettings');
    validate(place, props);
    const state = settingsOf(scope);
    const readBy = state.readBy ?? (props.applyOrder && objectMadeBelow(scope));
    if (state.own || readBy !== undefined) {
      place.fail('SettingsTooLate', {
        must: 'be set once, before the first construct that uses them',
        found: readBy === undefined ? 'a second call' : `a call after ${readBy} was made`,
        fix: 'move the call up, right behind the line that makes this app or chart',
      });
    }
    state.own = { ...props };
    if (props.applyOrder) startWaves(scope, props.applyOrder._firstWave);
  }

  /**
   * The settings in force at a construct.
   *
   * @internal
   */
  public static _at(scope: IConstruct): Settings {
    const found: Settings = { ...DEFAULTS };
    for (const ancestor of scope.node.scopes) {
      const state = settingsOf(ancestor);
      state.readBy ??= userPath(scope);
      Object.assign(found, definedOf(state.own));
    }
    if (found.appLabel === found.versionLabel) {
      Place.of(scope).at('MeshSettings').at('versionLabel').fail('InvalidSetting', {
        must: 'differ from appLabel', got: found.versionLabel, fix: 'one label cannot hold the name of the service and that of the version',
      });
    }
    return { ...found, exportTo: found.exportTo && exportedFrom(Chart.of(scope).namespace, found.exportTo) };
  }

  private constructor() {}
}

function settingsOf(scope: IConstruct): SettingsOfScope {
  return stateOf(scope, 'MeshSettings', () => ({}));
}

function definedOf(props: MeshSettingsProps = {}): MeshSettingsProps {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}

function validate(place: Place, props: MeshSettingsProps): void {
  props.defaultRetries?._render(place.at('defaultRetries'));
  props.applyOrder?._validate(place.at('applyOrder'));
  validateExportTo(place.at('exportTo'), props.exportTo ?? [], 'InvalidSetting');
  if (props.clusterDomain !== undefined) {
    place.at('clusterDomain').check('InvalidSetting', fqdn, props.clusterDomain, 'write a DNS name such as cluster.local');
  }
  for (const key of ['appLabel', 'versionLabel'] as const) {
    const value = props[key];
    if (value !== undefined) {
      place.at(key).check('InvalidSetting', labelKey, value, 'write a label key such as app or app.kubernetes.io/name');
    }
  }
}
