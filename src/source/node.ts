import type { Span } from '../diagnostic/diagnostic.ts';

/** How a scalar is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

interface NodeBase {
  /** Offsets in the text; quotes and brackets are inside. An alias has the span of `*name`. */
  readonly start: number;
  readonly end: number;
  /** Whether the value was written elsewhere and is used here through an alias. */
  readonly alias?: true;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly style: ScalarStyle;
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly value: readonly unknown[];
  readonly items: readonly Node[];
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly value: Readonly<Record<string, unknown>>;
  readonly pairs: readonly Pair[];
}

/** One field of a mapping. */
export interface Pair {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: Node;
}

/** A YAML value together with where it is in the text. */
export type Node = ScalarNode | SequenceNode | MappingNode;

/** The exact text range of a node. */
export function spanOf(node: Node): Span {
  return { start: node.start, end: node.end };
}

/** The range of a field's name. */
export function keySpan(pair: Pair): Span {
  return { start: pair.keyStart, end: pair.keyEnd };
}

/** The field of a mapping, the last one where a name appears twice. */
export function findPair(node: Node | undefined, key: string): Pair | undefined {
  return node?.kind === 'mapping' ? node.pairs.findLast((pair) => pair.key === key) : undefined;
}
