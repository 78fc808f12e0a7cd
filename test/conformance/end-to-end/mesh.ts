import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { Client } from './client';
import { until } from './condition';
import { Discovery } from './discovery';
import { expectedEndpoints } from './endpoints';
import { freePort } from './free-port';
import { Pods } from './pods';
import { Sidecar } from './sidecar';
import { clusterStateOf, kubernetesObjects } from '../traffic/cluster-state';
import { KubeObject, namespaceOf } from '../traffic/traffic-case';

const ISTIO = /^(networking|security)\.istio\.io\//;

/** A cluster with istiod, the pods of its Deployments, and one client with a sidecar. */
export class Mesh {
  public static async started(): Promise<Mesh> {
    const discovery = await Discovery.started();
    try {
      return new Mesh(discovery, await Sidecar.started(discovery.address), await freePort());
    } catch (error) {
      discovery.stop();
      throw error;
    }
  }

  public readonly client: Client;
  public readonly pods = new Pods();
  private readonly addresses = new Map<string, string>();
  private configs: readonly KubeObject[] = [];
  private objects: readonly KubeObject[] = [];

  private constructor(private readonly discovery: Discovery, public readonly sidecar: Sidecar, public readonly port: number) {
    this.client = new Client(port);
  }

  /**
   * Applies manifests in the order in which Argo CD or a pipeline would: pods and subsets, when they are ready the rules, and when those are in force
   * what is gone is removed.
   *
   * @param stage what answers say when the rules are in force
   */
  public async apply(yaml: string, stage: string): Promise<void> {
    const manifests: KubeObject[] = parseAllDocuments(yaml).map((document) => document.toJS());
    const state = clusterStateOf(manifests, (_, pod) => this.addressOf(pod));
    const objects = kubernetesObjects(manifests, state) as KubeObject[];
    const configs = manifests.filter(({ apiVersion }) => ISTIO.test(apiVersion));
    const endpoints = expectedEndpoints(configs, state);
    await this.pods.run(state.pods);
    await this.discovery.make({ objects, configs: configs.filter((one) => !isRule(one)) });
    await this.known(endpoints);
    await this.discovery.make({ configs: configs.filter(isRule) });
    await until(`an answer under "${stage}"`, async () => (await this.client.ask({ path: '/' })).stage === stage);
    await this.discovery.make({ remove: true, configs: without(this.configs, configs), objects: without(this.objects, objects) });
    await this.known(endpoints);
    this.pods.keep(state.pods);
    [this.configs, this.objects] = [configs, objects];
  }

  public stop(): void {
    this.sidecar.stop();
    this.discovery.stop();
    this.client.close();
    this.pods.keep([]);
  }

  private async known(endpoints: ReadonlyMap<string, string[]>): Promise<void> {
    await until(`all pods in the sidecar: ${JSON.stringify([...endpoints])}`, async () => {
      const found = await this.sidecar.endpoints();
      return [...endpoints].every(([cluster, addresses]) => isDeepStrictEqual(found.get(cluster), addresses));
    });
  }

  /** A pod keeps its address while others come and go. */
  private addressOf(pod: string): string {
    const known = this.addresses.get(pod) ?? `127.0.1.${this.addresses.size + 1}`;
    this.addresses.set(pod, known);
    return known;
  }
}

function isRule({ kind }: KubeObject): boolean {
  return kind === 'VirtualService';
}

function without(before: readonly KubeObject[], now: readonly KubeObject[]): KubeObject[] {
  const kept = new Set(now.map(keyOf));
  return before.filter((object) => !kept.has(keyOf(object)));
}

function keyOf(object: KubeObject): string {
  return `${object.apiVersion} ${object.kind} ${namespaceOf(object)}/${object.metadata.name}`;
}
