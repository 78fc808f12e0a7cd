/** An expression of CEL is read far enough to say whether it is one; what it means, nobody asks. */

const TOKENS = new RegExp([
  '(?<space>(?:\\s|//[^\\n]*)+)',
  // eslint-disable-next-line @stylistic/max-len
  '(?<text>(?:[bB][rR]|[rR][bB]|[rR])(?:"""[^]*?"""|\'\'\'[^]*?\'\'\'|"[^"\\n\\r]*"|\'[^\'\\n\\r]*\')|[bB]?(?:"""(?:ESC|[^\\\\])*?"""|\'\'\'(?:ESC|[^\\\\])*?\'\'\'|"(?:ESC|[^"\\\\\\n\\r])*"|\'(?:ESC|[^\'\\\\\\n\\r])*\'))'
    .replaceAll('ESC', '\\\\(?:[abfnrtv"\'\\\\?`]|[0-3][0-7]{2}|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})'),
  '(?<float>(?:\\d+\\.\\d+(?:[eE][-+]?\\d+)?|\\d+[eE][-+]?\\d+|\\.\\d+(?:[eE][-+]?\\d+)?))',
  '(?<integer>(?:0x[0-9a-fA-F]+|\\d+)[uU]?)',
  '(?<name>[A-Za-z_][A-Za-z0-9_]*)',
  '(?<sign>&&|\\|\\||==|!=|<=|>=|[-+*/%<>!?:.,()[\\]{}])',
].join('|'), 'y');

const RESERVED = new Set(['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while']);
const RELATIONS = ['==', '!=', '<', '<=', '>', '>=', 'in'];
const COMPREHENSIONS = new Set(['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter']);

interface Token {
  readonly kind: string;
  readonly text: string;
}

/** Why a text is no expression of CEL, in a short phrase, or nothing if it is one. See https://cel.dev */
export function celProblem(expression: string): string | undefined {
  const tokens: Token[] = [];
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < expression.length) {
    const groups = TOKENS.exec(expression)?.groups;
    if (!groups) return 'it has a character or a text that is not closed';
    const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined)!;
    if (kind !== 'space') tokens.push({ kind, text });
  }
  try {
    new Parser(tokens).whole();
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** What an expression is, as far as macros ask: the name of something, a field of something, or anything else. */
type Shape = 'name' | 'field' | 'other';

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  public whole(): void {
    this.expression();
    if (this.at < this.tokens.length) throw new SyntaxError(`${this.tokens[this.at].text} is not expected there`);
  }

  private get text(): string | undefined {
    const token = this.tokens[this.at] as Token | undefined;
    return token?.kind === 'sign' || token?.kind === 'name' ? token.text : undefined;
  }

  private takes(...texts: string[]): boolean {
    const found = this.text !== undefined && texts.includes(this.text);
    if (found) this.at++;
    return found;
  }

  private expect(text: string): void {
    if (!this.takes(text)) throw new SyntaxError(`${text} is missing`);
  }

  private expression(): Shape {
    const shape = this.disjunction();
    if (!this.takes('?')) return shape;
    this.disjunction();
    this.expect(':');
    this.expression();
    return 'other';
  }

  private disjunction(): Shape {
    const levels = [['||'], ['&&'], RELATIONS, ['+', '-'], ['*', '/', '%']];
    return levels.reduceRight<() => Shape>((inner, operators) => () => this.operands(operators, inner), () => this.unary())();
  }

  private operands(operators: string[], operand: () => Shape): Shape {
    let shape = operand();
    while (this.takes(...operators)) {
      operand();
      shape = 'other';
    }
    return shape;
  }

  private unary(): Shape {
    const sign = this.text;
    if (sign !== '!' && sign !== '-') return this.member();
    while (this.takes(sign));
    this.member();
    return 'other';
  }

  private member(): Shape {
    let shape = this.primary();
    for (;;) {
      if (this.takes('.')) {
        const name = this.name(true);
        shape = this.takes('(') ? this.call(name, true) : 'field';
      } else if (this.takes('[')) {
        this.expression();
        this.expect(']');
        shape = 'other';
      } else if (shape !== 'other' && this.takes('{')) {
        this.entries(() => this.name(true), '}');
        shape = 'other';
      } else {
        return shape;
      }
    }
  }

  private primary(): Shape {
    const token = this.tokens[this.at] as Token | undefined;
    if (!token) throw new SyntaxError('it ends too early');
    if (['text', 'float', 'integer'].includes(token.kind)) {
      this.at++;
      return this.literal(token);
    }
    if (this.takes('true', 'false', 'null')) return 'other';
    if (this.takes('(')) {
      const shape = this.expression();
      this.expect(')');
      return shape === 'field' ? 'field' : 'other';
    }
    if (this.takes('[')) {
      this.list(() => this.expression(), ']');
      return 'other';
    }
    if (this.takes('{')) {
      this.entries(() => this.expression(), '}');
      return 'other';
    }
    this.takes('.');
    const name = this.name(false);
    return this.takes('(') ? this.call(name, false) : 'name';
  }

  private literal({ kind, text }: Token): Shape {
    const isUnsigned = /u$/i.test(text);
    const largest = isUnsigned ? 2n ** 64n - 1n : 2n ** 63n;
    if (kind === 'integer' && BigInt(text.replace(/u$/i, '')) > largest) throw new SyntaxError(`${text} is too large`);
    return 'other';
  }

  private name(mayBeReserved: boolean): string {
    const token = this.tokens[this.at] as Token | undefined;
    if (token?.kind !== 'name' || ['in', 'true', 'false', 'null'].includes(token.text)) throw new SyntaxError('a name is missing');
    if (!mayBeReserved && RESERVED.has(token.text)) throw new SyntaxError(`${token.text} is a reserved word`);
    this.at++;
    return token.text;
  }

  private call(name: string, isMethod: boolean): Shape {
    const shapes: Shape[] = [];
    if (!this.takes(')')) {
      do shapes.push(this.expression()); while (this.takes(','));
      this.expect(')');
    }
    if (!isMethod && name === 'has' && shapes.length === 1 && shapes[0] !== 'field') throw new SyntaxError('has() needs a field');
    const isComprehension = isMethod && COMPREHENSIONS.has(name) && (shapes.length === 2 || (name === 'map' && shapes.length === 3));
    if (isComprehension && shapes[0] !== 'name') throw new SyntaxError(`${name}() needs a name first`);
    return 'other';
  }

  private entries(key: () => unknown, end: string): void {
    this.list(() => {
      key();
      this.expect(':');
      this.expression();
    }, end);
  }

  private list(item: () => unknown, end: string): void {
    while (!this.takes(end)) {
      item();
      if (this.takes(',')) continue;
      this.expect(end);
      return;
    }
  }
}
