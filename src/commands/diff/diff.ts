import { UserError } from '../../diagnostic/user-error.ts';
import { meaningDiff, type MeaningDiff } from '../../workspace/meaning-diff.ts';
import { diffSides, type DiffSide } from '../../workspace/two-sides.ts';
import type { Host } from '../../workspace/host.ts';
import { projectFolder } from '../../workspace/project-folder.ts';

export interface DiffOptions {
  /** `BASE`, `BASE..HEAD`; without it HEAD against the working tree. */
  readonly range: string | undefined;
  /** Whether a difference makes the answer no. */
  readonly exitCode: boolean;
}

export interface DiffReport extends MeaningDiff {
  readonly command: 'diff';
  readonly ok: boolean;
  readonly base: Pick<DiffSide, 'name' | 'commit'>;
  readonly head: Pick<DiffSide, 'name' | 'commit'>;
}

/**
 * What has changed in meaning between two states of the project.
 * @throws UserError outside of a repository, and for a revision that stands for no commit
 */
export async function diff(host: Host, { range, exitCode }: DiffOptions): Promise<DiffReport> {
  if (!host.git)
    throw new UserError('diff needs a git repository, and this folder is not in one', 'git init starts one');
  projectFolder(host);
  const git = await host.git();
  const sides = await diffSides(host, git, range);
  const found = await meaningDiff(host, git, sides);
  const { base, head } = sides;
  const isSame = [found.flags, found.segments, found.governance].every((list) => list.length === 0);
  return {
    command: 'diff',
    ok: !exitCode || isSame,
    base: { name: base.name, commit: base.commit },
    head: { name: head.name, commit: head.commit },
    ...found,
  };
}
