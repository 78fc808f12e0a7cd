import type { Command } from 'commander';
import { type CommandOutcome, ExitCode, type Io } from './command-outcome';
import { configurationIn } from './simulated-configuration';
import { TrafficDifferences } from '../simulation/traffic-differences';

interface DiffOptions {
  readonly format: 'text' | 'markdown' | 'json';
  readonly meshConfig?: string;
  readonly namespace: string;
}

/** `cdk8s-istio diff`. */
export function diffCommand(program: Command, _io: Io, finish: (outcome: CommandOutcome) => void): void {
  const { Option } = require('commander') as typeof import('commander');
  program.command('diff')
    .description('say what changes for requests between two outputs')
    .argument('<old>', 'a file or folder: the manifests that are there')
    .argument('<new>', 'a file or folder: the manifests that take their place')
    .addOption(new Option('--format <format>', 'how to write the differences').choices(['text', 'markdown', 'json']).default('text'))
    .option('--mesh-config <file>', 'the mesh-wide configuration')
    .option('--namespace <namespace>', 'the namespace of objects that name none', 'default')
    .action((before: string, after: string, options: DiffOptions) => finish(diff(before, after, options)));
}

function diff(before: string, after: string, options: DiffOptions): CommandOutcome {
  const [old, now] = [before, after].map((path) => configurationIn([path], options));
  if (typeof old === 'string') return { exitCode: ExitCode.BAD_USAGE, problem: old };
  if (typeof now === 'string') return { exitCode: ExitCode.BAD_USAGE, problem: now };
  const differences = TrafficDifferences.between(old, now);
  switch (options.format) {
    case 'json': return { exitCode: ExitCode.FINE, output: differences.toJson() };
    case 'markdown': return { exitCode: ExitCode.FINE, output: differences.toMarkdown() };
    default: return { exitCode: ExitCode.FINE, output: differences.toText() };
  }
}
