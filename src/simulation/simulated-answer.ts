import type { AnswerData } from './answer';
import type { ExplanationData } from './explanation';
import type * as Text from './explanation-text';
import type { HttpRoute } from './http-routes';
import type { SimulatedOutcome } from './simulated-outcome';

/**
 * What becomes of a request, and why.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export class SimulatedAnswer {
  /** @internal */
  public static _of(data: AnswerData, explained: () => ExplanationData, route: HttpRoute | undefined): SimulatedAnswer {
    return new SimulatedAnswer(data, explained, route);
  }

  /**
   * Envoy's virtual host.
   *
   * @default - the connection is passed on as it is, or nobody knows the host
   */
  public readonly virtualHost?: string;

  /**
   * The VirtualService whose rule decides, as `namespace/name`.
   *
   * @default - none does
   */
  public readonly virtualService?: string;

  /**
   * The name of the rule, with that of its match behind a dot if it has one.
   *
   * @default - nobody named it
   */
  public readonly route?: string;

  /** What happens to which share of requests like this one; the shares sum to 1. */
  public readonly outcomes: SimulatedOutcome[];

  private constructor(
    /** @internal */
    public readonly _data: AnswerData,
    private readonly explained: () => ExplanationData,
    /** @internal */
    public readonly _route: HttpRoute | undefined,
  ) {
    this.virtualHost = _data.virtualHost;
    this.virtualService = _data.virtualService ?? undefined;
    this.route = _data.route ?? undefined;
    this.outcomes = _data.outcomes.map(({ share, kind, status, flag, cluster, host, subset, port, location }) => (
      { share, kind, status, flag, cluster, host, subset, port, location }
    ));
  }

  /**
   * The share of requests that a subset answers, from 0 to 1. What Envoy answers in its place does not count.
   *
   * @param subset its name
   */
  public shareOf(subset: string): number {
    return this.outcomes.filter((outcome) => outcome.kind === 'forward' && outcome.subset === subset).reduce((sum, { share }) => sum + share, 0);
  }

  /**
   * The outcome that Envoy picks for a random value, which it takes modulo the sum of the weights: outcomes follow each other in their order.
   *
   * @param random from 0 to below 1
   */
  public outcomeFor(random: number): SimulatedOutcome {
    let end = 0;
    for (const outcome of this.outcomes) {
      end += outcome.share;
      if (random < end) return outcome;
    }
    return this.outcomes[this.outcomes.length - 1];
  }

  /** As JSON, in one line: the same that `cdk8s-istio route --format json` prints. */
  public toJson(): string {
    return JSON.stringify(inOrder(this._data));
  }

  /** In lines for people: what happens. */
  public describe(): string {
    return loadText().answerText(this._data);
  }

  /** In lines for people: what happens, which rules were considered and why they did or did not take the request, and what does not count. */
  public explain(): string {
    return `${this.describe()}\nbecause\n${loadText().explanationText(this.explained())}`;
  }

  /** @internal */
  public get _explanation(): ExplanationData {
    return this.explained();
  }
}

const FIELDS: readonly (keyof AnswerData)[] = [
  'virtualHost', 'virtualService', 'route', 'outcomes', 'timeout', 'retries', 'rewrite', 'requestHeaders', 'responseHeaders', 'mirrors', 'delay',
];

/** As the documentation lists the fields. */
function inOrder(data: AnswerData): object {
  return Object.fromEntries(FIELDS.map((field) => [field, data[field]]));
}

function loadText(): typeof Text {
  return require('./explanation-text') as typeof Text;
}
