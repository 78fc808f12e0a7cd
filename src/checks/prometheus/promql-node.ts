/** The part of a tree of Lezer that is read. */
interface LezerNode {
  readonly type: { readonly name: string };
  readonly from: number;
  readonly to: number;
  readonly firstChild: LezerNode | null;
  readonly nextSibling: LezerNode | null;
}

interface Lezer {
  readonly parser: { parse(text: string): { readonly topNode: LezerNode } };
}

/** The name of a place that the grammar does not understand. */
export const UNREADABLE = '⚠';

/** What stands behind an expression: a range, an offset, a time. */
const SUFFIXES = ['MatrixSelector', 'SubqueryExpr', 'OffsetExpr', 'StepInvariantExpr', 'AnchoredExpr', 'SmoothedExpr'];
const OPERATIONS = ['BinaryExpr', 'UnaryExpr'];

/** A part of a query of Prometheus, by the names of its own grammar: `VectorSelector`, `BinaryExpr`. */
export class PromqlNode {
  /** Reads a query; what cannot be read of it is a node too. */
  public static parse(query: string): PromqlNode {
    // Most manifests have no query.
    const { parser } = require('@prometheus-io/lezer-promql') as Lezer;
    return PromqlNode.of(parser.parse(query).topNode, query);
  }

  private static of(node: LezerNode, query: string): PromqlNode {
    const children: PromqlNode[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.type.name !== 'LineComment') children.push(PromqlNode.of(child, query));
    }
    const whole = new PromqlNode(node.type.name, node.from, node.to, children, query);
    return SUFFIXES.includes(whole.name) ? whole.bound() : whole;
  }

  private constructor(
    public readonly name: string, public readonly from: number, private readonly to: number, public readonly children: readonly PromqlNode[],
    private readonly query: string,
  ) {}

  public get text(): string {
    return this.query.slice(this.from, this.to);
  }

  /** The first child with this name. */
  public child(name: string): PromqlNode | undefined {
    return this.children.find((child) => child.name === name);
  }

  /** All parts with this name, at any depth. */
  public all(name: string): PromqlNode[] {
    return [...(this.name === name ? [this] : []), ...this.children.flatMap((child) => child.all(name))];
  }

  /** To Prometheus, `a + b offset 5m` is a with an earlier b; the grammar reads it as an earlier sum. */
  private bound(): PromqlNode {
    const [inner, ...suffix] = this.children;
    if (!OPERATIONS.includes(inner.name)) return this;
    const last = inner.children.at(-1)!;
    const own = new PromqlNode(this.name, last.from, this.to, [last, ...suffix], this.query).bound();
    return new PromqlNode(inner.name, inner.from, this.to, [...inner.children.slice(0, -1), own], this.query);
  }
}
