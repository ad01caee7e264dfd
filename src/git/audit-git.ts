import { commitGraph, type CommitGraph } from './commit-graph.ts';
import { GitError, runGit, type GitOptions } from './git-process.ts';
import { parentChanges, type ParentPair } from './parent-changes.ts';
import { rangeGraph, type RangeGraph } from './range-graph.ts';
import type { RawChange } from './raw-log.ts';
import { refMoves } from './ref-moves.ts';
import { treeFiles } from './tree-files.ts';

/** What an audit reads: refs that anchor what was audited, and all commits that lead to one, not only first parents. */
export interface AuditGit {
  /** The commit that a full ref name points to; undefined if there is no such ref. */
  refTarget(ref: string): Promise<string | undefined>;
  /** Moves a ref only if it still points to `from` (undefined: if it is not there yet). False if it does not. */
  moveRef(ref: string, to: string, from: string | undefined): Promise<boolean>;
  /** Ids of all commits from which `commit` is made, without those of `not`, newest first. */
  reachable(commit: string, not: string): Promise<readonly string[]>;
  /** Full ids of the commits that a ref pointed to, as its log tells, newest first; empty without a log. */
  pastTargets(ref: string): Promise<readonly string[]>;
  /** All commits from which one is made, and those of another beside it; see `commitGraph`. */
  graph(commit: string, beside?: string): Promise<CommitGraph>;
  /** The part of them that the commits are in which a base does not have; see `rangeGraph`. */
  rangeGraph(head: string, base: string): Promise<RangeGraph | undefined>;
  /** All files of a commit, as changes against nothing; at or below these paths if there are any. */
  files(commit: string, isWanted: (path: string) => boolean, paths?: readonly string[]): Promise<readonly RawChange[]>;
  /** What commits changed against parents of theirs; see `parentChanges`. */
  changes(
    pairs: readonly ParentPair[],
    isWanted: (path: string) => boolean,
    paths?: readonly string[],
  ): Promise<readonly (readonly RawChange[])[]>;
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
    pastTargets: (ref) => refMoves(ref, at),
    graph: (commit, beside) => commitGraph(beside === undefined ? [commit] : [commit, beside], at),
    rangeGraph: (head, base) => rangeGraph(head, base, at),
    files: (commit, isWanted, paths = []) => treeFiles(commit, isWanted, paths, at),
    changes: (pairs, isWanted, paths = []) => parentChanges(pairs, isWanted, paths, at),
  };
}
