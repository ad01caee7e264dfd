import { commitFiles, commitOnBranch } from '../change/commit-files.ts';
import { commitMessage, type MessageParts } from '../change/commit-message.ts';
import { UserError } from '../diagnostic/user-error.ts';
import type { FileTree } from '../platform/file-tree.ts';
import type { Git } from '../git/git.ts';
import type { GitWriter } from '../git/git-writer.ts';
import type { Host } from './host.ts';

/** How a change is committed. */
export interface CommitOptions extends MessageParts {
  /** A new branch instead of the one that is checked out. */
  readonly branch: string | undefined;
  readonly push: boolean;
  /** Whether hooks run. */
  readonly verify: boolean;
}

export interface CommitReport {
  readonly commit: string;
  /** Undefined if HEAD is detached. */
  readonly branch: string | undefined;
  /** The branch, if it was made for this. */
  readonly newBranch: string | undefined;
  readonly subject: string;
  /** The remote it was pushed to. */
  readonly pushedTo: string | undefined;
  /** Why it could not be pushed; the commit was made all the same. */
  readonly pushError: string | undefined;
}

/** The files that a change is made to: the working tree's, or for a commit those of the commit that it goes on. */
export interface ChangeBase {
  readonly tree: FileTree;
  readonly commit: string | undefined;
}

/** @throws UserError if there is nothing that could be committed on, or options make no sense there */
export async function changeBase(host: Host, options: CommitOptions | undefined): Promise<ChangeBase> {
  return options ? commitBase(host, options) : { tree: host.tree, commit: undefined };
}

/** @throws UserError if there is nothing that could be committed on, or options make no sense there */
export async function commitBase(
  host: Host,
  options: CommitOptions,
): Promise<ChangeBase & { readonly commit: string }> {
  // What is wrong with the message is said before any work is done.
  commitMessage('subject', options);
  const { git, writer } = await openRepository(host);
  const head = await git.headCommit();
  if (head === undefined) throw new UserError('this repository has no commit yet', 'commit the flags first');
  const { branch } = options;
  if (branch !== undefined && !(await writer.isBranchName(branch))) {
    throw new UserError(`"${branch}" cannot be the name of a branch`, 'name it as flags/express-checkout-off');
  }
  if (branch === undefined && git.repository.bare) {
    throw new UserError('a bare repository has no branch checked out', 'commit on a new branch with --branch NAME');
  }
  if (options.push) await remoteFor(writer, branch ?? (await git.head())?.branch);
  const upstream = branch === undefined ? undefined : await git.upstream();
  const commit = upstream === undefined ? head : await git.resolve(upstream);
  return { tree: git.tree(commit), commit };
}

/**
 * Commits files, and pushes them if asked to.
 * @param base the commit that they were made from
 * @throws Refusal if the repository does not let it happen; nothing was written then
 */
export async function commitChange(
  host: Host,
  base: string,
  files: ReadonlyMap<string, string | null>,
  defaultSubject: string,
  options: CommitOptions,
): Promise<CommitReport> {
  const { git, writer } = await openRepository(host);
  const message = commitMessage(defaultSubject, options);
  const plan = { base, files, message, verify: options.verify };
  const { branch: newBranch } = options;
  const commit =
    newBranch === undefined ? await commitFiles(git, writer, plan) : await commitOnBranch(writer, newBranch, plan);
  const branch = newBranch ?? (await git.head())?.branch;
  const report = { commit, branch, newBranch, subject: message.split('\n')[0] ?? '' };
  if (!options.push || branch === undefined) return { ...report, pushedTo: undefined, pushError: undefined };
  const remote = await remoteFor(writer, branch);
  const pushError = await writer.push(remote, branch);
  return { ...report, pushedTo: pushError === undefined ? remote : undefined, pushError };
}

async function openRepository(host: Host): Promise<{ git: Git; writer: GitWriter }> {
  if (!host.git || !host.openWriter) {
    throw new UserError('committing needs a git repository, and this folder is not in one', 'git init starts one');
  }
  return { git: await host.git(), writer: await host.openWriter() };
}

async function remoteFor(writer: GitWriter, branch: string | undefined): Promise<string> {
  if (branch === undefined)
    throw new UserError('HEAD is not on a branch, so there is nothing to push', 'add --branch NAME');
  const remote = await writer.remoteOf(branch);
  if (remote !== undefined) return remote;
  throw new UserError('there is no remote to push to', 'git remote add origin URL names one');
}
