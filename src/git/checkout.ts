import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readGitFile } from './git-file.ts';
import type { Repository } from './repository.ts';

/** What is checked out. */
export interface Checkout {
  /** Full id; undefined on a branch without commits. */
  readonly commit: string | undefined;
  /** Whether history was cut off when the repository was cloned or fetched. */
  readonly shallow: boolean;
}

const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Git follows as many symbolic references one after the other. */
const DEEPEST = 5;

/**
 * What is checked out, read from git's files without starting a process; see gitrepository-layout(5).
 * @returns undefined where these files do not tell, and git has to be asked: refs may be kept in another way
 */
export function readCheckout({ gitDir, commonDir }: Repository): Checkout | undefined {
  if (existsSync(join(commonDir, 'reftable'))) return undefined;
  const shallow = Boolean(readGitFile(join(commonDir, 'shallow'))?.trim());
  let content = readGitFile(join(gitDir, 'HEAD'))?.trim() ?? '';
  for (let depth = 0; depth < DEEPEST; depth++) {
    if (COMMIT_ID.test(content)) return { commit: content, shallow };
    const name = /^ref:\s*(refs\/\S+)$/.exec(content)?.[1];
    if (name === undefined || name.split('/').includes('..')) return undefined;
    // Those of one working tree alone (bisect, rewritten, worktree) are in its own folder.
    const isOwn = /^refs\/(?:bisect|rewritten|worktree)\//.test(name);
    const found = readGitFile(join(isOwn ? gitDir : commonDir, name))?.trim() ?? packedRef(commonDir, name);
    if (found === undefined) return name.startsWith('refs/heads/') ? { commit: undefined, shallow } : undefined;
    content = found;
  }
  return undefined;
}

function packedRef(commonDir: string, name: string): string | undefined {
  const packed = readGitFile(join(commonDir, 'packed-refs'));
  if (packed === undefined) return undefined;
  const end = packed.indexOf(` ${name}\n`);
  return end < 0 ? undefined : packed.slice(packed.lastIndexOf('\n', end) + 1, end);
}
