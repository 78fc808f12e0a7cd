import type { Simulation } from './simulation';
import type * as Comparison from './traffic-comparison';

/**
 * What changes for requests between two configurations, found by asking both about the requests that their own rules tell apart.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 */
export class TrafficDifferences {
  /**
   * Compares two configurations.
   *
   * @param before the configuration that is there
   * @param after the one that takes its place
   */
  public static between(before: Simulation, after: Simulation): TrafficDifferences {
    return new TrafficDifferences((require('./traffic-comparison') as typeof Comparison).trafficChanges(before, after));
  }

  /** The number of differences. */
  public readonly count: number;

  private constructor(private readonly changes: readonly Comparison.TrafficChange[]) {
    this.count = changes.length;
  }

  /** In lines for people. */
  public toText(): string {
    if (this.changes.length === 0) return 'nothing changes for any request';
    return this.changes.map((change) => `${subjectOf(change)}: ${change.changes.join('; ')}`).join('\n');
  }

  /** As a list in Markdown, for a comment on a pull request. */
  public toMarkdown(): string {
    if (this.changes.length === 0) return 'Nothing changes for any request.';
    return this.changes.map((change) => `- **${subjectOf(change).replace(/[*_`]/g, '\\$&')}**: ${change.changes.map((one) => `\`${one}\``).join('; ')}`).join('\n');
  }

  /** As JSON: a list of the differences. */
  public toJson(): string {
    return JSON.stringify(this.changes, undefined, 2);
  }
}

function subjectOf({ host, callers, requests }: Comparison.TrafficChange): string {
  const which = requests === '' || requests === 'all others' ? '' : ` with ${requests}`;
  const others = requests === 'all others' ? 'all other requests' : 'requests';
  return `${others} to ${host}${which}${callers === '' ? '' : `, ${callers}`}`;
}
