import type { Change } from '../../meaning/change.ts';
import type { Person } from '../../git/commit-info.ts';

/** A version of a flag or segment, as people see it. */
export interface VersionLabel {
  readonly number: number;
  readonly commit: string;
  /** Milliseconds since 1970, by the committer's clock. */
  readonly committedAt: number;
  readonly author: Person;
  readonly subject: string;
  /** What its trailers `Incident` and `Emergency` say. */
  readonly incident: string | undefined;
}

/**
 * What a rollback does to one definition: `whole` restores all of a version; `environments` only some blocks of it;
 * `inverse` takes back what one commit did and keeps what came later; `off` switches the flag off.
 */
type RestorationMode = 'whole' | 'environments' | 'inverse' | 'off';

/** One definition that is to be restored. */
export interface Restoration {
  readonly kind: 'flag' | 'segment';
  readonly key: string;
  readonly mode: RestorationMode;
  /** Where its file will be, from the root of the tree. */
  readonly path: string;
  /** Absent where no commit has it, which only `off` can do without. */
  readonly from: VersionLabel | undefined;
  /** The version that is restored; absent for `off`, and where a creation is undone. */
  readonly to: VersionLabel | undefined;
  /** The environments that were asked for; all of the project if none were. */
  readonly environments: readonly string[];
  /** As parsed; `undefined` where it was removed, or cannot be read. */
  readonly before: unknown;
  readonly after: unknown;
  /** The content of its file afterwards. */
  readonly text: string;
  /** In meaning, from `before` to `after`. */
  readonly changes: readonly Change[];
  /** Versions beyond the one asked for, whose changes are undone as well; newest first. */
  readonly drifted: readonly VersionLabel[];
  /** What is different from the version restored and stays as it is, because it was not asked for. */
  readonly staying: readonly Change[];
}
