import type { ContainerProps } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { ContainerPods } from './container-pods';
import { DeployedPods } from './deployed-pods';
import { HostPods } from './host-pods';
import { ImagePods } from './image-pods';
import { LabelledPods } from './labelled-pods';
import type { Pods } from './pods';
import type { ImageWorkloadOptions, WorkloadOptions } from './workload-options';
import { WorkloadPods } from './workload-pods';
import { kubernetesName } from '../istio/dns-label';
import type { Place } from '../private/place';

/** Where at a host a version is called. */
export interface HostVersionOptions {
  /**
   * The port of the host, 1 to 65535. It cannot be given where the service has several HTTP ports.
   *
   * @default - the port of the service that was called
   */
  readonly port?: number;
}

/**
 * A version of a service: the pods behind a name. It does not say what role the version plays; a construct does, and
 * giving a version another role changes nothing in its pods.
 *
 * The name is the version's identity: it becomes the name of the subset and, where the pods are made here, their `version` label and part of
 * the name of the workload (`reviews-v1`). Choose a new name for a new version, and never change what an old name means.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 *
 * @example
 *
 * import { ServiceVersion } from 'cdk8s-istio';
 *
 * const v1 = ServiceVersion.image('v1', 'myregistry.io/reviews:v1.0.0', { replicas: 3 });
 * const v2 = ServiceVersion.containers('v2', [{ image: 'myregistry.io/reviews:v2.0.0', portNumber: 8080 }]);
 * const legacy = ServiceVersion.labels('legacy', { release: '2019-06' });
 */
export class ServiceVersion {
  /**
   * Pods with one container of this image, in a Deployment made here that holds nothing but what is needed: the container is
   * named after the service and declares the service's target ports. Its labels are the service's name and the version's.
   * Change anything else of it through `workload(version)` of the service, or use `containers`.
   *
   * @param name the version's name: 1 to 63 lower-case letters, digits and hyphens
   * @param image the container image
   * @param options how many pods, and how they are run
   * @throws InvalidVersionName, InvalidImage, InvalidReplicas, and what the options raise (when a construct receives it)
   */
  public static image(name: string, image: string, options: ImageWorkloadOptions = {}): ServiceVersion {
    return new ServiceVersion(name, new DeployedPods(new ImagePods(image, options.resources), { ...options }));
  }

  /**
   * Pods with these containers, in a Deployment made here by cdk8s-plus-28 and with its defaults: a read-only file system, no
   * root user, and requests for CPU and memory, unless the containers say otherwise. Its labels are the service's name and the version's.
   *
   * @param name the version's name: 1 to 63 lower-case letters, digits and hyphens
   * @param containers at least one, as cdk8s-plus-28 takes them
   * @param options how many pods, and how they are run
   * @throws InvalidVersionName, ContainersMissing, InvalidReplicas, and what the options raise (when a construct receives it)
   * @see https://cdk8s.io/docs/latest/plus/cdk8s-plus-28/container/
   */
  public static containers(name: string, containers: ContainerProps[], options: WorkloadOptions = {}): ServiceVersion {
    return new ServiceVersion(name, new DeployedPods(new ContainerPods([...containers]), { ...options }));
  }

  /**
   * Pods that somebody else runs, known by their labels. Besides these labels they must carry the label by which the Service selects
   * (`app: <service>` by default).
   *
   * @param name the version's name: 1 to 63 lower-case letters, digits and hyphens
   * @param labels at least one label that tells these pods from those of the other versions
   * @throws InvalidVersionName, LabelsMissing, InvalidLabel (when a construct receives it)
   */
  public static labels(name: string, labels: { [key: string]: string }): ServiceVersion {
    return new ServiceVersion(name, new LabelledPods({ ...labels }));
  }

  /**
   * Pods that a workload of your own runs: a Deployment, StatefulSet, DaemonSet or Argo Rollout, made by any cdk8s-plus, as an `ApiObject` or
   * a generated class, or brought in by `Include` or `Helm` (the one of its `apiObjects` that is meant, or all of it if it holds a single
   * workload). It is read when the service is made, so finish it before, and never changed. Its name need not be that of the service.
   *
   * Its pods carry the label by which the Service selects (`app: <service>` by default) and a label `version`, or the one that
   * `MeshSettings` name; the value of that may differ from the version's name. The workload's selector takes pods of no other version.
   *
   * @param name the version's name: 1 to 63 lower-case letters, digits and hyphens
   * @param workload the workload, or a construct that stands for it; in the namespace of the service, and of no other version
   * @throws InvalidVersionName, WorkloadUnreadable, WorkloadAdoptedTwice, WorkloadElsewhere, LabelsNotSelected, VersionLabelMissing, InvalidLabel,
   * SelectorsOverlap (when a construct receives it), WorkloadChanged (when the app is synthesised)
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
   */
  public static workload(name: string, workload: IConstruct): ServiceVersion {
    return new ServiceVersion(name, new WorkloadPods(workload));
  }

  /**
   * Pods behind another Service, or whatever else answers at a host that the mesh knows. Rules send requests there as they are, with the
   * `Host` header that the client sent; there is no subset, and how the host is called says its own DestinationRule, not the
   * `trafficPolicy` of the service.
   *
   * @param name the version's name: 1 to 63 lower-case letters, digits and hyphens
   * @param host a DNS name. One without dots is a Service in the namespace of the chart; any other is taken as it stands: `reviews-v2.prod` is
   * not completed, write `reviews-v2.prod.svc.cluster.local`. A host outside of the cluster needs a ServiceEntry
   * @param options the port
   * @throws InvalidVersionName, InvalidHost, InvalidPort, HostPortAmbiguous, HostsOverlap, PolicyIneffective (when a construct receives it)
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
   */
  public static host(name: string, host: string, options: HostVersionOptions = {}): ServiceVersion {
    return new ServiceVersion(name, new HostPods(host, options.port));
  }

  private constructor(
    /** The version's name. */
    public readonly name: string,
    /** @internal */
    public readonly _pods: Pods,
  ) {}

  /**
   * Complains of what was asked for.
   *
   * @internal
   */
  public _validate(place: Place): void {
    place.at('name').check('InvalidVersionName', kubernetesName, this.name, 'write a short name such as v2');
    this._pods.validate(place);
  }
}
