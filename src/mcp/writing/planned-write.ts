import type { Host } from '../../workspace/host.ts';

/** A change to the project that is shown before it is made. */
export interface Write {
  /** What was asked for, as JSON: the hash is good for this alone. */
  readonly request: unknown;
  /** Where a commit is made of it; absent where only files are written. */
  readonly commit: CommitPlace | undefined;
  /** Finds out what would be written, and writes nothing. */
  plan(host: Host): Promise<PlannedWrite>;
  /** Does it, and says what was done. */
  apply(host: Host): Promise<WriteReport>;
}

interface CommitPlace {
  /** A new branch; by default the one checked out. */
  readonly branch: string | undefined;
}

export interface PlannedWrite {
  /** Empty where there is nothing to do, or it is refused. */
  readonly files: readonly PlannedFile[];
  readonly report: WriteReport;
}

/** The text of a file before and after; `null` where there is none. */
export interface PlannedFile {
  /** In the tree. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface WriteReport {
  /** In meaning, a sentence each. */
  readonly changes: readonly string[];
  /** Id of the commit that was made. */
  readonly commit: { readonly id: string; readonly branch: string | null } | null;
  /** Why it is not, or was not, done. */
  readonly refused: { readonly message: string; readonly help: string } | null;
}
