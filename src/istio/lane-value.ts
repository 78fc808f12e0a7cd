import { Primitive, textPrimitive } from './primitive';

/** The value of a lane: it is compared as it stands, written into headers, and part of the names of rules. */
export const laneValue: Primitive<string> = textPrimitive('letters, digits, hyphens, underscores and dots', /^[-\w.]+$/);
