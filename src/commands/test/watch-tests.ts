import { UserError } from '../../diagnostic/user-error.ts';
import type { FileTree } from '../../platform/file-tree.ts';
import { memberOf } from '../../project/membership.ts';
import type { Host } from '../../workspace/host.ts';
import { projectFolder } from '../../workspace/project-folder.ts';
import { test, type TestOptions, type TestReport } from './test.ts';

/** A host that can wait for files to change. */
export interface WatchHost extends Host {
  /** The files of the host's tree, each with a stamp that changes whenever the file is written. */
  readonly watched: FileTree;
  /** Resolves after so many milliseconds, or when the host's signal is aborted. */
  pause(milliseconds: number): Promise<void>;
}

/** How often the files are looked at, in milliseconds. */
const interval = 400;
/** For so long nothing may have changed before the specs are run again: editors and git write in several steps. */
const rest = 100;

/**
 * Runs the specs now, and again whenever files of the project have changed, until the host's signal is aborted.
 * What the caller can put right is yielded as well, since the next change may do so.
 * @throws UserError where there is no working tree to watch
 */
export async function* watchTests(host: WatchHost, options: TestOptions): AsyncGenerator<TestReport | UserError> {
  if (host.at !== undefined) throw new UserError('--watch follows the working tree', 'leave out --at');
  const folder = projectFolder(host);
  let before = await signatureOf(host.watched, folder);
  while (!host.signal.aborted) {
    yield await tested(host, options);
    before = await nextChange(host, folder, before);
  }
}

async function tested(host: Host, options: TestOptions): Promise<TestReport | UserError> {
  try {
    return await test(host, options);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Waits until the files are others, and have come to rest. */
async function nextChange(host: WatchHost, folder: string, before: string): Promise<string> {
  let last = before;
  while (!host.signal.aborted) {
    await host.pause(last === before ? interval : rest);
    const now = await signatureOf(host.watched, folder);
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
