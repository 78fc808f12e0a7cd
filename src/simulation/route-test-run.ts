import type { AnswerData } from './answer';
import { RouteCoverage } from './route-coverage';
import { type Difference, differencesFrom, labelledVersions } from './route-expectation';
import { type RouteTestCase, routeTestFileIn, type RouteTestProblem } from './route-test-file';
import type { Simulation } from './simulation';

/** A text of tests, or why it cannot be read. */
export interface RouteTestSource {
  readonly name: string;
  readonly text?: string;
  readonly problem?: string;
}

/** What came of one request. */
export interface RouteTestResult {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly differences: readonly Difference[];
  /** Why the request goes where it goes, if that is not expected. */
  readonly explanation?: string;
}

/** One run of tests. */
export class RouteTestRun {
  public readonly results: RouteTestResult[] = [];
  public readonly problems: RouteTestProblem[] = [];
  public readonly coverage: RouteCoverage;
  private readonly versions: ReadonlySet<string>;

  constructor(private readonly simulation: Simulation) {
    const { configuration } = simulation._simulator;
    this.coverage = new RouteCoverage(configuration);
    this.versions = labelledVersions(configuration.destinationRules.subsetNames, configuration.services.all.map(({ hostname }) => hostname));
  }

  public ask({ name, text, problem }: RouteTestSource): void {
    if (text === undefined) {
      this.problems.push({ file: name, line: 1, message: problem! });
      return;
    }
    const file = routeTestFileIn(text, name, this.versions);
    this.problems.push(...file.problems);
    const reached = file.cases.map((one) => this.askCase(one));
    const isLost = reached.length > 0 && reached.every((one) => one === 'nothing') && this.results.some((one) => one.file === name && one.differences.length > 0);
    if (isLost) this.problems.push({ file: name, line: file.cases[0].line, message: 'no request of this file reaches a host that the manifests have' });
  }

  /** Says whether the request reached anything that the configuration has. */
  private askCase(one: RouteTestCase): 'something' | 'nothing' | undefined {
    const { name, file, line, request, expectation } = one;
    const unknown = this.simulation._unknownCaller(request);
    if (unknown !== undefined) {
      this.problems.push({ file, line, message: unknown });
      return undefined;
    }
    try {
      const answer = this.simulation.ask(request);
      if (answer._route) this.coverage.reach(answer._route);
      const differences = differencesFrom(expectation, answer._data);
      this.results.push({ name, file, line, differences, ...differences.length > 0 && { explanation: answer.explain() } });
      return reachesNothing(answer._data) ? 'nothing' : 'something';
    } catch (error) {
      this.problems.push({ file, line, message: (error as Error).message });
      return undefined;
    }
  }
}

/** Whether Envoy knows no more of a host than what it does with all unknown ones. */
function reachesNothing({ virtualHost, virtualService, outcomes }: AnswerData): boolean {
  const isUnknown = virtualHost === undefined || /^(?:allow_any|block_all|blackhole:\d+)$/.test(virtualHost);
  return isUnknown && virtualService === null && outcomes.every(({ host }) => host === undefined);
}
