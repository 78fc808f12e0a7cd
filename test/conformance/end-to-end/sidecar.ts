import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './condition';
import { CLIENT_LABELS, NAMESPACE } from './release';
import { tiedProcess } from './tied-process';
import { CannotJudge } from '../judge';
import { envoyProgram } from '../traffic/envoy';

const ADS = { ads: {}, resourceApiVersion: 'V3' };
const HTTP_2 = {
  'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
    '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
    'explicitHttpConfig': { http2ProtocolOptions: {} },
  },
};

/** Envoy beside a client, with all that istiod tells it. It listens on 127.0.0.1 at the ports of services. */
export class Sidecar {
  public static async started(istiod: string): Promise<Sidecar> {
    const folder = mkdtempSync(join(tmpdir(), 'envoy-'));
    writeFileSync(join(folder, 'envoy.json'), JSON.stringify(bootstrap(istiod, join(folder, 'admin'))));
    const child = tiedProcess(envoyProgram(), ['-c', join(folder, 'envoy.json'), '--concurrency', '1', '--disable-hot-restart', '-l', 'error']);
    const sidecar = new Sidecar(child, folder);
    await until('Envoy says that it is ready', async () => (await sidecar.admin('/ready')).startsWith('LIVE')).catch((error) => {
      sidecar.stop();
      throw error;
    });
    return sidecar;
  }

  private complaint = '';
  private exited = false;

  private constructor(private readonly child: ChildProcess, private readonly folder: string) {
    child.stderr!.setEncoding('utf8').on('data', (text) => { this.complaint = `${this.complaint}${text}`.slice(-2000); });
    child.on('exit', () => { this.exited = true; });
  }

  /** The addresses behind each cluster that Envoy knows. */
  public async endpoints(): Promise<Map<string, string[]>> {
    const { cluster_statuses: clusters = [] } = JSON.parse(await this.admin('/clusters?format=json') || '{}');
    return new Map(clusters.map(({ name, host_statuses: hosts = [] }: any) => (
      [name, hosts.map(({ address: { socket_address: own } }: any) => `${own?.address}:${own?.port_value}`).sort()]
    )));
  }

  /** How many tries and copies pods got from it, and how many are on their way. */
  public async sent(): Promise<{ readonly total: number; readonly underWay: number }> {
    const [total, active, waiting] = await Promise.all(['total', 'active', 'pending_active'].map(async (name) => {
      const lines = await this.admin(`/stats?filter=${encodeURIComponent(`^cluster\\.outbound.*\\.upstream_rq_${name}$`)}`);
      return lines.trim().split('\n').reduce((sum, line) => sum + Number(line.split(': ').at(-1)), 0);
    }));
    return { total, underWay: active + waiting };
  }

  public stop(): void {
    this.child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Nothing while Envoy is not there yet. */
  public admin(path: string): Promise<string> {
    if (this.exited) throw new CannotJudge(`Envoy ended: ${this.complaint.trim().split('\n').slice(-3).join(' / ')}`);
    return new Promise((done) => {
      const asked = request({ socketPath: join(this.folder, 'admin'), path }, (incoming) => {
        let body = '';
        incoming.setEncoding('utf8').on('data', (text) => { body += text; });
        incoming.on('end', () => done(body));
      });
      asked.on('error', () => done(''));
      asked.end();
    });
  }
}

function bootstrap(istiod: string, admin: string): unknown {
  const [address, port] = istiod.split(':');
  const server = { endpoint: { address: { socketAddress: { address, portValue: Number(port) } } } };
  return {
    node: {
      // istiod takes a proxy at the address of a pod for that pod's.
      id: `sidecar~127.9.9.9~client.${NAMESPACE}~${NAMESPACE}.svc.cluster.local`,
      cluster: `client.${NAMESPACE}`,
      metadata: { NAMESPACE, LABELS: CLIENT_LABELS, CLUSTER_ID: 'Kubernetes', ISTIO_VERSION: '1.31.0', INTERCEPTION_MODE: 'NONE', PROXY_CONFIG: {} },
    },
    admin: { address: { pipe: { path: admin } } },
    dynamicResources: {
      adsConfig: { apiType: 'GRPC', transportApiVersion: 'V3', setNodeOnFirstMessageOnly: true, grpcServices: [{ envoyGrpc: { clusterName: 'istiod' } }] },
      ldsConfig: ADS,
      cdsConfig: ADS,
    },
    staticResources: {
      clusters: [{
        name: 'istiod',
        connectTimeout: '5s',
        loadAssignment: { clusterName: 'istiod', endpoints: [{ lbEndpoints: [server] }] },
        typedExtensionProtocolOptions: HTTP_2,
      }],
    },
  };
}
