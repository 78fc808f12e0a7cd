/** A time longer than any that a rule complains of, for ranges that are not known before the query runs. */
const SOME_TIME = '1y';
const SOME_NAME = 'x';
const KNOWN_WORDS = ['name', 'namespace', 'target', 'service', 'ingress', 'route'];

/** The texts that may come out of a query with placeholders in double braces, to be read one after the other; none if that cannot be known. */
export type QueryTexts = readonly string[];

/** The query of a MetricTemplate or Canary, in which Flagger replaces its own functions. */
export function flaggerTexts(query: string): QueryTexts {
  return withoutPlaceholders(query, (tag) => {
    if (tag === 'interval') return SOME_TIME;
    return KNOWN_WORDS.includes(tag) || /^variables\.\w+$/.test(tag);
  });
}

/** The query of an AnalysisTemplate, in which Argo Rollouts replaces arguments. */
export function analysisTexts(query: string): QueryTexts {
  return withoutPlaceholders(query, (tag) => tag.startsWith('args.'));
}

/** Puts something that fits in place of each placeholder: its value, or else a name or a time. */
function withoutPlaceholders(query: string, valueOf: (tag: string) => string | boolean): QueryTexts {
  let isKnown = true;
  const replaced = (guess: (before: string, after: string) => string): string => (
    query.replace(/\{\{-?\s*(.*?)\s*-?\}\}/gs, (whole, tag: string, at: number) => {
      const value = valueOf(tag);
      isKnown &&= value !== false;
      const [before, after] = [query.slice(0, at), query.slice(at + whole.length)];
      if (typeof value === 'string') return value;
      return /\[[^\]]*$/.test(before) ? SOME_TIME : guess(before, after);
    })
  );
  const texts = [replaced((before, after) => /[\w:]$/.test(before) || /^[\w:{]/.test(after) ? SOME_NAME : SOME_TIME), replaced(() => SOME_NAME)];
  return isKnown ? [...new Set(texts)] : [];
}
