import type { CommitReport } from '../workspace/commit-change.ts';

/** The commit that a command made, as data; null where it made none. */
export function commitJson(made: CommitReport | undefined): object | null {
  if (!made) return null;
  const { commit: id, branch = null, newBranch, subject, pushedTo = null, pushError = null } = made;
  return { id, branch, isNewBranch: newBranch !== undefined, subject, pushedTo, pushError };
}
