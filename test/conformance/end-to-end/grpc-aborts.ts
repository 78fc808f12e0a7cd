import { Client } from './client';
import { Row } from './row';
import { grpcAbortPath } from './rules';
import { simulationOf } from './simulation';
import { GrpcStatus } from '../../../src';

const TIMES = 5;
const STATUSES = Object.values(GrpcStatus);
const CALLERS: readonly { readonly asked: string; readonly headers?: { readonly [name: string]: string } }[] = [
  { asked: 'gRPC aborts' },
  { asked: 'gRPC aborts of gRPC', headers: { 'content-type': 'application/grpc' } },
];

/** Asks what comes of each status of gRPC that a rule answers with, those who speak gRPC and those who do not. */
export async function askGrpcAborts(client: Client, simulate: ReturnType<typeof simulationOf>): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { asked, headers } of CALLERS) {
    const differences: string[] = [];
    for (const status of STATUSES) {
      const question = { path: grpcAbortPath(status), headers };
      const [{ kind, status: simulated }] = simulate(question).data.outcomes;
      const found = [...new Set((await client.askTimes(question, TIMES)).map((reply) => reply.status))];
      if (kind !== 'abort' || found.length !== 1 || found[0] !== simulated) differences.push(`${status}: ${found.join(' or ')}, not ${simulated}`);
    }
    const all = `all ${STATUSES.length}`;
    const agrees = differences.length === 0;
    rows.push({ asked, what: 'statuses', configured: all, simulated: all, measured: agrees ? all : differences.join(', '), requests: STATUSES.length * TIMES, agrees });
  }
  return rows;
}
