import { UserError } from '../../diagnostic/user-error.ts';
import type { History } from '../../history/history.ts';
import { resolveRevision } from '../../history/revision.ts';
import type { Git } from '../../git/git.ts';
import { askedOptions, type RollbackOptions } from '../../rollback/options.ts';
import type { RollbackRequest, RollbackTarget } from '../../rollback/request.ts';
import type { Host } from '../../workspace/host.ts';

/**
 * What the options ask for.
 * @throws UserError if they do not go together, or name no commit of the chain
 */
export async function rollbackRequest(
  host: Host,
  git: Git,
  history: History,
  options: RollbackOptions,
): Promise<RollbackRequest> {
  return { ...askedOptions(options), target: await targetOf(host, git, history, options) };
}

async function targetOf(host: Host, git: Git, history: History, options: RollbackOptions): Promise<RollbackTarget> {
  const { flags, to, since, commit, off } = options;
  const given = [
    ['--to', to !== undefined],
    ['--since', since !== undefined],
    ['--commit', commit !== undefined],
    ['--off', off],
  ] as const;
  const named = given.filter(([, isGiven]) => isGiven).map(([name]) => name);
  if (named.length > 1) throw new UserError(`${named.join(' and ')} say different things`, 'leave one of them out');
  if (since !== undefined) {
    return {
      kind: 'since',
      flags,
      commit: await onChain(history, git, await resolveRevision(git, since, host.clock.now())),
    };
  }
  if (commit !== undefined) {
    return { kind: 'commit', flags, commit: await onChain(history, git, await git.resolve(commit)) };
  }
  if (flags.length === 0) {
    throw new UserError(
      'name a flag, a date or a commit to roll back',
      'name a flag, or use --since DATE or --commit REV; flagwright audit shows what changed lately',
    );
  }
  if (off) return { kind: 'off', flags };
  if (to !== undefined && flags.length > 1) {
    throw new UserError('--to needs exactly one flag', 'roll them back one by one, or together with --since');
  }
  return { kind: 'flags', flags, version: to };
}

/** @throws UserError that names the merge by which a commit came to the chain */
async function onChain(history: History, git: Git, commit: string): Promise<string> {
  if (history.has(commit)) return commit;
  const short = commit.slice(0, 7);
  const merged = (await git.descendants(commit, history.head))
    .filter((one) => history.has(one))
    .sort((a, b) => history.position(a) - history.position(b))[0];
  if (merged !== undefined) {
    throw new UserError(
      `${short} came with the merge ${merged.slice(0, 7)}, and only first-parent commits can be undone`,
      `undo the merge: --commit ${merged.slice(0, 7)}`,
    );
  }
  throw new UserError(
    `${short} is not in the history of this branch`,
    'git log --first-parent --oneline shows its commits',
  );
}
