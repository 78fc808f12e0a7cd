import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { App, Chart, Duration, Names, Yaml } from 'cdk8s';
import { FluxSource } from './flux-source';
import { kubernetesName } from '../istio/dns-label';
import { APPLY_PHASES, ApplyPhase, phaseOf } from '../private/apply-phase';
import { Place } from '../private/place';
import { renderTime } from '../private/time';

/** How Flux gets the output, and how often it looks. */
export interface FluxLayoutProps {
  /** The source that holds the output. */
  readonly source: FluxSource;
  /** The folder of the source in which the output lies, such as `dist` or `clusters/production`; `.` for its root. */
  readonly path: string;
  /**
   * The namespace of the Kustomizations.
   *
   * @default 'flux-system'
   */
  readonly namespace?: string;
  /**
   * How often Flux applies the output when nothing has changed.
   *
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;
  /**
   * How long Flux waits for pods to be ready, and whatever else a phase holds, before it says that the phase has failed.
   *
   * @default - as long as `interval`
   */
  readonly timeout?: Duration;
}

/** The objects of one phase of a chart. */
interface Phase {
  readonly name: ApplyPhase;
  /** Below the output folder. */
  readonly folder: string;
  readonly file: string;
  readonly objects: any[];
}

/** A chart, and the name by which its files and Kustomizations are called. */
interface Layout {
  readonly chart: Chart;
  readonly name: string;
  readonly phases: Phase[];
}

/** Names of Kustomizations become labels, so with a hyphen and the name of a phase they have at most 63 characters. */
const LONGEST_NAME = 63 - Math.max(...APPLY_PHASES.map((phase) => phase.length)) - 1;

/**
 * The output of an app in folders that Flux applies one after the other: what requests are led to, then pods, then the rules that lead
 * requests.
 *
 * Writes `phases/<chart>/1-destinations`, `2-workloads` and `3-routes`, with all objects of the chart in one of them, and
 * `kustomizations/<chart>.k8s.yaml`: a Kustomization for each folder, which waits for the one before it (`dependsOn`) to be applied and ready. A
 * Kustomization of yours on the folder `kustomizations` applies them. A chart that depends on another one waits for all of that.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies
 *
 * @example
 *
 * import { App } from 'cdk8s';
 * import { FluxLayout, FluxSource } from 'cdk8s-istio';
 *
 * const app = new App({ outdir: 'dist' });
 * // ... charts
 * FluxLayout.write(app, { source: FluxSource.gitRepository('shop'), path: 'dist' });
 */
export class FluxLayout {
  /**
   * Writes the output of an app, in place of `app.synth()`. What the app says of the kind of output is not looked at.
   *
   * @param app the app; its `outdir` gets the folders
   * @param props how Flux gets them
   * @throws InvalidSourcePath, InvalidObjectName, InvalidDuration, and what `app.synth()` raises; nothing is written then
   */
  public static write(app: App, props: FluxLayoutProps): void {
    const place = Place.of(app).at('FluxLayout');
    const common = renderCommon(place, props);
    const layouts = app.charts.map((chart) => layoutOf(chart, app.outputFileExtension));
    const ends = new Map<unknown, string[]>();
    for (const layout of layouts) {
      for (const { objects, folder, file } of layout.phases) {
        save(join(app.outdir, folder, file), objects);
      }
      const before = layout.chart.node.dependencies.flatMap((chart) => ends.get(chart) ?? []);
      const kustomizations = kustomizationsOf(layout, [...new Set(before)], props.path, common);
      save(join(app.outdir, 'kustomizations', `${layout.name}${app.outputFileExtension}`), kustomizations);
      ends.set(layout.chart, kustomizations.length > 0 ? [kustomizations.at(-1)!.metadata.name] : before);
    }
  }

  private constructor() {}
}

interface Kustomization {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: object;
}

/** What is the same in all Kustomizations. */
interface Common {
  readonly namespace: string;
  readonly spec: object;
}

function renderCommon(place: Place, { source, path, namespace = 'flux-system', interval = Duration.minutes(10), timeout }: FluxLayoutProps): Common {
  place.at('namespace').check('InvalidObjectName', kubernetesName, namespace, 'write the namespace in which Flux looks for Kustomizations');
  if (typeof path !== 'string' || path === '' || posix.isAbsolute(path) || path.split('/').includes('..')) {
    place.at('path').fail('InvalidSourcePath', {
      must: 'be a folder below the root of the source', got: path, fix: 'write it without a slash in front and without "..", such as dist, or . for the root',
    });
  }
  const sourceRef = source._render(place.at('source'));
  return {
    namespace,
    spec: {
      interval: renderTime(place.at('interval'), interval),
      ...(timeout && { timeout: renderTime(place.at('timeout'), timeout) }),
      sourceRef,
      prune: true,
      wait: true,
    },
  };
}

/** All phases, those without objects included; with an object in none of them nothing would apply it. */
function layoutOf(chart: Chart, extension: string): Layout {
  const name = Names.toDnsLabel(chart, { maxLen: LONGEST_NAME });
  const objects: any[] = chart.toJson();
  return {
    chart,
    name,
    phases: APPLY_PHASES.map((phase, index) => ({
      name: phase,
      folder: posix.join('phases', name, `${index + 1}-${phase}`),
      file: `${name}${extension}`,
      objects: objects.filter((object) => phaseOf(object) === phase),
    })),
  };
}

/** In a repository of Git a folder without files is none, and Flux would wait for it in vain: so each waits for the last that has objects. */
function kustomizationsOf(layout: Layout, before: string[], path: string, { namespace, spec }: Common): Kustomization[] {
  const found: Kustomization[] = [];
  for (const { name, folder } of layout.phases.filter(({ objects }) => objects.length > 0)) {
    const dependsOn = found.length > 0 ? [found.at(-1)!.metadata.name] : before;
    found.push({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: `${layout.name}-${name}`, namespace },
      spec: { ...(dependsOn.length > 0 && { dependsOn: dependsOn.map((one) => ({ name: one })) }), path: `./${posix.join(path, folder)}`, ...spec },
    });
  }
  return found;
}

/** What an earlier program wrote here does not outlive it. */
function save(file: string, objects: object[]): void {
  if (objects.length === 0) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  Yaml.save(file, objects);
}
