import { Agent, IncomingHttpHeaders, request } from 'node:http';
import { ASKED_HEADER, CHANGED_HEADER, PLACE_HEADER, VERSION_HEADER } from './pods';
import { FLAGS_HEADER, SERVICE, STAGE_HEADER } from './release';

export interface Question {
  readonly path: string;
  readonly headers?: { readonly [name: string]: string };
}

/** What came back, and from whom. */
export interface Reply {
  readonly asked: string;
  /** 0 if nothing came back. */
  readonly status: number;
  /** The version, or if Envoy answered the status and why. */
  readonly answerer: string;
  /** Under which edit of the program. */
  readonly stage: string;
  readonly isDelayed: boolean;
  /** Host and path that the pod saw, and the headers that rules change. */
  readonly place: string;
  readonly changed: string;
  /** What a browser would keep of it, and send with the next request. */
  readonly cookie?: string;
  readonly milliseconds: number;
}

/** As Envoy says it in its access log. */
const DELAYED = 'DI';
const CONNECTIONS = 16;

/** Calls the service by way of the sidecar, over connections that stay open. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private asked = 0;

  constructor(private readonly port: number) {}

  public ask({ path, headers }: Question): Promise<Reply> {
    const asked = String(++this.asked);
    const begin = performance.now();
    return new Promise((done) => {
      const end = (status: number, found: IncomingHttpHeaders, body: string) => (
        done({ asked, milliseconds: performance.now() - begin, ...replyOf(status, found, body) })
      );
      const outgoing = request({
        host: '127.0.0.1', port: this.port, path, agent: this.agent, setHost: false, headers: { ...headers, host: `${SERVICE}:${this.port}`, [ASKED_HEADER]: asked },
      }, (incoming) => {
        let body = '';
        incoming.setEncoding('utf8').on('data', (text) => { body += text; });
        incoming.on('end', () => end(incoming.statusCode!, incoming.headers, body));
        incoming.on('error', ({ message }) => end(0, {}, message));
      });
      outgoing.on('error', ({ message }) => end(0, {}, message));
      outgoing.end();
    });
  }

  /** As often as is said, several at a time. */
  public async askTimes(question: Question, times: number): Promise<Reply[]> {
    const replies: Reply[] = [];
    let left = times;
    await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) replies.push(await this.ask(question));
    }));
    return replies;
  }

  public close(): void {
    this.agent.destroy();
  }
}

function replyOf(status: number, headers: IncomingHttpHeaders, body: string): Omit<Reply, 'asked' | 'milliseconds'> {
  const flags = String(headers[FLAGS_HEADER] ?? body).split(',');
  // A delay is no reason for an answer.
  const answerer = String(headers[VERSION_HEADER] ?? `${status} ${flags.filter((flag) => flag !== DELAYED).join()}`);
  return {
    status,
    answerer,
    isDelayed: flags.includes(DELAYED),
    place: String(headers[PLACE_HEADER] ?? ''),
    changed: String(headers[CHANGED_HEADER] ?? ''),
    cookie: headers['set-cookie']?.[0].split(';')[0],
    stage: String(headers[STAGE_HEADER] ?? ''),
  };
}
