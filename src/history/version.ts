import type { DefinitionKind } from '../meaning/definition-kind.ts';
import type { CommitInfo } from '../git/commit-info.ts';
import type { Meanings } from './meanings.ts';
import type { DefiningFile } from './timeline.ts';

/** One version of a flag, a segment or a governance file: a commit of the chain that changed what it means. */
export interface Version {
  readonly kind: DefinitionKind;
  /** Empty for governance files. */
  readonly key: string;
  /** From 1 at the first appearance on the chain, without gaps. */
  readonly number: number;
  readonly commit: string;
  /** Milliseconds since 1970, by the committer's clock: not always later than the version before. */
  readonly committedAt: number;
  /** The commit of the version before. */
  readonly previous: string | undefined;
  /** From the root of the tree of that commit; of a removed one, where it was last. */
  readonly path: string;
  readonly state: 'present' | 'removed' | 'unreadable';
  /** Where it was before, if that is another place below the project's folder. */
  readonly movedFrom?: string | undefined;
  /** Id of the content; absent for what was removed or is not a file. */
  readonly blob: string | undefined;
}

export interface DescribedVersion extends Version {
  readonly info: CommitInfo;
}

export interface DefinedVersion {
  readonly version: Version;
  /** As `History.value`; made anew each time, so that a long history does not fill the memory with what few ask for. */
  readonly value: () => unknown;
}

/** Whether the second is another version than the first. What cannot be read is never said to be the same. */
export function isOtherVersion(
  before: DefiningFile | undefined,
  now: DefiningFile | undefined,
  meanings: Meanings,
): boolean {
  if (!before || !now) return before !== now;
  const meaning = meaningOfVersion(before, meanings);
  return before.path !== now.path || meaning === undefined || meaning !== meaningOfVersion(now, meanings);
}

/** The canonical text of a file; undefined if it is not a file, or cannot be read or parsed. */
export function meaningOfVersion(file: DefiningFile, meanings: Meanings): string | undefined {
  return file.kind === 'file' ? meanings.get(file.blob) : undefined;
}
