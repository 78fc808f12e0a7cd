/** What an expression results in. */
export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

export interface Signature {
  readonly parameters: readonly ValueType[];
  /** How many of them may be left out at the end. */
  readonly optional: number;
  /** How many times the last may be repeated beyond its first. */
  readonly repeated: number;
  readonly result: ValueType;
}

function signature(parameters: readonly ValueType[], { optional = 0, repeated = 0, result = 'vector' as ValueType } = {}): Signature {
  return { parameters, optional, repeated, result };
}

function named(names: string, one: Signature): [string, Signature][] {
  return names.split(' ').map((name) => [name, one]);
}

const SIGNATURES = new Map([
  ...named([
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count histogram_stddev histogram_stdvar histogram_sum',
    'ln log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp',
  ].join(' '), signature(['vector'])),
  ...named([
    'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate last_over_time mad_over_time max_over_time',
    'min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time ts_of_first_over_time ts_of_last_over_time',
    'ts_of_max_over_time ts_of_min_over_time',
  ].join(' '), signature(['matrix'])),
  ...named('day_of_month day_of_week day_of_year days_in_month hour minute month year', signature(['vector'], { optional: 1 })),
  ...named('pi time start end range step', signature([], { result: 'scalar' })),
  ...named('clamp_max clamp_min', signature(['vector', 'scalar'])),
  ...named('sort_by_label sort_by_label_desc', signature(['vector', 'string'], { optional: 1, repeated: Infinity })),
  ...named('clamp', signature(['vector', 'scalar', 'scalar'])),
  ...named('round', signature(['vector', 'scalar'], { optional: 1 })),
  ...named('info', signature(['vector', 'vector'], { optional: 1 })),
  ...named('scalar', signature(['vector'], { result: 'scalar' })),
  ...named('vector', signature(['scalar'])),
  ...named('predict_linear', signature(['matrix', 'scalar'])),
  ...named('double_exponential_smoothing', signature(['matrix', 'scalar', 'scalar'])),
  ...named('quantile_over_time', signature(['scalar', 'matrix'])),
  ...named('histogram_quantile', signature(['scalar', 'vector'])),
  ...named('histogram_fraction', signature(['scalar', 'scalar', 'vector'])),
  ...named('histogram_quantiles', signature(['vector', 'string', 'scalar', 'scalar'], { optional: 1, repeated: 8 })),
  ...named('label_replace', signature(['vector', 'string', 'string', 'string', 'string'])),
  ...named('label_join', signature(['vector', 'string', 'string', 'string'], { optional: 1, repeated: Infinity })),
]);

/** What a function takes and results in; nothing of those that are newer than this library. */
export function signatureOf(name: string): Signature | undefined {
  return SIGNATURES.get(name);
}
