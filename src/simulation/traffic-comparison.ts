import type { AnswerData } from './answer';
import { percentText } from './explanation-text';
import { inSeconds, millisecondsIn } from './milliseconds';
import { sharesOf } from './route-expectation';
import type { SimulatedAnswer } from './simulated-answer';
import type { Simulation } from './simulation';
import { knows, type ProbedHost, probedHosts, type Saying } from './traffic-probes';

/** What changes for some requests. */
export interface TrafficChange {
  readonly host: string;
  /** Who calls; empty for everybody. */
  readonly callers: string;
  /** Which requests; empty for all. */
  readonly requests: string;
  readonly changes: readonly string[];
}

/** What changes for the requests that two configurations tell apart. */
export function trafficChanges(before: Simulation, after: Simulation): TrafficChange[] {
  const hosts = probedHosts([before, after].map(({ _simulator }) => _simulator.configuration));
  return hosts.flatMap((probe) => changesOf(before, after, probe));
}

function changesOf(before: Simulation, after: Simulation, probe: ProbedHost): TrafficChange[] {
  const [was, is] = [before, after].map(({ _simulator }) => knows(_simulator.configuration, probe));
  if (!was) return [{ host: probe.name, callers: '', requests: '', changes: ['new'] }];
  if (!is) return [{ host: probe.name, callers: '', requests: '', changes: ['gone'] }];
  const [usual, ...others] = probe.callers;
  const forUsual = probe.sayings.map((saying) => textsOf(before, after, probe, usual.caller, saying));
  const changes = probe.sayings.map(({ words }, at): TrafficChange => ({ host: probe.name, callers: '', requests: words, changes: forUsual[at] }));
  const ofOthers = others.flatMap(({ words, caller }) => probe.sayings.map((saying, at): TrafficChange => {
    const texts = textsOf(before, after, probe, caller, saying);
    // What everybody sees, others need not be told again.
    return { host: probe.name, callers: words, requests: saying.words, changes: texts.join() === forUsual[at].join() ? [] : texts.length > 0 ? texts : ['nothing changes'] };
  }));
  return merged([...changes, ...ofOthers].filter((one) => one.changes.length > 0));
}

/** One line where all requests of a caller change alike. */
function merged(changes: readonly TrafficChange[]): TrafficChange[] {
  const groups = new Map<string, TrafficChange[]>();
  for (const change of changes) {
    const key = `${change.callers} ${change.changes.join()}`;
    groups.set(key, [...groups.get(key) ?? [], change]);
  }
  return [...groups.values()].flatMap((group) => group.length > 1 && group.some(({ requests }) => requests === 'all others') ? [{ ...group[0], requests: '' }] : group);
}

function textsOf(before: Simulation, after: Simulation, { host, port }: ProbedHost, caller: ProbedHost['callers'][number]['caller'], { said }: Saying): string[] {
  const [old, now] = [before, after].map((simulation): SimulatedAnswer | undefined => {
    try {
      return simulation.ask({ caller, host, port, ...said });
    } catch {
      // A gateway that only one of them has.
      return undefined;
    }
  });
  if (!old || !now) return [];
  const reason = now._explanation.destinations.find((one) => one.reason !== undefined)?.reason;
  return differencesIn(old._data, now._data).map((text, at) => at === 0 && reason !== undefined && text.includes('503') ? `${text} (${reason})` : text);
}

type Fact = readonly [string, (answer: AnswerData) => string];

const FACTS: readonly Fact[] = [
  ['', (answer) => [...sharesOf(answer)].map(([name, share]) => share === 1 ? name : `${name} ${percentText(share)}`).join(', ')],
  ['location', ({ outcomes }) => outcomes.flatMap(({ location }) => location ?? []).join() || 'none'],
  ['response headers', ({ responseHeaders }) => JSON.stringify(responseHeaders ?? 'as they are')],
  ['delay', ({ delay }) => delay ? `${delay.duration} for ${delay.percent} %` : 'none'],
];
/** These say something only of requests that are sent on. */
const FACTS_OF_SENDING: readonly Fact[] = [
  ['timeout', ({ timeout }) => timeout === undefined ? 'none' : inSeconds(millisecondsIn(timeout)!)],
  ['retries', ({ retries }) => retries ? `${retries.attempts} on ${retries.on}${retries.perTryTimeout === undefined ? '' : ` in ${retries.perTryTimeout} each`}` : 'none'],
  ['path', ({ rewrite }) => rewrite?.path ?? 'as it is'],
  ['authority', ({ rewrite }) => rewrite?.authority ?? 'as it is'],
  ['request headers', ({ requestHeaders }) => JSON.stringify(requestHeaders ?? 'as they are')],
  ['copies', ({ mirrors }) => mirrors.map(({ cluster, percent }) => `${percent} % to ${cluster}`).join() || 'none'],
];

function differencesIn(old: AnswerData, now: AnswerData): string[] {
  const areSent = [old, now].every(({ outcomes }) => outcomes.some(({ cluster }) => cluster !== undefined));
  return [...FACTS, ...areSent ? FACTS_OF_SENDING : []].flatMap(([name, textOf]) => {
    const [from, to] = [textOf(old), textOf(now)];
    return from === to ? [] : [`${name === '' ? '' : `${name} `}${from} -> ${to}`];
  });
}
