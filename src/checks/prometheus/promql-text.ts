const ESCAPES: { readonly [letter: string]: string } = { 'a': '\x07', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v', '\\': '\\' };
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([^]?))/g;

/** The value of a text in quotes; nothing if Prometheus cannot read it. */
export function unquoted(literal: string): string | undefined {
  const quote = literal[0];
  if (literal.length < 2 || !literal.endsWith(quote)) return undefined;
  const inner = literal.slice(1, -1);
  if (quote === '`') return inner;
  if (inner.includes('\n')) return undefined;
  let isRight = true;
  const value = inner.replace(ESCAPE, (_, byte?: string, short?: string, long?: string, octal?: string, letter?: string) => {
    const code = octal === undefined ? parseInt(byte ?? short ?? long ?? '', 16) : parseInt(octal, 8);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    const meant = letter === quote ? quote : ESCAPES[letter ?? ''];
    isRight &&= meant !== undefined;
    return meant ?? '';
  });
  return isRight ? value : undefined;
}

const UNITS: { readonly [unit: string]: number } = { y: 31_536_000, w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 };

/** The seconds of a duration as Prometheus writes it (`1h30m`, or a number of seconds); nothing if it is none. */
export function promSeconds(text: string): number | undefined {
  if (/^(?:\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
  if (!/^(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$/.test(text) || text === '') return undefined;
  return [...text.matchAll(/(\d+)(ms|[ywdhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit], 0);
}
