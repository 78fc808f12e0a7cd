import type { Duration } from 'cdk8s';
import { count } from '../istio/count';
import { portNumber } from '../istio/port-number';
import { textPrimitive } from '../istio/primitive';
import { requestPath } from '../istio/request-path';
import type { ReadinessProbeSpec } from '../private/imports';
import type { Place } from '../private/place';
import { checkList, checkText } from '../private/value-list';

/** How often a workload is asked, and what its answers mean. */
export interface ReadinessProbeOptions {
  /**
   * How long after its start it is asked for the first time, a whole number of seconds.
   *
   * @default - at once
   */
  readonly initialDelay?: Duration;
  /**
   * How long an answer may take, a whole number of seconds from 1.
   *
   * @default Duration.seconds(1)
   */
  readonly timeout?: Duration;
  /**
   * How long it is between two questions, a whole number of seconds from 1.
   *
   * @default Duration.seconds(10)
   */
  readonly period?: Duration;
  /**
   * How many good answers in succession make it ready, from 1.
   *
   * @default 1
   */
  readonly successThreshold?: number;
  /**
   * How many bad answers in succession make it unready, from 1.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** What is asked over HTTP. */
export interface HttpProbeOptions extends ReadinessProbeOptions {
  /**
   * The path, beginning with a slash.
   *
   * @default '/'
   */
  readonly path?: string;
  /**
   * The host to connect to.
   *
   * @default - the workload itself
   */
  readonly host?: string;
  /**
   * Whether HTTPS is spoken.
   *
   * @default false
   */
  readonly https?: boolean;
  /**
   * Headers of the request: names of letters, digits and hyphens, and their values.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };
}

/** Where a connection is opened. */
export interface TcpProbeOptions extends ReadinessProbeOptions {
  /**
   * The host to connect to.
   *
   * @default - the workload itself
   */
  readonly host?: string;
}

type Question = (place: Place) => Pick<ReadinessProbeSpec, 'httpGet' | 'tcpSocket' | 'exec'>;

const probeHeader = textPrimitive('a header name of letters, digits and hyphens', /^[-A-Za-z0-9]+$/);

/**
 * How it is found out whether a workload of a WorkloadGroup is ready.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export class ReadinessProbe {
  /**
   * A request, to be answered with a status from 200 to 399.
   *
   * @param port where it is asked, 1 to 65535
   * @param options what is asked and how often
   * @throws InvalidPort, InvalidPath, InvalidHeaderName, InvalidProbeTime, InvalidCount, ValueMissing (when a construct receives it)
   */
  public static httpGet(port: number, options: HttpProbeOptions = {}): ReadinessProbe {
    const { path, host, https, headers = {} } = options;
    return new ReadinessProbe(options, (place) => {
      checkPort(place, port);
      checkHost(place, host);
      if (path !== undefined) place.at('path').check('InvalidPath', requestPath, path, 'write / for the root');
      for (const name of Object.keys(headers)) {
        place.at('headers').check('InvalidHeaderName', probeHeader, name, 'Istio takes no other characters here');
      }
      const httpHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
      return { httpGet: { port, path, host, scheme: https ? 'HTTPS' : undefined, httpHeaders: httpHeaders.length > 0 ? httpHeaders : undefined } };
    });
  }

  /**
   * A connection that can be opened.
   *
   * @param port where it is opened, 1 to 65535
   * @param options where else and how often
   * @throws InvalidPort, InvalidProbeTime, InvalidCount, ValueMissing (when a construct receives it)
   */
  public static tcpSocket(port: number, options: TcpProbeOptions = {}): ReadinessProbe {
    return new ReadinessProbe(options, (place) => {
      checkPort(place, port);
      checkHost(place, options.host);
      return { tcpSocket: { port, host: options.host } };
    });
  }

  /**
   * A command on the workload, to end with 0.
   *
   * @param command the program and its arguments, at least one
   * @param options how often
   * @throws InvalidProbeTime, InvalidCount, ValueMissing (when a construct receives it)
   */
  public static exec(command: string[], options: ReadinessProbeOptions = {}): ReadinessProbe {
    const words = [...command];
    return new ReadinessProbe(options, (place) => {
      checkList(place.at('command'), words, 'name the program');
      return { exec: { command: words } };
    });
  }

  private constructor(
    private readonly options: ReadinessProbeOptions,
    private readonly ask: Question,
  ) {}

  /**
   * The `probe` of a WorkloadGroup.
   *
   * @internal
   */
  public _render(place: Place): ReadinessProbeSpec {
    const { initialDelay, timeout, period, successThreshold, failureThreshold } = this.options;
    for (const [key, value] of Object.entries({ successThreshold, failureThreshold })) {
      if (value !== undefined) place.at(key).check('InvalidCount', count, value, 'for the default leave it out');
    }
    return {
      ...this.ask(place),
      initialDelaySeconds: initialDelay && wholeSeconds(place.at('initialDelay'), initialDelay, 0),
      timeoutSeconds: timeout && wholeSeconds(place.at('timeout'), timeout, 1),
      periodSeconds: period && wholeSeconds(place.at('period'), period, 1),
      successThreshold,
      failureThreshold,
    };
  }
}

const MOST_SECONDS = 2_147_483_647;

function wholeSeconds(place: Place, time: Duration, least: number): number {
  const seconds = time.toMilliseconds({ integral: false }) / 1000;
  if (!Number.isInteger(seconds) || seconds < least || seconds > MOST_SECONDS) {
    place.fail('InvalidProbeTime', {
      must: `be a Duration of ${least} to ${MOST_SECONDS} whole seconds`, found: `${seconds * 1000} ms`, fix: 'Istio counts the times of probes in seconds',
    });
  }
  return seconds;
}

function checkPort(place: Place, port: number): void {
  place.at('port').check('InvalidPort', portNumber, port, 'name the port on which the workload listens');
}

function checkHost(place: Place, host?: string): void {
  if (host !== undefined) checkText(place.at('host'), host, 'leave it out for the workload itself');
}
