import type { k8s } from 'cdk8s-plus-28';
import type { InManifest } from './kubernetes-form';
import { portNumber } from '../istio/port-number';
import { requestPath } from '../istio/request-path';
import type { Place } from '../private/place';

type ProbeForm = InManifest<k8s.Probe>;

/** Where a pod is asked whether it is ready. */
export interface ReadinessOptions {
  /**
   * The port of the container, 1 to 65535.
   *
   * @default - the port that the Service targets; with several, the first
   */
  readonly port?: number;
}

/**
 * How a pod says that it is ready for requests. Under Istio the kubelet's checks pass the proxy's mutual TLS by themselves.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
 */
export class ReadinessCheck {
  /**
   * It answers to GET with a status from 200 to 399.
   *
   * @param path begins with a slash
   * @param options the port
   * @throws InvalidPath, InvalidPort (when a construct receives it)
   */
  public static http(path: string, options: ReadinessOptions = {}): ReadinessCheck {
    return new ReadinessCheck((port) => ({ httpGet: { path, port } }), options.port, path);
  }

  /**
   * It answers to gRPC's protocol for health checks that it is serving.
   *
   * @param options the port
   * @throws InvalidPort (when a construct receives it)
   */
  public static grpc(options: ReadinessOptions = {}): ReadinessCheck {
    return new ReadinessCheck((port) => ({ grpc: { port } }), options.port);
  }

  /**
   * It takes a connection.
   *
   * @param options the port
   * @throws InvalidPort (when a construct receives it)
   */
  public static tcp(options: ReadinessOptions = {}): ReadinessCheck {
    return new ReadinessCheck((port) => ({ tcpSocket: { port } }), options.port);
  }

  private constructor(private readonly probe: (port: number) => ProbeForm, private readonly port?: number, private readonly path?: string) {}

  /**
   * Complains of what was asked for.
   *
   * @internal
   */
  public _validate(place: Place): void {
    if (this.path !== undefined) {
      place.at('path').check('InvalidPath', requestPath, this.path, 'write a path such as /healthz');
    }
    if (this.port !== undefined) {
      place.at('port').check('InvalidPort', portNumber, this.port, 'name a port of the container');
    }
  }

  /**
   * The `readinessProbe` of a container.
   *
   * @internal
   */
  public _render(targetPort: number): ProbeForm {
    return this.probe(this.port ?? targetPort);
  }
}
