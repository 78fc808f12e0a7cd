/** What has to be true of a label for a series to be selected. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '=~';
  readonly value: string;
}

/** The label has one of these values. */
export function isOneOf(label: string, values: string[]): Matcher {
  const different = [...new Set(values)];
  return different.length === 1 ? { label, operator: '=', value: different[0] } : matches(label, different.map(literal).join('|'));
}

/** The regular expression takes the whole value of the label. */
export function matches(label: string, regex: string): Matcher {
  return { label, operator: '=~', value: regex };
}

/** How often per second a counter was raised, on average over the window; a series for each of its combinations of labels. */
export function rate(counter: string, matchers: Matcher[], window: string): string {
  const selected = matchers.map(({ label, operator, value }) => `${label}${operator}${quoted(value)}`);
  return `rate(${counter}{${selected.join(',')}}[${window}])`;
}

/** The sum of all series, or one for each combination of these labels. */
export function sum(vector: string, by: string[] = []): string {
  return `sum(${vector})${by.length > 0 ? ` by (${by.join(', ')})` : ''}`;
}

/**
 * The share that a part has in the whole: 0 if the part has no series yet, for the whole may have some. Without requests it is NaN,
 * and without any series it is absent; neither compares with anything. It stands in parentheses, because shares are divided by shares.
 */
export function share(part: string, whole: string): string {
  return `((${part} or 0 * ${whole}) / ${whole})`;
}

/** Every escape of JSON is one of PromQL. */
function quoted(value: string): string {
  return JSON.stringify(value);
}

/** A regular expression that takes nothing but this text. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
