import type { RouteCoverage } from './route-coverage';
import type { RouteTestProblem } from './route-test-file';
import type { RouteTestResult } from './route-test-run';

/**
 * What came of route tests.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 */
export class RouteTestReport {
  /** @internal */
  public static _of(results: readonly RouteTestResult[], problems: readonly RouteTestProblem[], coverage: RouteCoverage): RouteTestReport {
    return new RouteTestReport(results, problems, coverage);
  }

  /** The number of requests that were asked. */
  public readonly asked: number;

  /** What is wrong, a text for each request whose answer is not the expected one: the place, and the difference. */
  public readonly failures: string[];

  /** What could not be asked at all, with file and line. */
  public readonly problems: string[];

  /** The share of rules and matches that a request has reached, from 0 to 100. */
  public readonly coveragePercent: number;

  /** The rules and matches that no request has reached. */
  public readonly unreached: string[];

  private constructor(private readonly results: readonly RouteTestResult[], problems: readonly RouteTestProblem[], coverage: RouteCoverage) {
    this.asked = results.length;
    this.failures = results.filter(isFailed).map(failureText);
    this.problems = problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    this.coveragePercent = Number(coverage.percent.toFixed(2));
    this.unreached = coverage.all.filter(({ isReached }) => !isReached).map(({ name }) => name);
  }

  /** Whether every request could be asked and had the expected answer. */
  public get isPassed(): boolean {
    return this.failures.length === 0 && this.problems.length === 0;
  }

  /** In lines for people. */
  public toText(): string {
    const lines = this.results.map((result) => isFailed(result) ? `failed  ${failureText(result)}\n${result.explanation ?? ''}` : `passed  ${result.name}`);
    return [
      ...lines,
      `${this.asked} requests, ${this.failures.length} failed; ${this.coveragePercent} % of rules and matches reached`,
      ...this.unreached.map((name) => `not reached  ${name}`),
    ].join('\n');
  }

  /** As JUnit's XML, which pipelines show. */
  public toJunit(): string {
    const cases = this.results.map((result) => {
      const open = `    <testcase classname="${escaped(result.file)}" name="${escaped(result.name)}"`;
      if (!isFailed(result)) return `${open}/>`;
      return `${open}>\n      <failure message="${escaped(failureText(result))}">${escaped(result.explanation ?? '')}</failure>\n    </testcase>`;
    });
    const errors = this.problems.map((problem) => (
      `    <testcase classname="${escaped(problem.split(':', 1)[0])}" name="${escaped(problem)}">\n      <error message="${escaped(problem)}"/>\n    </testcase>`
    ));
    const count = this.asked + this.problems.length;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites>',
      `  <testsuite name="routes" tests="${count}" failures="${this.failures.length}" errors="${this.problems.length}">`,
      ...cases,
      ...errors,
      '  </testsuite>',
      '</testsuites>',
    ].join('\n');
  }
}

function isFailed({ differences }: RouteTestResult): boolean {
  return differences.length > 0;
}

function failureText({ name, file, line, differences }: RouteTestResult): string {
  const texts = differences.map(({ what, expected, found }) => `${what}: expected ${expected}, found ${found}`);
  return `${name} (${file}:${line}): ${texts.join('; ')}`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/\n/g, '&#10;');
}
