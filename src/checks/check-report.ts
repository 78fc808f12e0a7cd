import { type Finding, FindingSeverity } from './finding';
import type * as Github from './output/github-output';
import type * as Junit from './output/junit-output';
import type * as Sarif from './output/sarif-output';
import type * as Text from './output/text-output';

/**
 * What checking manifests has found.
 *
 * @see https://istio.io/latest/docs/reference/config/analysis/
 */
export class CheckReport {
  /** @internal */
  public static _of(findings: Finding[], objects: number): CheckReport {
    return new CheckReport(findings, objects);
  }

  /** The findings, in the order of files and lines. */
  public readonly findings: Finding[];

  /** The number of objects that were checked. */
  public readonly objects: number;

  private constructor(findings: Finding[], objects: number) {
    this.findings = findings;
    this.objects = objects;
  }

  /** Whether there are no errors; there may be warnings. */
  public get isRight(): boolean {
    return this.findings.every(({ severity }) => severity !== FindingSeverity.ERROR);
  }

  /**
   * Whether there are findings of this severity or a worse one.
   *
   * @internal
   */
  public _fails(failOn: 'error' | 'warning'): boolean {
    return !this.isRight || failOn === 'warning' && this.findings.some(({ severity }) => severity === FindingSeverity.WARNING);
  }

  /**
   * How many objects were checked, and what was found.
   *
   * @internal
   */
  public get _summary(): string {
    return (require('./output/text-output') as typeof Text).summaryOf(this);
  }

  /** The findings to be read by people, with a summary. */
  public toText(): string {
    return (require('./output/text-output') as typeof Text).textOutput(this, false);
  }

  /** The findings as JSON: `{"findings": [...], "objects": 12}`. */
  public toJson(): string {
    const findings = this.findings.map(({ about, ...finding }) => ({ ...finding, object: about }));
    return JSON.stringify({ findings, objects: this.objects }, null, 2);
  }

  /** The findings in SARIF 2.1.0, which code hosts show beside the code. */
  public toSarif(): string {
    return (require('./output/sarif-output') as typeof Sarif).sarifOutput(this);
  }

  /** The findings as commands of a GitHub workflow, which become annotations. */
  public toGithub(): string {
    return (require('./output/github-output') as typeof Github).githubOutput(this);
  }

  /** The findings as a JUnit report, one test case an object with findings. */
  public toJunit(): string {
    return (require('./output/junit-output') as typeof Junit).junitOutput(this);
  }
}
