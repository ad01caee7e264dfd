import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeFile } from '../platform/disk-writer.ts';
import type { Repository } from './repository.ts';

/** Git holds these locks for some milliseconds. One that stays this long belongs to a process that has ended. */
const patience = 1000;
const interval = 100;

/**
 * Removes the locks of a branch that git left behind when it was killed while it moved the branch to a commit. Locks
 * that change or go meanwhile, or that hold anything else, are left alone.
 * @param ref full name of the branch, or `HEAD`
 * @param commit full id of the commit that it was to be moved to
 */
export async function removeStaleLocks({ gitDir, commonDir }: Repository, ref: string, commit: string): Promise<void> {
  const paths = new Set([join(gitDir, 'HEAD.lock'), join(ref === 'HEAD' ? gitDir : commonDir, `${ref}.lock`)]);
  const seen = new Map([...paths].flatMap((path) => stampOf(path, commit).map((stamp) => [path, stamp] as const)));
  for (let waited = 0; seen.size > 0 && waited < patience; waited += interval) {
    await sleep(interval);
    for (const [path, stamp] of seen) if (stampOf(path, commit)[0] !== stamp) seen.delete(path);
  }
  for (const path of seen.keys()) removeFile(path);
}

/** What tells one lock from another; nothing if there is none, or it is not one of ours. */
function stampOf(path: string, commit: string): string[] {
  try {
    const { ino, mtimeMs, size } = lstatSync(path);
    if (size > commit.length + 1) return [];
    const content = readFileSync(path, 'latin1');
    return content === '' || content === `${commit}\n` || content === commit ? [`${ino} ${mtimeMs} ${size}`] : [];
  } catch {
    return [];
  }
}
