import type { Node, Pair, ScalarNode } from './node.ts';

/** What is wrong with a text that is well-formed YAML, and yet not what we read. */
export interface ComposeProblem {
  readonly kind: 'syntax' | 'duplicate';
  readonly message: string;
  readonly help: string;
  readonly start: number;
  readonly end: number;
  /** For a duplicate: where the field was first. */
  readonly first?: { readonly start: number; readonly end: number };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A mapping or sequence that is being read. */
export interface Frame {
  readonly node: Writable<Node>;
  readonly pairs: Pair[] | undefined;
  readonly items: Node[] | undefined;
  readonly flow: boolean;
  readonly anchor: string | undefined;
  /** Number of values before this one was opened, to know its size when it closes. */
  readonly before: number;
  key: ScalarNode | undefined;
}
