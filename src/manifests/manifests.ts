import { ApiObject, type App, type Chart } from 'cdk8s';
import { DEFAULT_NAMESPACE, describe, type Manifest } from './manifest';
import { readFiles } from './manifest-files';
import { identity, ManifestIndex } from './manifest-index';
import type { ManifestProblem } from './manifest-problem';
import { ManifestReader, type Reading } from './manifest-reader';
import { constructLocation } from './source-location';

const DEFAULT_CLUSTER_DOMAIN = 'cluster.local';

/** How manifests are read. */
export interface ManifestsOptions {
  /**
   * The namespace of objects that name none: the one that they will be applied to.
   *
   * @default 'default'
   */
  readonly namespace?: string;

  /**
   * The domain of the cluster, by which Services are called: `reviews.bookinfo.svc.cluster.local`.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
}

/**
 * Objects of Kubernetes as they will be applied, whoever wrote them: files, the output of Helm or kustomize, or a chart. Kinds of all
 * sorts may be among them. What cannot be read, or is there twice, becomes a finding when the manifests are checked, and never an error here.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/
 */
export class Manifests {
  /**
   * Reads YAML and JSON files: several documents in one, and Lists, are fine.
   *
   * @param paths files; folders, of which all files that end in .yaml, .yml or .json are read, at any depth; or `-` for standard input
   * @param options how they are read
   */
  public static fromFiles(paths: string[], options: ManifestsOptions = {}): Manifests {
    return Manifests.read(options, (reader) => readFiles(reader, paths));
  }

  /**
   * Reads YAML, or JSON.
   *
   * @param text any number of documents
   * @param name what findings call the text, as if it were a file
   * @param options how it is read
   */
  public static fromYaml(text: string, name?: string, options: ManifestsOptions = {}): Manifests {
    return Manifests.read(options, (reader) => reader.readText(text, name));
  }

  /**
   * Takes the objects of a chart as they are now, without those of charts within it. Nothing is written or parsed.
   *
   * @param chart the chart
   * @param options how the objects are read
   */
  public static fromChart(chart: Chart, options: ManifestsOptions = {}): Manifests {
    return Manifests.read(options, (reader) => readChart(reader, chart));
  }

  /**
   * Takes the objects of all charts of an app as they are now. Nothing is written or parsed.
   *
   * @param app the app
   * @param options how the objects are read
   */
  public static fromApp(app: App, options: ManifestsOptions = {}): Manifests {
    return Manifests.read(options, (reader) => app.charts.forEach((chart) => readChart(reader, chart)));
  }

  private static read(options: ManifestsOptions, read: (reader: ManifestReader) => void): Manifests {
    const { namespace = DEFAULT_NAMESPACE, clusterDomain = DEFAULT_CLUSTER_DOMAIN } = options;
    const reader = new ManifestReader(namespace);
    read(reader);
    return new Manifests(reader, clusterDomain);
  }

  /** The number of objects. */
  public readonly count: number;

  /** @internal */
  public readonly _manifests: readonly Manifest[];

  /** @internal */
  public readonly _problems: readonly ManifestProblem[];

  /** @internal */
  public readonly _clusterDomain: string;

  private index?: ManifestIndex;

  private constructor({ manifests, problems }: Reading, clusterDomain: string) {
    this.count = manifests.length;
    this._manifests = manifests;
    this._problems = problems;
    this._clusterDomain = clusterDomain;
  }

  /**
   * These objects and others, as one configuration.
   *
   * @param others the others; of what is in both, they have the last word
   */
  public joinedWith(others: Manifests): Manifests {
    const manifests = [...this._manifests, ...others._manifests];
    return new Manifests({ manifests, problems: [...this._problems, ...others._problems] }, this._clusterDomain);
  }

  /** @internal */
  public get _index(): ManifestIndex {
    return this.index ??= new ManifestIndex(this._manifests, this._clusterDomain);
  }

  /**
   * Objects that are there more than once.
   *
   * @internal
   */
  public get _repeated(): ManifestProblem[] {
    const first = new Map<string, Manifest>();
    return this._manifests.flatMap((manifest): ManifestProblem[] => {
      const key = identity(manifest);
      const earlier = first.get(key);
      if (!earlier) {
        first.set(key, manifest);
        return [];
      }
      const place = earlier.location.file === undefined ? '' : `, at ${earlier.location.file}:${earlier.location.line}`;
      return [{
        code: 'ObjectTwice',
        message: `${describe(manifest)} is there already${place}; only the last one applied stays`,
        fix: 'remove or rename one of them',
        location: manifest.location,
        path: ['metadata', 'name'],
        manifest,
      }];
    });
  }
}

function readChart(reader: ManifestReader, chart: Chart): void {
  // The chart itself lists only those that stand directly below it.
  const objects = chart.node.findAll().filter((one): one is ApiObject => one instanceof ApiObject && one.chart === chart);
  objects.forEach((object, index) => reader.readValue(object.toJson(), constructLocation(object.node.path, index)));
}
