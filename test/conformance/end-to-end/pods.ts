import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { CannotJudge } from '../judge';
import { PodState } from '../traffic/cluster-state';

/** Names a request, so that all tries and copies of it are known. */
export const ASKED_HEADER = 'x-asked';
export const VERSION_HEADER = 'x-version';

/** Say what a pod saw of a request: host and path, and the headers that rules change. */
export const PLACE_HEADER = 'x-seen-at';
export const CHANGED_HEADER = 'x-seen-headers';

/** Of these paths a pod never answers. */
const SILENT = ['/slow', '/stalling'];

/** How a pod fails, and at how many tries of a request. */
export interface Failure {
  readonly status: number;
  readonly tries: number;
}

/** All other paths succeed. */
export const FAILURES = {
  '/failing': { status: 503, tries: Infinity },
  '/failing/twice': { status: 503, tries: 2 },
  '/broken': { status: 503, tries: Infinity },
  '/once': { status: 503, tries: Infinity },
  '/busy': { status: 409, tries: Infinity },
} as const;

/** What runs in pods: a small server each, at the address of the pod. It counts what it gets. */
export class Pods {
  private readonly servers = new Map<string, Server>();
  private readonly tries = new Map<string, number>();
  private got = 0;

  /** Starts those that do not run yet. */
  public async run(pods: readonly PodState[]): Promise<void> {
    for (const pod of pods.filter(({ name }) => !this.servers.has(name))) {
      const server = createServer((request, response) => this.answer(pod, request, response));
      server.keepAliveTimeout = 0;
      this.servers.set(pod.name, server);
      await new Promise<void>((done, fail) => {
        server.on('error', ({ message }) => fail(new CannotJudge(`no server for ${pod.name}: ${message}`)));
        server.listen(pod.containers[0].ports[0].containerPort, pod.ip, done);
      });
    }
  }

  /** Stops all but these. */
  public keep(pods: readonly PodState[]): void {
    for (const [name, server] of this.servers) {
      if (pods.some((pod) => pod.name === name)) continue;
      server.close();
      server.closeAllConnections();
      this.servers.delete(name);
    }
  }

  /** How often the pods of an app got a request. */
  public triesOf(app: string, asked: string): number {
    return this.tries.get(`${app} ${asked}`) ?? 0;
  }

  /** How many requests they got in all. */
  public get requests(): number {
    return this.got;
  }

  private answer({ labels: { app, version } }: PodState, request: IncomingMessage, response: ServerResponse): void {
    const key = `${app} ${request.headers[ASKED_HEADER]}`;
    const tries = (this.tries.get(key) ?? 0) + 1;
    this.tries.set(key, tries);
    this.got++;
    if (SILENT.includes(request.url!)) return;
    const failure = (FAILURES as { readonly [path: string]: Failure })[request.url!];
    response.writeHead(failure && tries <= failure.tries ? failure.status : 200, {
      [VERSION_HEADER]: version, [PLACE_HEADER]: `${request.headers.host}${request.url}`, [CHANGED_HEADER]: changedHeaders(request.headers),
    }).end();
  }
}

export function changedHeaders(headers: { readonly [name: string]: unknown }): string {
  return ['x-team', 'x-trace', 'x-old'].map((name) => headers[name] ?? 'none').join('; ');
}
