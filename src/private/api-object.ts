import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { userConstruct } from './configuration-error';
import { recordConstructPaths } from './construct-paths';
import { waveAnnotations } from './sync-wave';
import { unreadableTexts } from './unreadable-text';

/** A Kubernetes object to be made. */
export interface ObjectDefinition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The `spec`, in manifest form; called when the object is synthesised, so that additions made until then count. */
  readonly spec: () => unknown;
}

/**
 * The only way an object is made: a plain ApiObject, because the generated classes drop fields they do not know,
 * even those that a user patches in.
 */
export function defineObject(scope: Construct, id: string, definition: ObjectDefinition): ApiObject {
  userConstruct(scope).node.addValidation({ validate: () => unreadableTexts(definition.spec(), `${definition.kind} spec`) });
  recordConstructPaths(scope);
  return new ApiObject(scope, id, {
    apiVersion: definition.apiVersion,
    kind: definition.kind,
    metadata: { name: definition.name, annotations: waveAnnotations(scope, definition) },
    spec: Lazy.any({ produce: definition.spec }),
  });
}
