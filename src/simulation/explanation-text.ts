import type { AnswerData, HeaderChangesData, OutcomeData } from './answer';
import type { ConsideredData, ExplanationData } from './explanation';

/** A share in percent, as people write it. */
export function percentText(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}

/** What becomes of a request, in lines for people. */
export function answerText(answer: AnswerData): string {
  const { virtualHost, virtualService, route, outcomes, timeout, retries, rewrite, mirrors, delay } = answer;
  const facts: [string, string | undefined][] = [
    ['virtual host', virtualHost],
    ['rule', virtualService === null ? undefined : `${virtualService}${route === null ? '' : `, ${route}`}`],
    ...outcomes.map((outcome, at): [string, string] => [at === 0 ? 'goes to' : '', outcomeText(outcome)]),
    ['delay', delay && `${delay.duration} for ${delay.percent} %`],
    ['timeout', timeout],
    ['retries', retries ? `${retries.attempts} on ${retries.on}${retries.perTryTimeout === undefined ? '' : `, ${retries.perTryTimeout} each`}` : undefined],
    ['path', rewrite?.path],
    ['authority', rewrite?.authority],
    ['request headers', changesText(answer.requestHeaders)],
    ['response headers', changesText(answer.responseHeaders)],
    ...mirrors.map(({ cluster, percent }): [string, string] => ['copies', `${percent} % to ${cluster}`]),
  ];
  return facts.filter(([, text]) => text !== undefined).map(([name, text]) => `  ${name.padEnd(17)}${text}`).join('\n');
}

export function outcomeText({ share, kind, status, flag, cluster, host, subset, port, location }: OutcomeData): string {
  const where = host === undefined ? cluster : `${host}${subset === undefined ? '' : `, subset ${subset}`}, port ${port}`;
  const said = [status, flag].filter((one) => one !== undefined).join(' ');
  const what = {
    forward: where,
    passthrough: 'where the client called, unchanged',
    redirect: `${status} to ${location}`,
    abort: `${said} (injected)`,
    respond: `${said}${where === undefined ? '' : ` instead of ${where}`}`,
  }[kind];
  return `${percentText(share)}  ${what}`;
}

/** Why, in lines for people. */
export function explanationText({ considered, hidden, destinations, notes }: ExplanationData): string {
  const lines = [
    ...notes,
    ...considered.map(consideredText),
    ...hidden.map(({ object, reason }) => `${object} does not count: ${reason}`),
    ...destinations.flatMap(({ cluster, labels, reason, rules, policy }) => {
      const pods = Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',');
      const blocks = Object.entries(policy).map(([block, from]) => `${block} from ${from}`);
      return [
        `${cluster}: ${reason ?? `pods with ${pods || 'any labels'}`}${rules.length === 0 ? '' : `, by DestinationRule ${rules.join(' with ')}`}`,
        ...blocks.map((block) => `  ${block}`),
      ];
    }),
  ];
  return lines.map((line) => `  ${line}`).join('\n');
}

function consideredText({ virtualService, rule, match, route, isTaken, reason, file, line }: ConsideredData): string {
  const place = file === undefined ? '' : ` (${file}:${line})`;
  const name = `${virtualService} http[${rule}]${match === undefined ? '' : `.match[${match}]`}${route === undefined ? '' : ` ${route}`}`;
  return `${isTaken ? 'takes it' : 'no      '}  ${name}${reason === undefined ? '' : `: ${reason}`}${place}`;
}

function changesText(changes: HeaderChangesData | undefined): string | undefined {
  if (!changes) return undefined;
  const pairs = (word: string, headers: { readonly [name: string]: string } = {}) => Object.entries(headers).map(([name, value]) => `${word} ${name}: ${value}`);
  return [...pairs('set', changes.set), ...pairs('add', changes.add), ...(changes.remove ?? []).map((name) => `remove ${name}`)].join('; ');
}
