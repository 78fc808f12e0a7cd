import { readFileSync } from 'node:fs';
import { RouteTestReport } from './route-test-report';
import type * as Run from './route-test-run';
import type { Simulation } from './simulation';

/**
 * Tests of where requests go: requests, and what is expected of each. The same file serves the command line and the tests of every language.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 */
export class RouteTest {
  /**
   * Reads files of tests.
   *
   * @param paths YAML files, each with a list of tests under `tests`
   */
  public static fromFiles(paths: string[]): RouteTest {
    return new RouteTest(paths.map((name) => {
      try {
        return { name, text: readFileSync(name, 'utf8') };
      } catch (error) {
        return { name, problem: `the file cannot be read: ${(error as Error).message}` };
      }
    }));
  }

  /**
   * Takes tests from a text.
   *
   * @param text YAML with a list of tests under `tests`
   * @param name what messages call it
   */
  public static fromYaml(text: string, name: string = 'routes'): RouteTest {
    return new RouteTest([{ name, text }]);
  }

  private constructor(private readonly sources: readonly Run.RouteTestSource[]) {}

  /**
   * Asks all requests. What is wrong with one of them stops no other.
   *
   * @param simulation what to ask
   */
  public run(simulation: Simulation): RouteTestReport {
    const { RouteTestRun } = require('./route-test-run') as typeof Run;
    const run = new RouteTestRun(simulation);
    this.sources.forEach((source) => run.ask(source));
    return RouteTestReport._of(run.results, run.problems, run.coverage);
  }
}
