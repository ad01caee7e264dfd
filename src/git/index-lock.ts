import { hostname } from 'node:os';
import { join } from 'node:path';
import { createFile, linkFile, moveFile, removeFile, unguessable } from '../platform/disk-writer.ts';
import { isRunning } from '../platform/running.ts';
import { systemErrorCode } from '../platform/system-error.ts';
import { readGitFile } from './git-file.ts';

/** `.git/index.lock`, as git itself takes it while it writes the index: nobody else does meanwhile. */
export interface IndexLock {
  /** Takes the lock, also from a process of ours that was killed. False if somebody has it. */
  take(): boolean;
  /** Gives it back; without effect if it is not ours. */
  release(): void;
  /** Whether it is ours: somebody may have removed it by hand. */
  isHeld(): boolean;
  /** Whether a process of ours left it behind. */
  isAbandoned(): boolean;
}

/** Locks that this process has taken: process ids come again, in containers soon. */
const held = new Set<string>();

/**
 * The lock says who has taken it. One whose process is gone is taken over, by one process only: a marker named after
 * that lock is made exclusively, and the lock looked at again, before it is replaced in one step.
 * @param pid of the process that takes it
 */
export function indexLock(gitDir: string, pid: number): IndexLock {
  const path = join(gitDir, 'index.lock');
  const host = hostname();
  const token = `${pid}-${process.hrtime.bigint()}`;
  const own = `flagwright ${JSON.stringify({ pid, host, token })}\n`;
  const newDraft = (): string => {
    const draft = `${path}.flagwright-${pid}-${unguessable()}`;
    createFile(draft, own);
    return draft;
  };

  const takeOver = (): boolean => {
    const seen = readGitFile(path);
    const owner = ownerOf(seen);
    if (!owner || !isGone(owner, host)) return false;
    const marker = `${path}.over-${owner.token.replace(/[^0-9-]/g, '')}`;
    if (!makeExclusively(marker, own)) return false;
    try {
      if (readGitFile(path) !== seen) return false;
      const draft = newDraft();
      try {
        moveFile(draft, path);
      } catch (error) {
        removeFile(draft);
        throw error;
      }
      return true;
    } finally {
      removeFile(marker);
    }
  };

  const take = (): boolean => {
    const draft = newDraft();
    try {
      // A link appears with its content, so nobody ever sees a lock that does not say whose it is.
      linkFile(draft, path);
      return true;
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'EEXIST') return takeOver();
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
      return makeExclusively(path, own);
    } finally {
      removeFile(draft);
    }
  };

  return {
    take() {
      if (!take()) return false;
      held.add(token);
      return true;
    },
    release() {
      if (readGitFile(path) === own) removeFile(path);
      held.delete(token);
    },
    isHeld: () => readGitFile(path) === own,
    isAbandoned() {
      const owner = ownerOf(readGitFile(path));
      return owner !== undefined && isGone(owner, host);
    },
  };
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

function ownerOf(content: string | undefined): Owner | undefined {
  if (!content?.startsWith('flagwright {')) return undefined;
  try {
    const { pid, host, token } = JSON.parse(content.slice('flagwright '.length)) as Partial<Owner>;
    const isWhole = typeof pid === 'number' && typeof host === 'string' && typeof token === 'string';
    return isWhole ? { pid, host, token } : undefined;
  } catch {
    return undefined;
  }
}

/** Processes of another machine cannot be asked, so their locks are left alone. */
function isGone({ pid, host, token }: Owner, here: string): boolean {
  if (host !== here) return false;
  return pid === process.pid ? !held.has(token) : !isRunning(pid);
}

function makeExclusively(path: string, content: string): boolean {
  try {
    createFile(path, content);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
