import { goDuration } from '../../istio/go-duration';
import type { Manifest } from '../../manifests/manifest';
import type { Field } from '../field';
import { ObjectCheck } from '../object-check';
import type { Report } from '../rule';

/** How a new version gets its first requests; nothing if the API server refuses what is said of it. */
export type Strategy = 'weights' | 'blue-green' | 'a/b';

const NANOSECONDS = 1_000_000_000;
const DEFAULT_SECONDS = 60;
const LEAST_SECONDS = 10;

/** A Canary as Flagger reads it. */
export class CanaryView extends ObjectCheck {
  public readonly service: Field;
  public readonly analysis: Field;

  constructor(manifest: Manifest, report: Report = () => {}) {
    super(manifest, report);
    this.service = this.spec.at('service');
    this.analysis = this.spec.at('analysis');
  }

  public get targetKind(): string {
    return this.spec.at('targetRef').at('kind').text;
  }

  public get targetName(): string {
    return this.spec.at('targetRef').at('name').text;
  }

  /** The name of the Service that callers use. */
  public get apex(): string {
    return this.service.at('name').text || this.targetName;
  }

  /** The names of the Services that Flagger makes, that of callers first. */
  public get services(): string[] {
    return [this.apex, `${this.apex}-primary`, `${this.apex}-canary`];
  }

  /** Where none is named, it is that with which Flagger was started: the Gateway API, if the service asks for a part of that. */
  public get provider(): string {
    return this.spec.at('provider').text || (this.service.at('gatewayRefs').size > 0 ? 'gatewayapi:v1' : 'istio');
  }

  public get isOfIstio(): boolean {
    return this.provider === 'istio';
  }

  public get isOfGatewayApi(): boolean {
    return this.provider.startsWith('gatewayapi:');
  }

  public get isTcp(): boolean {
    return this.service.at('appProtocol').text.toLowerCase() === 'tcp';
  }

  public get hasMesh(): boolean {
    const gateways = this.service.at('gateways').items;
    return !this.isDelegate && (gateways.length === 0 || gateways.some(({ text }) => text === 'mesh'));
  }

  public get isDelegate(): boolean {
    return this.service.at('delegation').isTrue;
  }

  public get strategy(): Strategy | undefined {
    const [iterations, ...weights] = ['iterations', 'stepWeight', 'stepWeights'].map((key) => this.analysis.at(key));
    const isWeighted = weights.some(({ isPresent }) => isPresent);
    if (iterations.number > 0) return isWeighted ? undefined : this.analysis.at('match').size > 0 ? 'a/b' : 'blue-green';
    return isWeighted || iterations.isPresent ? 'weights' : undefined;
  }

  /** The seconds between two checks. */
  public get intervalSeconds(): number {
    const seconds = secondsOf(this.analysis.at('interval').text);
    return seconds === undefined ? DEFAULT_SECONDS : Math.max(seconds, LEAST_SECONDS);
  }

  public get metrics(): Field[] {
    return this.analysis.at('metrics').items;
  }

  public get webhooks(): Field[] {
    return this.analysis.at('webhooks').items;
  }
}

/** Whether the API server lets a time pass, of which it sees the beginning alone. */
export function passesAsTime(text: string): boolean {
  return /^[0-9]+[ms]/.test(text);
}

/** The seconds of a time as Go reads it. */
export function secondsOf(text: string): number | undefined {
  const nanoseconds = goDuration(text);
  return nanoseconds === undefined ? undefined : Number(nanoseconds) / NANOSECONDS;
}
