import { textIn, valueAt } from '../../manifests/json';
import { listAt } from '../../manifests/list-map';
import type { Manifest } from '../../manifests/manifest';
import type { CheckContext } from '../check-context';

const known = new WeakMap<CheckContext, PeerModes>();

/** What PeerAuthentications say of whole namespaces; made once for a check. */
export class PeerModes {
  public static of(context: CheckContext): PeerModes {
    const before = known.get(context);
    if (before) return before;
    const modes = new PeerModes(context);
    known.set(context, modes);
    return modes;
  }

  private readonly whole = new Map<string, Manifest[]>();
  private readonly selecting = new Set<string>();

  private constructor(private readonly context: CheckContext) {
    for (const manifest of context.index.ofKind('security.istio.io', 'PeerAuthentication')) {
      const isForSome = Object.keys(valueAt(manifest.spec, 'selector', 'matchLabels') ?? {}).length > 0;
      if (isForSome) this.selecting.add(manifest.namespace);
      else listAt(this.whole, manifest.namespace).push(manifest);
    }
  }

  /** The mode of all pods of a namespace, as STRICT; nothing if none is given, or if pods differ. */
  public of(namespace: string): string | undefined {
    return this.selecting.has(namespace) ? undefined : this.declared(namespace) ?? this.ofMesh;
  }

  public get ofMesh(): string | undefined {
    return this.declared(this.context.mesh.rootNamespace);
  }

  /** Of several for a namespace, nobody says which is the oldest. */
  private declared(namespace: string): string | undefined {
    const modes = new Set((this.whole.get(namespace) ?? []).map(({ spec }) => textIn(valueAt(spec, 'mtls', 'mode')) || 'UNSET'));
    const [mode] = modes;
    return modes.size === 1 && mode !== 'UNSET' ? mode : undefined;
  }
}
