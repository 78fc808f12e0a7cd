import type { Command } from 'commander';
import { type CommandOutcome, ExitCode, type Io } from './command-outcome';
import { checkFiles } from '../checks/check-input';
import type { CheckReport } from '../checks/check-report';
import { explain } from '../checks/output/rule-explanation';
import { textOutput } from '../checks/output/text-output';

const FORMATS = ['text', 'json', 'sarif', 'github', 'junit'] as const;

interface CheckOptions {
  readonly format: typeof FORMATS[number];
  readonly failOn: 'error' | 'warning';
  readonly assume: string[];
  readonly meshConfig?: string;
  readonly previous?: string;
  readonly namespace: string;
  readonly explain?: string;
}

const collect = (value: string, before: string[]) => [...before, value];

/** `cdk8s-istio check`. */
export function checkCommand(program: Command, io: Io, finish: (outcome: CommandOutcome) => void): void {
  const { Option } = require('commander') as typeof import('commander');
  program.command('check')
    .description('check manifests as a cluster with Istio would judge them, and for rollouts that are unsafe')
    .argument('[paths...]', 'files, folders, or - for standard input')
    .addOption(new Option('--format <format>', 'how to write the findings').choices(FORMATS).default('text'))
    .addOption(new Option('--fail-on <severity>', 'from which severity on the exit code is 1').choices(['error', 'warning']).default('error'))
    .option('--assume <file>', 'manifests of objects that live elsewhere; may be given several times', collect, [])
    .option('--mesh-config <file>', 'the mesh-wide configuration')
    .option('--previous <path>', 'the output that these manifests will replace: the change is checked in every order of objects')
    .option('--namespace <namespace>', 'the namespace of objects that name none', 'default')
    .option('--explain <code>', 'explain a code or a rule, and check nothing')
    .action((paths: string[], options: CheckOptions) => finish(check(paths, options, io)));
}

function check(paths: string[], options: CheckOptions, io: Io): CommandOutcome {
  if (options.explain !== undefined) return explanation(options.explain);
  if (paths.length === 0) return { exitCode: ExitCode.BAD_USAGE, problem: 'check needs files or folders, or - for standard input' };
  const checked = checkFiles({ ...options, paths });
  if (typeof checked === 'string') return { exitCode: ExitCode.BAD_USAGE, problem: checked };
  const { report } = checked;
  if (report.objects === 0 && report.findings.length === 0) {
    return { exitCode: ExitCode.BAD_USAGE, problem: `there is nothing to check: no manifest is in ${paths.map((path) => path === '-' ? 'standard input' : path).join(', ')}` };
  }
  return { exitCode: report._fails(options.failOn) ? ExitCode.FOUND : ExitCode.FINE, output: written(report, options, io) };
}

function written(report: CheckReport, { format }: CheckOptions, { isColoured }: Io): string {
  switch (format) {
    case 'json': return report.toJson();
    case 'sarif': return report.toSarif();
    case 'github': return report.toGithub();
    case 'junit': return report.toJunit();
    default: return textOutput(report, isColoured);
  }
}

function explanation(name: string): CommandOutcome {
  const text = explain(name);
  if (text !== undefined) return { exitCode: ExitCode.FINE, output: text };
  return { exitCode: ExitCode.BAD_USAGE, problem: `there is no rule ${name}; docs/checks.md lists all of them` };
}
