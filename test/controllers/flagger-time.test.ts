import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { canarySpec } from '../support/flagger';
import '../support/random-objects';

/** What Go makes of the beginning of the texts that Flagger's CRD takes; a number and one unit. */
const SECONDS: { [unit: string]: number } = { m: 60, s: 1 };

test('every time is written in the units of Flagger, and is as long as it was', () => {
  fc.assert(fc.property(fc.integer({ min: 10, max: 1_000_000 }), (seconds) => {
    const text: string = canarySpec({ interval: Duration.seconds(seconds) }).analysis.interval;
    const [, number, unit] = /^([0-9]+)(m|s)$/.exec(text)!;
    return Number(number) * SECONDS[unit] === seconds;
  }));
});
