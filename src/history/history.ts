import type { DefinitionKind } from '../meaning/definition-kind.ts';
import type { StoreFile } from '../project/record-store.ts';
import type { Document } from '../source/document.ts';
import type { DefinedVersion, DescribedVersion, Version } from './version.ts';

/** Something that a commit of the chain gave another content or place; whether its meaning changed, its versions tell. */
export interface Touched {
  readonly kind: DefinitionKind;
  readonly key: string;
}

export interface ChainCommit {
  readonly commit: string;
  /** Milliseconds since 1970, by the committer's clock. */
  readonly committedAt: number;
}

/** What defined something after a commit that gave it another content or place. */
export interface Touch extends ChainCommit {
  /** From the root of the tree of that commit; undefined if nothing defines it any more. */
  readonly path: string | undefined;
  /** Id of the content; absent for what was removed or is not a file. */
  readonly blob: string | undefined;
}

export interface ChangingCommit extends ChainCommit {
  readonly entries: readonly Touched[];
}

/**
 * The history of one project on the first-parent chain of one commit. What is asynchronous reads contents from git, and
 * fails with GitError where git cannot give them.
 */
export interface History {
  readonly head: string;
  /** The chain was cut off by a shallow clone, or the project came from elsewhere in a way that cannot be followed. */
  readonly incomplete: boolean;
  /** Number of commits on the chain. */
  readonly length: number;
  /** Whether a commit, by its full id, is on the chain; those that merges brought in are not. */
  has(commit: string): boolean;
  /** The position of a commit in the chain, from 0; -1 for one that is not on it. */
  position(commit: string): number;
  /** The folder of the project in a commit of the chain; undefined for another commit. */
  folderAt(commit: string): string | undefined;
  /** Every key there ever was, in code-unit order. */
  keys(kind: DefinitionKind): readonly string[];
  /**
   * The commits that gave something another content or place, oldest first: those of its versions are among them. Known at once,
   * so what git says of them can be asked for while the versions are found out.
   */
  commitsOf(kind: DefinitionKind, key: string): readonly string[];
  /** Oldest first, so version N is at N - 1; empty for a key there never was. */
  versions(kind: DefinitionKind, key: string): Promise<readonly Version[]>;
  /** The same, each with its definition. Several keys may be asked for side by side: git answers them as one batch. */
  definedVersions(kind: DefinitionKind, key: string): Promise<readonly DefinedVersion[]>;
  /** The same, each with what its commit says. Both are read side by side. */
  describedVersions(kind: DefinitionKind, key: string): Promise<readonly DescribedVersion[]>;
  /** Where the definition of a key went, oldest first. No content is read for it, so meaning may be the same. */
  touches(kind: DefinitionKind, key: string): readonly Touch[];
  /** When the meaning was last changed. Reads as little as that takes: for many keys much faster than their versions. */
  lastChange(kind: DefinitionKind, key: string): Promise<ChainCommit | undefined>;
  /** What a version defines, as plain data with its fields in canonical order; undefined unless its state is `present`. */
  value(version: Version): Promise<unknown>;
  /** The file of a version or touch; undefined if it was removed, or is not a file. One that does not parse tells why. */
  definition(version: Pick<Version, 'blob' | 'path'>): Promise<Document | undefined>;
  /** What the commits after one of the chain gave another content or place; undefined for a commit that is not on it. */
  touchedSince(commit: string): readonly Touched[] | undefined;
  /** The commits that changed files of the project, oldest first. */
  changingCommits(): readonly ChangingCommit[];
  /** What one commit of the chain changed; undefined for a commit that is not on it. */
  touching(commit: string): readonly Touched[] | undefined;
}

export interface HistoryOptions {
  /** Full id of the commit whose chain is looked at. The stored index is read while it is being found out. */
  readonly commit: string | Promise<string>;
  /** Of the project in that commit; `''` at the root. */
  readonly folder: string;
  /** Opens a file below the common git folder by its name; without it nothing is kept. */
  readonly store?: ((name: string) => StoreFile) | undefined;
  /** Identifies this version of the tool: texts may be parsed otherwise by another. */
  readonly toolVersion?: string;
  /** Told how many commits that the stored index does not have were looked at; one that is looked at twice counts twice. */
  readonly onProgress?: ((commits: number) => void) | undefined;
}
