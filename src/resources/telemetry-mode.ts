/** On which side of a call something is reported. */
export enum TelemetryMode {
  /** By the caller's proxy and by that of the pod that is called. */
  CLIENT_AND_SERVER = 'CLIENT_AND_SERVER',
  /** By the caller's proxy. */
  CLIENT = 'CLIENT',
  /** By the proxy of the pod that is called. */
  SERVER = 'SERVER',
}
