import { Primitive } from './primitive';

/** A quantile of a distribution; 0 and 1 would only say where the histogram begins and ends. */
export const quantile: Primitive<number> = {
  allowed: 'a number between 0 and 1, both excluded',
  accepts: (value) => typeof value === 'number' && value > 0 && value < 1,
};
