#!/usr/bin/env node
import type * as Commander from 'commander';
import { checkCommand } from './check-command';
import { type CommandOutcome, ExitCode, type Io } from './command-outcome';
import { diffCommand } from './diff-command';
import { routeCommand } from './route-command';
import { testCommand } from './test-command';

/** What runs when `cdk8s-istio` is called: reads the arguments, and says in one line what is wrong with them. */
export function main(args: readonly string[], io: Io): ExitCode {
  const { Command, CommanderError } = require('commander') as typeof Commander;
  let outcome: CommandOutcome = { exitCode: ExitCode.FINE };
  const program = new Command('cdk8s-istio').description('Checks manifests of Istio, asks where requests go, and moves traffic.')
    .exitOverride().configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  const finish = (result: CommandOutcome) => { outcome = result; };
  checkCommand(program, io, finish);
  routeCommand(program, io, finish);
  testCommand(program, io, finish);
  diffCommand(program, io, finish);
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.FINE : ExitCode.BAD_USAGE;
    io.err(`cdk8s-istio: ${(error as Error).message.split('\n')[0]}`);
    return ExitCode.BAD_USAGE;
  }
  if (outcome.output !== undefined && outcome.output !== '') io.out(outcome.output);
  if (outcome.problem !== undefined) io.err(`cdk8s-istio: ${outcome.problem}`);
  return outcome.exitCode;
}

if (require.main === module) {
  process.exitCode = main(process.argv.slice(2), {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    isColoured: process.stdout.isTTY && process.env.NO_COLOR === undefined,
  });
}
