import { UserError } from '../diagnostic/user-error.ts';
import type { Git } from '../git/git.ts';
import type { Host } from '../workspace/host.ts';
import { commitHost, memoryStores } from './commit-host.ts';
import { DefinitionMemory } from './definition-memory.ts';
import type { FollowedSource } from './follower.ts';
import { readCommit } from './read-commit.ts';

export interface FollowedRef {
  /** A branch, tag or commit; by default what HEAD names. */
  readonly ref: string | undefined;
  /** The folder given with `--project`. */
  readonly project: string | undefined;
  readonly environments: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Reads commits out of a repository, bare or not. Nothing of the working tree is looked at, and nothing is written. */
export async function repositorySource(host: Host, git: Git, followed: FollowedRef): Promise<FollowedSource> {
  const { project, environments, now } = followed;
  const stores = memoryStores(host.stores);
  const memory = new DefinitionMemory();
  const name = followed.ref === undefined ? undefined : await fullName(git, followed.ref);
  return {
    head: () => (name === undefined ? git.headCommit() : git.resolve(name)),
    async read(commit) {
      return readCommit(await commitHost(host, git, commit, { stores, project }), environments, now(), memory);
    },
    leadsTo: async (older, newer) => (await git.mergeBase(older, newer)) === older,
    async *before(commit) {
      let isFirst = true;
      for await (const batch of git.firstParents(commit)) {
        for (const { id } of batch) {
          if (!isFirst) yield id;
          isFirst = false;
        }
      }
    },
  };
}

/** A name that is read from git's files, without a process at each look, if there is one. */
async function fullName(git: Git, ref: string): Promise<string> {
  for (const name of [`refs/heads/${ref}`, `refs/remotes/${ref}`]) {
    try {
      await git.resolve(name);
      return name;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  await git.resolve(ref);
  return ref;
}
