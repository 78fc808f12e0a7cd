import type { Duration } from 'cdk8s';
import { requireName } from './flagger-alert';
import { renderSeconds, secondsOf } from './flagger-time';
import { countOrZero } from '../istio/count';
import { isText } from '../istio/primitive';
import type { CanarySpec } from '../private/imports';
import type { Place } from '../private/place';

/** How a webhook is called. */
export interface FlaggerWebhookOptions {
  /**
   * How long an answer may take: whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
  /**
   * How many times a failed call is repeated: a whole number from 0.
   *
   * @default 0
   */
  readonly retries?: number;
  /**
   * What is sent besides name, namespace and phase; for the load tester, `cmd` is the command to run.
   *
   * @default - nothing else
   */
  readonly metadata?: { [key: string]: string };
  /**
   * Whether no alert tells of this webhook.
   *
   * @default false
   */
  readonly muteAlert?: boolean;
  /**
   * Whether the certificate of the server is not verified.
   *
   * @default false
   */
  readonly disableTls?: boolean;
}

type WebhookSpec = NonNullable<CanarySpec['analysis']['webhooks']>[number];

const DEFAULT_TIMEOUT_SECONDS = 10;

/**
 * A service that Flagger asks during a release, by a POST with a body of JSON. The answers 200, 201 and 202 mean yes, all others no. Chats take other
 * messages: tell them by alerts.
 *
 * @see https://docs.flagger.app/usage/webhooks
 */
export class FlaggerWebhook {
  /**
   * Asked before the new version is scaled up; until it says yes, the release waits.
   *
   * @param name what it is called
   * @param url where it is called
   * @param options how it is called
   * @throws FlaggerWebhookInvalid, FlaggerReferenceInvalid, InvalidFlaggerDuration, InvalidCount (when a construct receives it)
   */
  public static confirmRollout(name: string, url: string, options: FlaggerWebhookOptions = {}): FlaggerWebhook {
    return new FlaggerWebhook('confirm-rollout', name, url, options);
  }

  /**
   * Asked before the new version gets requests, for tests of it. No counts as a failed check.
   *
   * @param name what it is called
   * @param url where it is called
   * @param options how it is called
   * @throws as `confirmRollout`
   */
  public static preRollout(name: string, url: string, options: FlaggerWebhookOptions = {}): FlaggerWebhook {
    return new FlaggerWebhook('pre-rollout', name, url, options);
  }

  /**
   * Asked at every check before the metrics are, for a load test above all. No counts as a failed check.
   *
   * @param name what it is called
   * @param url where it is called
   * @param options how it is called
   * @throws as `confirmRollout`, and FlaggerWebhooksTooSlow
   */
  public static rollout(name: string, url: string, options: FlaggerWebhookOptions = {}): FlaggerWebhook {
    return new FlaggerWebhook('rollout', name, url, options);
  }

  /**
   * Asked before every rise of the weight; until it says yes, the weight stays.
   *
   * @param name what it is called
   * @param url where it is called
   * @param options how it is called
   * @throws as `confirmRollout`
   */
  public static confirmTrafficIncrease(name: string, url: string, options: FlaggerWebhookOptions = {}): FlaggerWebhook {
    return new FlaggerWebhook('confirm-traffic-increase', name, url, options);
  }

  /**
   * Asked when all checks have passed; until it says yes, the new version is not promoted. The checks go on.
   *
   * @param name what it is called
   * @param url where it is called
   * @param options how it is called
   * @throws as `confirmRollout`
   */
  public static confirmPromotion(name: string, url: string, options: FlaggerWebhookOptions = {}): FlaggerWebhook {
    return new FlaggerWebhook('confirm-promotion', name, url, options);
  }

  /**
   * Called when the release has ended, well or badly. Its answer is only logged.
   *
   * @param name what it is called
   * @param url where it is called
   * @param options how it is called
   * @throws as `confirmRollout`
   */
  public static postRollout(name: string, url: string, options: FlaggerWebhookOptions = {}): FlaggerWebhook {
    return new FlaggerWebhook('post-rollout', name, url, options);
  }

  /**
   * Asked while a release is under way or waits: YES ROLLS IT BACK, unlike everywhere else.
   *
   * @param name what it is called
   * @param url where it is called
   * @param options how it is called
   * @throws as `confirmRollout`
   */
  public static rollback(name: string, url: string, options: FlaggerWebhookOptions = {}): FlaggerWebhook {
    return new FlaggerWebhook('rollback', name, url, options);
  }

  /**
   * Told of every event of the release. Its answer is only logged.
   *
   * @param name what it is called
   * @param url where it is called
   * @param options how it is called
   * @throws as `confirmRollout`
   */
  public static events(name: string, url: string, options: FlaggerWebhookOptions = {}): FlaggerWebhook {
    return new FlaggerWebhook('event', name, url, options);
  }

  private constructor(
    private readonly type: string,
    private readonly name: string,
    private readonly url: string,
    private readonly options: FlaggerWebhookOptions,
  ) {}

  /**
   * Whether it may send requests to the new version during the checks.
   *
   * @internal
   */
  public get _isRollout(): boolean {
    return this.type === 'rollout';
  }

  /**
   * The seconds that it may take, all tries together.
   *
   * @internal
   */
  public _longestSeconds(place: Place): number {
    const { retries = 0 } = this.options;
    return this.timeoutSeconds(place) * (1 + retries);
  }

  /**
   * An entry of a Canary's `webhooks`.
   *
   * @internal
   */
  public _render(place: Place): WebhookSpec {
    const { timeout, retries, metadata, muteAlert, disableTls } = this.options;
    requireName(place.at('name'), this.name);
    validateUrl(place.at('url'), this.url);
    if (retries !== undefined) {
      place.at('retries').check('InvalidCount', countOrZero, retries, 'say how many times a failed call is repeated');
    }
    return {
      type: this.type,
      name: this.name,
      url: this.url,
      timeout: timeout && renderSeconds(this.timeoutSeconds(place)),
      retries,
      metadata: metadata && { ...metadata },
      muteAlert,
      disableTls,
    };
  }

  private timeoutSeconds(place: Place): number {
    const { timeout } = this.options;
    return timeout ? secondsOf(place.at('timeout'), timeout, 1, 'leave it out for 10 seconds') : DEFAULT_TIMEOUT_SECONDS;
  }
}

function validateUrl(place: Place, url: string): void {
  if (!isText(url) || !/^https?:\/\/[^\s/]+\S*$/.test(url) || !URL.canParse(url)) {
    place.fail('FlaggerWebhookInvalid', { must: 'be a URL that begins with http:// or https://', got: url, fix: 'write the whole address, such as http://loadtester.test/' });
  }
}

/** Flagger asks one webhook after the other, and begins the next check late if they take longer than the interval. */
export function rejectSlowWebhooks(place: Place, webhooks: FlaggerWebhook[], intervalSeconds: number): void {
  const seconds = webhooks
    .map((webhook, index) => (webhook._isRollout ? webhook._longestSeconds(place.item(index)) : 0))
    .reduce((sum, one) => sum + one, 0);
  if (seconds >= intervalSeconds) {
    place.fail('FlaggerWebhooksTooSlow', {
      must: `be done within the interval of ${intervalSeconds} s`,
      found: `rollout webhooks that may take ${seconds} s, repetitions included`,
      fix: 'shorten their timeouts, or lengthen the interval: a check would begin before the last one has ended',
    });
  }
}
