import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type CommandOutcome, ExitCode, type Io } from './command-outcome';
import { configurationIn, problemOf } from './simulated-configuration';
import { Caller } from '../simulation/caller';
import { requestIn } from '../simulation/request-reading';
import type { SimulatedAnswer } from '../simulation/simulated-answer';
import type { SimulatedRequest } from '../simulation/simulated-request';
import type { Simulation } from '../simulation/simulation';

interface RouteOptions {
  readonly host?: string;
  readonly port?: string;
  readonly path: string;
  readonly method: string;
  readonly scheme?: string;
  readonly header: string[];
  readonly from?: string;
  readonly gateway?: string;
  readonly meshConfig?: string;
  readonly namespace: string;
  readonly requests?: string;
  readonly format: 'text' | 'json';
  readonly explain: boolean;
}

const collect = (value: string, before: string[]) => [...before, value];

/** `cdk8s-istio route`. */
export function routeCommand(program: Command, io: Io, finish: (outcome: CommandOutcome) => void): void {
  const { Option } = require('commander') as typeof import('commander');
  program.command('route')
    .description('say where a request would go in a mesh with these manifests, and why')
    .argument('[paths...]', 'files, folders, or - for standard input', ['dist'])
    .option('--host <host>', 'the host that is called: reviews, reviews.bookinfo, www.example.com')
    .option('--port <port>', 'the port that is called; the first one of HTTP if it is left out')
    .option('--path <path>', 'the path, with the query', '/')
    .option('--method <method>', 'the method', 'GET')
    .option('--scheme <scheme>', 'http, https, tls or tcp')
    .option('--header <name: value>', 'a header; may be given several times', collect, [])
    .option('--from <namespace/labels>', 'the pod that calls: bookinfo, or bookinfo/app=productpage,version=v1')
    .option('--gateway <namespace/name>', 'the gateway by which the request comes')
    .option('--mesh-config <file>', 'the mesh-wide configuration')
    .option('--namespace <namespace>', 'the namespace of objects that name none', 'default')
    .option('--requests <file>', 'many requests: a file with one as JSON a line, or - for standard input')
    .addOption(new Option('--format <format>', 'how to write the answers').choices(['text', 'json']).default('text'))
    .option('--explain', 'say also why', false)
    .action((paths: string[], options: RouteOptions) => finish(route(paths, options, io)));
}

function route(paths: string[], options: RouteOptions, io: Io): CommandOutcome {
  const simulation = configurationIn(paths, options);
  if (typeof simulation === 'string') return { exitCode: ExitCode.BAD_USAGE, problem: simulation };
  if (options.requests !== undefined) return answerAll(simulation, options.requests, options, io);
  const request = requestFrom(options);
  if (typeof request === 'string') return { exitCode: ExitCode.BAD_USAGE, problem: request };
  const unknown = simulation._unknownCaller(request);
  if (unknown !== undefined) return { exitCode: ExitCode.BAD_USAGE, problem: unknown };
  const answer = asked(simulation, request);
  if (typeof answer === 'string') return { exitCode: ExitCode.BAD_USAGE, problem: answer };
  return { exitCode: ExitCode.FINE, output: written(answer, options) };
}

function answerAll(simulation: Simulation, file: string, options: RouteOptions, io: Io): CommandOutcome {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    return { exitCode: ExitCode.BAD_USAGE, problem: `${file} cannot be read: ${problemOf(error)}` };
  }
  let exitCode = ExitCode.FINE;
  const name = file === '-' ? '<stdin>' : file;
  const answers = text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const { answer, problem } = answeredLine(simulation, line);
    if (problem !== undefined) {
      exitCode = ExitCode.BAD_USAGE;
      io.err(`${name}:${at + 1}: ${problem}`);
    }
    // Every request has its line, so that answers can be told by their places.
    return [answer ? written(answer, options) : JSON.stringify({ error: problem })];
  });
  return { exitCode, output: answers.join('\n') };
}

/** A request from a namespace that nobody knows is answered all the same: it may be there in the cluster. */
function answeredLine(simulation: Simulation, line: string): { readonly answer?: SimulatedAnswer; readonly problem?: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { problem: `this is not JSON: ${problemOf(error)}` };
  }
  const request = requestIn(value);
  if (typeof request === 'string') return { problem: request };
  const answer = asked(simulation, request);
  return typeof answer === 'string' ? { problem: answer } : { answer, problem: simulation._unknownCaller(request) };
}

function asked(simulation: Simulation, request: SimulatedRequest): SimulatedAnswer | string {
  try {
    return simulation.ask(request);
  } catch (error) {
    return problemOf(error);
  }
}

function written(answer: SimulatedAnswer, { format, explain }: RouteOptions): string {
  if (format === 'text') return explain ? answer.explain() : answer.describe();
  return explain ? JSON.stringify({ ...answer._data, explanation: answer._explanation }) : answer.toJson();
}

function requestFrom(options: RouteOptions): SimulatedRequest | string {
  const { host, port, path, method, scheme, header, from, gateway } = options;
  if (host === undefined) return 'route needs --host, or --requests with a file';
  if (from !== undefined && gateway !== undefined) return 'a request comes --from a pod or by a --gateway, not both';
  const bad = header.find((one) => !/^[^:\s]+\s*:/.test(one));
  if (bad !== undefined) return `a header is written as "name: value", got ${JSON.stringify(bad)}`;
  const headers = Object.fromEntries(header.map((one) => [one.slice(0, one.indexOf(':')).trim(), one.slice(one.indexOf(':') + 1).trim()]));
  const request = requestIn({ host, path, method, ...scheme !== undefined && { scheme }, ...port !== undefined && { port: Number(port) }, headers });
  if (typeof request === 'string') return request;
  return { ...request, caller: gateway !== undefined ? Caller.gateway(gateway) : from === undefined ? undefined : podFrom(from) };
}

function podFrom(text: string): Caller {
  const slash = text.indexOf('/');
  if (slash < 0) return Caller.pod(text);
  const labels = text.slice(slash + 1).split(',').filter((one) => one !== '').map((one) => one.split('=', 2));
  return Caller.pod(text.slice(0, slash), Object.fromEntries(labels.map(([key, value = '']) => [key, value])));
}
