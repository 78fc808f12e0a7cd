import { CannotJudge } from '../judge';

const MILLISECONDS_BETWEEN_LOOKS = 10;
const MILLISECONDS_TO_WAIT = 60_000;

/** Waits until something is so; it is said of what if it never is. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + MILLISECONDS_TO_WAIT;
  while (!await isSo()) {
    if (Date.now() > end) throw new CannotJudge(`in ${MILLISECONDS_TO_WAIT / 1000} s not seen: ${what}`);
    await new Promise((done) => setTimeout(done, MILLISECONDS_BETWEEN_LOOKS));
  }
}
