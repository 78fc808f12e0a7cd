/**
 * Texts that the YAML readers of Kubernetes take for something else than was written: control characters and special line breaks, and octal numbers in
 * the notation of YAML 1.2, which cdk8s does not put in quotes.
 */
const UNREADABLE_TEXT = /[\u007f-\u009f\u2028\u2029\ufffe\uffff]|^0o[0-7]+$/;

/** Keys that are more than names: to YAML, which merges maps by it, or to JavaScript. */
const UNREADABLE_KEYS = ['<<', '__proto__', 'constructor'];

/** What in an object, as it will be written, would not be read as it is; by path, in the words of a validation message. */
export function unreadableTexts(value: unknown, path: string): string[] {
  if (typeof value === 'string') {
    return UNREADABLE_TEXT.test(value) ? [complaint(path, value)] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => unreadableTexts(item, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, member]) => (
    UNREADABLE_KEYS.includes(key) || UNREADABLE_TEXT.test(key) ? [complaint(`a key of ${path}`, key)] : unreadableTexts(member, `${path}.${key}`)
  ));
}

function complaint(path: string, text: string): string {
  const shown = JSON.stringify(text).replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `UnreadableText: ${path} must be a text that Kubernetes reads as it is written, got ${shown}; `
    + 'choose another: control characters, octal numbers such as 0o14 and a few keys are read as something else';
}
