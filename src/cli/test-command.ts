import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type CommandOutcome, ExitCode, type Io } from './command-outcome';
import { configurationIn } from './simulated-configuration';
import { RouteTest } from '../simulation/route-test';

interface TestOptions {
  readonly config: string[];
  readonly meshConfig?: string;
  readonly namespace: string;
  readonly format: 'text' | 'junit';
  readonly junit?: string;
  readonly failUnder?: string;
}

/** `cdk8s-istio test`. */
export function testCommand(program: Command, io: Io, finish: (outcome: CommandOutcome) => void): void {
  const { Option } = require('commander') as typeof import('commander');
  program.command('test')
    .description('run route tests: requests, and what is expected of their answers')
    .argument('<files...>', 'files of tests')
    .option('--config <paths...>', 'the manifests that are tested: files, folders, or - for standard input', ['dist'])
    .option('--mesh-config <file>', 'the mesh-wide configuration')
    .option('--namespace <namespace>', 'the namespace of objects that name none', 'default')
    .addOption(new Option('--format <format>', 'how to write the report').choices(['text', 'junit']).default('text'))
    .option('--junit <file>', 'write a report of JUnit to this file as well')
    .option('--fail-under <percent>', 'fail if fewer of all rules and matches are reached')
    .action((files: string[], options: TestOptions) => finish(run(files, options, io)));
}

function run(files: string[], options: TestOptions, io: Io): CommandOutcome {
  const failUnder = options.failUnder === undefined ? 0 : Number(options.failUnder);
  if (!(failUnder >= 0 && failUnder <= 100)) {
    return { exitCode: ExitCode.BAD_USAGE, problem: `--fail-under takes a percentage from 0 to 100, got ${options.failUnder}` };
  }
  const simulation = configurationIn(options.config, options);
  if (typeof simulation === 'string') return { exitCode: ExitCode.BAD_USAGE, problem: simulation };
  const report = RouteTest.fromFiles(files).run(simulation);
  report.problems.forEach((problem) => io.err(problem));
  if (options.junit !== undefined) writeFileSync(options.junit, `${report.toJunit()}\n`);
  const output = options.format === 'junit' ? report.toJunit() : report.toText();
  if (report.problems.length > 0) return { exitCode: ExitCode.BAD_USAGE, output };
  const isCovered = report.coveragePercent >= failUnder;
  const problem = isCovered ? undefined : `${report.coveragePercent} % of rules and matches are reached, and ${failUnder} % are asked for`;
  return { exitCode: report.failures.length === 0 && isCovered ? ExitCode.FINE : ExitCode.FOUND, output, problem };
}
