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
    file.cases.forEach((one) => this.askCase(one));
  }

  private askCase(one: RouteTestCase): void {
    const { name, file, line, request, expectation } = one;
    const namespace = request.caller?._gateway === undefined ? request.caller?._namespace : undefined;
    if (namespace !== undefined && !this.simulation._simulator.knowsNamespace(namespace)) {
      this.problems.push({ file, line, message: `no object is in the namespace ${namespace}` });
      return;
    }
    try {
      const answer = this.simulation.ask(request);
      if (answer._route) this.coverage.reach(answer._route);
      const differences = differencesFrom(expectation, answer._data);
      this.results.push({ name, file, line, differences, ...differences.length > 0 && { explanation: answer.explain() } });
    } catch (error) {
      this.problems.push({ file, line, message: (error as Error).message });
    }
  }
}
