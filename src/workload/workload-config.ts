import { createHash } from 'node:crypto';
import { ApiObject, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import type { Place } from '../private/place';

/**
 * What the pods of a version read when they start. Its hash stands in their template, so that they are replaced when it changes, which Kubernetes
 * does not do by itself.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 */
export class WorkloadConfig {
  /**
   * An object such as a ConfigMap or a Secret, as it is when the app is synthesised. All of it counts but its metadata. In the chart of
   * the service it stands before the Deployment, so that new pods read the new content. Everybody who may read the Deployment
   * can try out whether a guessed secret has that hash.
   *
   * @param construct the object, or a construct that stands for it or holds some
   * @throws ConfigUnreadable (when a construct receives it)
   */
  public static of(construct: IConstruct): WorkloadConfig {
    return new WorkloadConfig(undefined, construct);
  }

  /**
   * Any text, such as that of a file, or a number that is raised to restart the pods.
   *
   * @param content the text
   */
  public static text(content: string): WorkloadConfig {
    return new WorkloadConfig(content);
  }

  private constructor(private readonly text?: string, private readonly construct?: IConstruct) {}

  /**
   * Complains of what holds no object, or the service itself.
   *
   * @internal
   */
  public _validate(place: Place): void {
    if (this.text !== undefined) {
      return;
    }
    if (!Construct.isConstruct(this.construct) || this._objects.length === 0) {
      place.fail('ConfigUnreadable', { must: 'be or hold an object', found: 'none', fix: 'pass the ConfigMap or the Secret that the pods read' });
    }
    if (place.scope.node.scopes.includes(this.construct)) {
      place.fail('ConfigUnreadable', {
        must: 'be or hold objects that the pods read', found: 'what holds the service itself', fix: 'pass the ConfigMap or the Secret alone',
      });
    }
  }

  /**
   * The objects that have to be there before the pods.
   *
   * @internal
   */
  public get _objects(): ApiObject[] {
    return (this.construct?.node.findAll() ?? []).filter((one) => ApiObject.isApiObject(one)) as ApiObject[];
  }

  /**
   * All that counts.
   *
   * @internal
   */
  public get _content(): unknown {
    return this.text ?? this._objects.map((object) => {
      const { metadata: _metadata, ...content } = object.toJson();
      return content;
    });
  }
}

/** What in a template makes new pods of new content. */
export function configAnnotations(configs: WorkloadConfig[]): { [key: string]: string } {
  const text = JSON.stringify(configs.map(({ _content }) => inOrder(_content)));
  return { 'checksum/config': createHash('sha256').update(text).digest('hex') };
}

/** Lets an object be written before a Deployment whose pods read it. */
export function writeConfigFirst(deployment: ApiObject, configs: WorkloadConfig[]): void {
  configs.flatMap(({ _objects }) => _objects)
    .filter((object) => Chart.of(object) === Chart.of(deployment))
    .forEach((object) => deployment.addDependency(object));
}

/** The same for values that only differ in the order of their keys. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(inOrder);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, member]) => [key, inOrder(member)]);
}
