import { Client } from './client';
import { Mesh } from './mesh';
import { canaryAt, manifestsOf, Stage } from './release';
import { Row, shareOf } from './row';
import { simulatedShares } from './shares';
import { simulationOf } from './simulation';
import { SessionAffinity } from '../../../src';
import type { Answered } from '../../../src/simulation/answering';

/** Somebody whose browser keeps cookies. */
interface User {
  cookie?: string;
}

interface Visit {
  readonly hadCookie: boolean;
  readonly answerer: string;
}

const USERS = 800;
const VISITS = 5;
/** The canary grows, and in the end all are taken off it. */
const PERCENTS = [10, 40, 0];
const AFFINITY = SessionAffinity.cookie();

/** Visits the service as users do, who keep what cookie they are given from one edit to the next. */
export async function askUsers(mesh: Mesh): Promise<Row[]> {
  const users = Array.from({ length: USERS }, (): User => ({}));
  const rows: Row[] = [];
  for (const percent of PERCENTS) {
    const { roles, ...others } = canaryAt(percent, `sticky canary at ${percent}`);
    rows.push(...await visitsUnder({ ...others, roles: { ...roles, sessionAffinity: AFFINITY } }, users, mesh));
  }
  return rows;
}

async function visitsUnder(stage: Stage, users: readonly User[], mesh: Mesh): Promise<Row[]> {
  const manifests = manifestsOf(stage, mesh.port);
  const simulate = simulationOf(manifests, mesh.port);
  await mesh.apply(manifests, stage.name);
  const newcomers = users.filter(({ cookie }) => cookie === undefined);
  const visits = (await Promise.all(users.map((user) => visit(user, mesh.client)))).flat();
  const kept = users.filter(({ cookie }) => cookie !== undefined);
  const share = stage.percent / 100;
  const toCanary = (hadCookie: boolean, configured: number, simulated: Answered) => {
    const answers = visits.filter((one) => one.hadCookie === hadCookie);
    const hits = answers.filter(({ answerer }) => answerer === stage.version).length;
    const what = `${stage.version} ${hadCookie ? 'with' : 'without'} cookie`;
    return { requests: answers.length, ...shareOf(what, configured, simulatedShares(simulated).get(stage.version) ?? 0, hits, answers.length) };
  };
  const first = simulate({ path: '/' });
  const given = 1 - (1 - cookieShare(first)) ** VISITS;
  const got = newcomers.filter(({ cookie }) => cookie !== undefined).length;
  return [
    toCanary(false, share, first),
    toCanary(true, share > 0 ? 1 : 0, simulate({ path: '/', headers: { cookie: kept[0].cookie! } })),
    { requests: newcomers.length, ...shareOf(`cookie in ${VISITS} visits`, AFFINITY.canaryPercent(stage.percent, VISITS) / 100, given, got, newcomers.length) },
  ].map((finding) => ({ asked: stage.name, ...finding }));
}

async function visit(user: User, client: Client): Promise<Visit[]> {
  const visits: Visit[] = [];
  while (visits.length < VISITS) {
    const { answerer, cookie } = await client.ask({ path: '/', ...user.cookie !== undefined && { headers: { cookie: user.cookie } } });
    visits.push({ hadCookie: user.cookie !== undefined, answerer });
    user.cookie = cookie ?? user.cookie;
  }
  return visits;
}

/** How many answers bring a cookie. */
function cookieShare({ data: { outcomes } }: Answered): number {
  return outcomes.filter(({ responseHeaders }) => responseHeaders?.add?.['set-cookie']).reduce((sum, { share }) => sum + share, 0);
}
