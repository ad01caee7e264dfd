import { GitError, runGit, type GitOptions } from './git-process.ts';

/** The refs that anchor what was audited, and what is reached from them. */
export interface AuditGit {
  /** The commit that a full ref name points to; undefined if there is no such ref. */
  refTarget(ref: string): Promise<string | undefined>;
  /** Moves a ref only if it still points to `from` (undefined: if it is not there yet). False if it does not. */
  moveRef(ref: string, to: string, from: string | undefined): Promise<boolean>;
  /** Ids of all commits from which `commit` is made, without those of `not`, newest first. */
  reachable(commit: string, not: string): Promise<readonly string[]>;
}

export function auditGit(at: Pick<GitOptions, 'cwd' | 'env' | 'signal'>): AuditGit {
  return {
    async refTarget(ref) {
      const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
      const { code, stdout } = await runGit(args, { ...at, okCodes: [0, 1, 128] });
      const id = stdout.toString('latin1').trim();
      return code === 0 && /^[0-9a-f]{40,64}$/.test(id) ? id : undefined;
    },
    async moveRef(ref, to, from) {
      const args = [
        'update-ref',
        '--create-reflog',
        '-m',
        'flagwright audit anchor',
        ref,
        to,
        from ?? '0'.repeat(to.length),
      ];
      try {
        await runGit(args, at);
        return true;
      } catch (error) {
        if (error instanceof GitError && /cannot lock ref/.test(error.stderr)) return false;
        throw error;
      }
    },
    async reachable(commit, not) {
      const { stdout } = await runGit(['rev-list', '--end-of-options', commit, `^${not}`, '--'], at);
      return stdout.toString('latin1').split('\n').filter(Boolean);
    },
  };
}
