/** What becomes of a request, as JSON has it. What does not exist is left out. */
export interface AnswerData {
  /** Nothing if the connection is passed on as it is. */
  readonly virtualHost?: string;
  readonly virtualService: string | null;
  readonly route: string | null;
  readonly outcomes: readonly OutcomeData[];
  readonly timeout?: string;
  readonly retries: RetriesData | null;
  readonly rewrite?: RewriteData;
  readonly requestHeaders?: HeaderChangesData;
  readonly responseHeaders?: HeaderChangesData;
  readonly mirrors: readonly MirrorData[];
  readonly delay?: { readonly percent: number; readonly duration: string };
}

export const OUTCOME_KINDS = ['forward', 'respond', 'redirect', 'abort', 'passthrough'] as const;

export type OutcomeKind = typeof OUTCOME_KINDS[number];

export interface OutcomeData {
  /** Of all requests, from 0 to 1. */
  readonly share: number;
  readonly kind: OutcomeKind;
  readonly status?: number;
  /** Why Envoy answers itself, in its own two letters. */
  readonly flag?: string;
  readonly cluster?: string;
  readonly host?: string;
  readonly subset?: string;
  readonly port?: number;
  readonly location?: string;
  /** Only if this destination changes more than the whole rule. */
  readonly requestHeaders?: HeaderChangesData;
  readonly responseHeaders?: HeaderChangesData;
}

export interface RetriesData {
  readonly attempts: number;
  readonly on: string;
  readonly perTryTimeout?: string;
}

export interface RewriteData {
  readonly path?: string;
  readonly authority?: string;
}

export interface HeaderChangesData {
  readonly set?: { readonly [name: string]: string };
  readonly add?: { readonly [name: string]: string };
  readonly remove?: readonly string[];
}

export interface MirrorData {
  readonly cluster: string;
  readonly percent: number;
}
