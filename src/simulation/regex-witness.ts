import { matchesFully } from '../istio/re2';

/**
 * A short text that a regular expression matches from beginning to end, for those that people write for paths, headers and cookies; nothing
 * where none is found.
 */
export function regexWitness(pattern: string): string | undefined {
  const text = new Walk(pattern).alternatives();
  return text !== undefined && matchesFully(pattern, text) ? text : undefined;
}

const CLASSES: { readonly [letter: string]: string } = { s: ' ', d: '0', w: 'a', S: 'x', D: 'x', W: '-', b: '', A: '', z: '' };

/** Takes the first alternative, nothing where nothing is enough, and the first character of a class. */
class Walk {
  private at = 0;

  constructor(private readonly pattern: string) {}

  public alternatives(): string | undefined {
    let first: string | undefined;
    do {
      const text = this.sequence();
      first ??= text;
    } while (this.take('|'));
    return first;
  }

  private sequence(): string {
    let text = '';
    while (this.at < this.pattern.length && this.pattern[this.at] !== '|' && this.pattern[this.at] !== ')') {
      text += this.repeated(this.atom());
    }
    return text;
  }

  private repeated(atom: string): string {
    const quantifier = /^(?:[*?+]|\{(\d+)[^}]*\})\??/.exec(this.pattern.slice(this.at));
    if (!quantifier) return atom;
    this.at += quantifier[0].length;
    if (quantifier[1] !== undefined) return atom.repeat(Number(quantifier[1]));
    return quantifier[0].startsWith('+') ? atom : '';
  }

  private atom(): string {
    const character = this.pattern[this.at++];
    switch (character) {
      case '^': case '$': return '';
      case '.': return 'x';
      case '(': return this.group();
      case '[': return this.characterClass();
      case '\\': {
        const escaped = this.pattern[this.at++] ?? '';
        return CLASSES[escaped] ?? escaped;
      }
      default: return character;
    }
  }

  private group(): string {
    const flags = /^\?(?:P?<\w+>|[a-zA-Z-]*:)/.exec(this.pattern.slice(this.at));
    if (flags) this.at += flags[0].length;
    const text = this.alternatives() ?? '';
    this.take(')');
    return text;
  }

  private characterClass(): string {
    const isNegated = this.take('^');
    const begin = this.at;
    const end = this.pattern.indexOf(']', begin + 1);
    this.at = end < 0 ? this.pattern.length : end + 1;
    const inside = this.pattern.slice(begin, end);
    if (isNegated) return [...'xa0-_'].find((one) => !inside.includes(one)) ?? 'x';
    return inside.startsWith('\\') ? CLASSES[inside[1]] ?? inside[1] : inside[0];
  }

  private take(character: string): boolean {
    if (this.pattern[this.at] !== character) return false;
    this.at++;
    return true;
  }
}
