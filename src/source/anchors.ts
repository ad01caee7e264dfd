import type { Node } from './node.ts';
import type { SyntaxKind } from './syntax-messages.ts';

/** How many values the aliases of one document may expand to, all together. */
export const maxExpandedValues = 10_000;

interface Anchored {
  readonly node: Node;
  /** Number of values in it, itself included. */
  readonly size: number;
}

interface Use {
  readonly target?: Anchored;
  readonly refusal?: SyntaxKind;
}

/** The anchors of one document, and how much the aliases have used of them. */
export class Anchors {
  private readonly anchors = new Map<string, Anchored>();
  private expanded = 0;

  define(name: string, node: Node, size: number): void {
    this.anchors.set(name, { node, size });
  }

  /** What an alias stands for. Expanding beyond the bound is refused once, and nothing more is expanded. */
  use(name: string, isOpen: boolean): Use {
    const target = this.anchors.get(name);
    if (!target) return { refusal: isOpen ? 'alias-within-itself' : 'unknown-anchor' };
    const before = this.expanded;
    this.expanded += target.size;
    if (this.expanded <= maxExpandedValues) return { target };
    return before <= maxExpandedValues ? { refusal: 'too-many-aliases' } : {};
  }
}
