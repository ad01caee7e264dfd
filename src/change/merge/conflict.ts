import type { Path } from '../../diagnostic/diagnostic.ts';

/** Three sides of one thing: `undefined` where a side does not have it. */
export interface ConflictSides {
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Something that both sides changed differently. */
export interface MergeConflict extends ConflictSides {
  /** As in changes: entries of lists go by name, flag or id. The list itself where only its order is disputed. */
  readonly path: Path;
  readonly environment: string | undefined;
  /** The thing in words: `rule eu-gradual serve`. */
  readonly what: string;
  /** Why it cannot be decided here. */
  readonly why: string;
}

/** Something that both sides changed differently, and a rule decided. */
export interface Settlement extends MergeConflict {
  readonly chosen: 'ours' | 'theirs';
}

/** What came of a merge. */
export interface Merged {
  /** Where sides are in conflict it has what the base has; of a disputed order, all entries in some order. */
  readonly merged: unknown;
  readonly conflicts: readonly MergeConflict[];
  readonly settled: readonly Settlement[];
}
