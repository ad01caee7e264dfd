import type { FileTree } from '../platform/file-tree.ts';
import { memberOf } from '../project/membership.ts';
import type { Host } from './host.ts';
import { projectFolder } from './project-folder.ts';

/** A host that can wait for files to change. */
export interface WatchHost extends Host {
  /** The files of the host's tree, each with a stamp that changes whenever the file is written. */
  readonly watched: FileTree;
  /** Resolves after so many milliseconds, or when the host's signal is aborted. */
  pause(milliseconds: number): Promise<void>;
}

/** How often the files are looked at, in milliseconds. */
const interval = 400;
/** For so long nothing may have changed before a change counts: editors and git write in several steps. */
const rest = 100;

/**
 * Yields each time files of the project have changed, until the host's signal is aborted. What changes before the first
 * time it is asked counts as well.
 * @param more a text that changes with whatever else counts as a change
 */
export function projectChanges(host: WatchHost, more?: () => Promise<string>): AsyncGenerator<void> {
  const folder = projectFolder(host);
  const look = async (): Promise<string> => `${await signatureOf(host.watched, folder)}\n${(await more?.()) ?? ''}`;
  const start = look();
  // Heard when the first change is asked for.
  start.catch(() => {});
  return changesOf(host, look, start);
}

async function* changesOf(host: WatchHost, look: () => Promise<string>, start: Promise<string>): AsyncGenerator<void> {
  let before = await start;
  while (!host.signal.aborted) {
    before = await nextChange(host, look, before);
    if (!host.signal.aborted) yield;
  }
}

/** Waits until the files are others, and have come to rest. */
async function nextChange(host: WatchHost, look: () => Promise<string>, before: string): Promise<string> {
  let last = before;
  while (!host.signal.aborted) {
    await host.pause(last === before ? interval : rest);
    const now = await look();
    if (now === last && now !== before) return now;
    last = now;
  }
  return last;
}

/** A text that changes with any file of the project. */
async function signatureOf(tree: FileTree, folder: string): Promise<string> {
  const entries = (await tree.list(folder)).filter(({ path }) => memberOf(folder, path) !== undefined);
  return entries.map(({ path, kind, size, stamp }) => `${path}\0${kind}\0${size}\0${stamp}`).join('\n');
}
