import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemErrorCode } from './system-error.ts';

/** `.git/index.lock`, as git itself takes it while it writes the index: nobody else does meanwhile. */
export interface IndexLock {
  /** Takes the lock, also from a process of ours that was killed. False if somebody has it. */
  take(): boolean;
  /** Gives it back; without effect if it is not ours. */
  release(): void;
  /** Whether a process of ours left it behind. */
  isAbandoned(): boolean;
}

/**
 * The lock says who has taken it. One whose process is gone is taken over, by one process only: a marker named after
 * that lock is made exclusively, and the lock looked at again, before it is replaced in one step.
 * @param pid of the process that takes it
 */
export function indexLock(gitDir: string, pid: number): IndexLock {
  const path = join(gitDir, 'index.lock');
  const host = hostname();
  const own = `flagwright ${JSON.stringify({ pid, host, token: `${pid}-${process.hrtime.bigint()}` })}\n`;
  const draft = `${path}.flagwright-${pid}`;

  const takeOver = (): boolean => {
    const seen = contentOf(path);
    const owner = ownerOf(seen);
    if (!owner || !isGone(owner, host)) return false;
    const marker = `${path}.over-${owner.token.replace(/[^0-9-]/g, '')}`;
    if (!makeExclusively(marker, own)) return false;
    try {
      if (contentOf(path) !== seen) return false;
      writeFileSync(draft, own);
      renameSync(draft, path);
      return true;
    } finally {
      rmSync(marker, { force: true });
    }
  };

  return {
    take() {
      writeFileSync(draft, own);
      try {
        // A link appears with its content, so nobody ever sees a lock that does not say whose it is.
        linkSync(draft, path);
        return true;
      } catch (error) {
        const code = systemErrorCode(error);
        if (code === 'EEXIST') return takeOver();
        if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
        return makeExclusively(path, own);
      } finally {
        rmSync(draft, { force: true });
      }
    },
    release() {
      if (contentOf(path) === own) rmSync(path, { force: true });
    },
    isAbandoned() {
      const owner = ownerOf(contentOf(path));
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
function isGone({ pid, host }: Owner, here: string): boolean {
  return host === here && !isRunning(pid);
}

/** Whether a process of this machine still runs. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
}

function makeExclusively(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
