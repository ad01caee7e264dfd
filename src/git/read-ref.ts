import { join } from 'node:path';
import { readGitFile } from './git-file.ts';
import type { Repository } from './repository.ts';

const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** A ref of the kinds that point to commits, as `git check-ref-format` has them; no path that leads elsewhere. */
const REF = /^refs\/(?:heads|remotes)\/(?!.*\.\.)[^\s\p{Cc}~^:?*[\\]+$/u;

/** References may refer to others; git follows as many. */
const DEEPEST = 5;

/**
 * The commit that HEAD or a branch points to, read from git's files, since starting a process takes as long as a quarter of
 * a short command. Undefined where the files do not say it (no such ref, refs kept in another format, an odd
 * name): then git has to be asked.
 * @param name `HEAD`, or a full name below `refs/heads/` or `refs/remotes/`
 */
export function readRef({ gitDir, commonDir }: Repository, name: string): string | undefined {
  let ref = name;
  for (let depth = 0; depth <= DEEPEST; depth++) {
    if (ref !== 'HEAD' && !REF.test(ref)) return undefined;
    // HEAD belongs to the working tree, branches to all of them.
    const text = readGitFile(join(ref === 'HEAD' ? gitDir : commonDir, ref))?.trimEnd();
    if (text === undefined) return readPacked(commonDir, ref);
    if (COMMIT_ID.test(text)) return text;
    const next = /^ref: (\S+)$/.exec(text)?.[1];
    if (next === undefined) return undefined;
    ref = next;
  }
  return undefined;
}

/** Full name of the ref that HEAD names; undefined if HEAD is detached, or its file cannot be read. */
export function readHeadRef({ gitDir }: Repository): string | undefined {
  return /^ref: (\S+)\s*$/.exec(readGitFile(join(gitDir, 'HEAD')) ?? '')?.[1];
}

/** A ref among those that git has gathered in one file, a line each: `<id> <name>`. */
function readPacked(commonDir: string, ref: string): string | undefined {
  const text = readGitFile(join(commonDir, 'packed-refs')) ?? '';
  const end = `\n${text}\n`.indexOf(` ${ref}\n`);
  if (end < 0) return undefined;
  const id = text.slice(text.lastIndexOf('\n', end - 2) + 1, end - 1);
  return COMMIT_ID.test(id) ? id : undefined;
}

/**
 * Whether the repository's own configuration may name a branch that another follows: it has such a section, or includes
 * other files.
 */
export function mayFollow({ gitDir, commonDir }: Repository): boolean {
  const texts = [readGitFile(join(commonDir, 'config')), readGitFile(join(gitDir, 'config.worktree'))];
  return texts[0] === undefined || texts.some((text) => /\[\s*(?:branch|include)/i.test(text ?? ''));
}
