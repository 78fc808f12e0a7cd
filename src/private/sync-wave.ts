import type { IConstruct } from 'constructs';
import { APPLY_PHASES, ObjectKind, phaseOf } from './apply-phase';
import { userPath } from './configuration-error';
import { stateOf } from './construct-state';

const ANNOTATION = 'argocd.argoproj.io/sync-wave';

interface WavesOfScope {
  /** The wave of the first phase. */
  first?: number;
  /** The path of the first construct that made an object below this scope. */
  readBy?: string;
}

/** Puts the objects that are made below a scope from now on into sync waves of Argo CD. */
export function startWaves(scope: IConstruct, first: number): void {
  wavesOf(scope).first = first;
}

/** The first construct that has made an object below a scope. */
export function objectMadeBelow(scope: IConstruct): string | undefined {
  return wavesOf(scope).readBy;
}

/** The annotations that put an object into its wave, if the nearest scope that says so wants waves. */
export function waveAnnotations(scope: IConstruct, definition: ObjectKind): { [key: string]: string } | undefined {
  let first: number | undefined;
  for (const ancestor of scope.node.scopes) {
    const waves = wavesOf(ancestor);
    waves.readBy ??= userPath(scope);
    first = waves.first ?? first;
  }
  return first === undefined ? undefined : { [ANNOTATION]: String(first + APPLY_PHASES.indexOf(phaseOf(definition))) };
}

function wavesOf(scope: IConstruct): WavesOfScope {
  return stateOf(scope, 'SyncWaves', () => ({}));
}
