import { hostname } from 'node:os';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../platform/file-writer.ts';
import { removeFile } from '../platform/disk-writer.ts';
import { readPlainFile } from '../platform/plain-file.ts';
import { isRunning } from '../platform/running.ts';

/** Kept while files, index and branch are brought to a new commit, so that the next command can finish or undo it. */
export interface Journal {
  /** Full name of the branch, or `HEAD` if that is detached. */
  readonly ref: string;
  readonly before: string;
  readonly commit: string;
  readonly paths: readonly string[];
  /** The first line of the commit's message. */
  readonly subject: string;
}

/** Who wrote a journal. */
interface Writing {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/** A journal as it is on the disk: with the process that wrote it, and the token of its drafts. */
export type WrittenJournal = Journal & Writing;

const fileName = 'flagwright-journal.json';
const maxSize = 1024 * 1024;

/** Journals that this process has written and not removed: process ids come again, in containers soon. */
const own = new Set<string>();

/** Whether there is a journal; costs one look at the disk. @param gitDir absolute path of the folder that holds HEAD */
export function hasJournal(gitDir: string): boolean {
  return existsSync(join(gitDir, fileName));
}

/** The journal in a git folder; undefined if there is none, or it makes no sense. */
export function readJournal(gitDir: string): WrittenJournal | undefined {
  const path = join(gitDir, fileName);
  try {
    const text = readPlainFile(path, { maxSize }).toString('utf8');
    const { ref, before, commit, paths, subject, pid, host, token } = JSON.parse(text) as Partial<WrittenJournal>;
    const texts = [ref, before, commit, subject, host, token];
    const isWhole = texts.every((part) => typeof part === 'string') && typeof pid === 'number' && Array.isArray(paths);
    if (!isWhole || !paths?.every((part) => typeof part === 'string')) return undefined;
    if (![before, commit].every((id) => /^[0-9a-f]{40,64}$/.test(id ?? ''))) return undefined;
    if (!/^(?:HEAD|refs\/heads\/.+)$/s.test(ref ?? '') || !/^[0-9a-f-]+$/.test(token ?? '')) return undefined;
    return { ref, before, commit, paths, subject, pid, host, token } as WrittenJournal;
  } catch {
    return undefined;
  }
}

/** @throws the system's error */
export function writeJournal(gitDir: string, journal: Journal, pid: number, token: string): void {
  const written: WrittenJournal = { ...journal, pid, host: hostname(), token };
  replaceFile(join(gitDir, fileName), JSON.stringify(written));
  own.add(token);
}

export function removeJournal(gitDir: string): void {
  removeFile(join(gitDir, fileName));
  own.clear();
}

/** Whether the process that wrote a journal is still at work on it. */
export function isAtWork({ pid, host, token }: WrittenJournal): boolean {
  if (host !== hostname()) return false;
  return pid === process.pid ? own.has(token) : isRunning(pid);
}
