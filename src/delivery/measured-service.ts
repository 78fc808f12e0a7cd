import type { LabelMap } from '../workload/pods';
import type { ServiceVersion } from '../workload/service-version';

/** A service as Istio's metrics know it. */
export interface MeasuredService {
  /** The host that clients call: with a dot in it if the namespace is known. */
  readonly host: string;
  /** Whether there are ports on which requests are counted. */
  readonly speaksHttp: boolean;
  /** Whether there are ports on which connections are counted. */
  readonly speaksTcp: boolean;
  /** Whether one of its ports speaks gRPC. */
  readonly speaksGrpc: boolean;
  /** All versions, retiring ones included. */
  readonly versions: MeasuredVersion[];
}

/** A version as Istio's metrics know it. */
export interface MeasuredVersion {
  readonly version: ServiceVersion;
  /** The labels of which we know that its pods carry them. */
  readonly podLabels: LabelMap;
  /** The name of the workload, if it is known. */
  readonly workload?: string;
  /** The host of the Service behind which its pods are, if that is not the one that clients call. */
  readonly host?: string;
}
