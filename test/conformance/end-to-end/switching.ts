import { parseAllDocuments } from 'yaml';
import { Kind, Load, LoadResult, QUESTIONS } from './load';
import { Mesh } from './mesh';
import { canaryAt, manifestsOf, SERVICE, STAGES } from './release';
import { Row, shareOf } from './row';
import { areLikely, simulatedShares } from './shares';
import { simulationOf } from './simulation';
import { KubeObject } from '../traffic/traffic-case';

/** A table of what was seen under load, edit by edit, and what became of all requests. */
export interface Switching extends LoadResult {
  readonly rows: readonly Row[];
}

/** Manifests, and how many percent of the requests get a certain answer under them. */
interface Move {
  readonly name: string;
  readonly manifests: string;
  readonly answerer: string;
  readonly percents: { readonly [kind in Kind]: number };
}

const ANSWERS: { readonly [kind in Kind]: number } = { ordinary: 1500, testers: 400 };
const CANARY_PERCENT = 10;

/** Releases under load; no request may fail. */
export function releases(mesh: Mesh): Promise<Switching> {
  return underLoad(mesh, STAGES.map((stage) => ({
    name: stage.name,
    manifests: manifestsOf(stage, mesh.port),
    answerer: stage.version,
    percents: { ordinary: stage.percent, testers: stage.testersPercent },
  })));
}

/** Mistakes under load, which the library does not make: the requests have to fail that the simulation says. */
export function mistakes(mesh: Mesh): Promise<Switching> {
  const canary = (name: string) => manifestsOf(canaryAt(CANARY_PERCENT, name), mesh.port);
  const right = (name: string): Move => ({ name, manifests: canary(name), answerer: 'v2', percents: { ordinary: CANARY_PERCENT, testers: 100 } });
  return underLoad(mesh, [
    right('before mistakes'),
    { name: 'no subset v1', manifests: withoutSubset(canary('no subset v1'), 'v1'), answerer: '503 NC', percents: { ordinary: 100 - CANARY_PERCENT, testers: 0 } },
    right('subset v1 back'),
    { name: 'no pods of v2', manifests: withoutDeployment(canary('no pods of v2'), 'v2'), answerer: '503 UH', percents: { ordinary: CANARY_PERCENT, testers: 100 } },
    right('pods of v2 back'),
  ]);
}

async function underLoad(mesh: Mesh, moves: readonly Move[]): Promise<Switching> {
  await mesh.apply(moves[0].manifests, moves[0].name);
  const load = new Load(mesh.client);
  const rows: Row[] = [];
  try {
    for (const move of moves) {
      await mesh.apply(move.manifests, move.name);
      rows.push(...await rowsOf(move, load, mesh.port));
    }
  } finally {
    await load.end();
  }
  return { rows, ...load.result };
}

async function rowsOf({ name, manifests, answerer, percents }: Move, load: Load, port: number): Promise<Row[]> {
  const simulate = simulationOf(manifests, port);
  const rows: Row[] = [];
  for (const kind of ['ordinary', 'testers'] as const) {
    const counts = await load.answers(name, kind, ANSWERS[kind]);
    const requests = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const shares = QUESTIONS[kind].map((question) => simulatedShares(simulate(question)));
    const finding = shareOf(answerer, percents[kind] / 100, shares[0].get(answerer) ?? 0, counts.get(answerer) ?? 0, requests);
    rows.push({ asked: `${name}, ${kind}`, requests, ...finding, agrees: finding.agrees && shares.every((one) => areLikely(one, counts)) });
  }
  return rows;
}

function withoutSubset(yaml: string, name: string): string {
  return edited(yaml, (objects) => objects.map((object) => object.kind === 'DestinationRule' && object.metadata.name === SERVICE
    ? { ...object, spec: { ...object.spec, subsets: object.spec.subsets.filter((subset: any) => subset.name !== name) } }
    : object));
}

function withoutDeployment(yaml: string, version: string): string {
  return edited(yaml, (objects) => objects.filter(({ kind, metadata }) => kind !== 'Deployment' || metadata.name !== `${SERVICE}-${version}`));
}

function edited(yaml: string, edit: (objects: KubeObject[]) => KubeObject[]): string {
  return edit(parseAllDocuments(yaml).map((document) => document.toJS())).map((object) => JSON.stringify(object)).join('\n---\n');
}
