import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { copyFile, linkFile, makeFolders, moveFile, removeFile } from '../platform/disk-writer.ts';
import { prepareFiles, type FileChanges } from '../platform/file-changes.ts';
import { writeError } from '../platform/write-error.ts';
import type { GitOptions, GitResult } from './git-process.ts';
import type { GitWriter, TreeEntry } from './git-writer.ts';

export interface Places {
  /** Absolute path of the top of the working tree; undefined in a bare repository. */
  readonly root: string | undefined;
  /** Absolute path of the index. */
  readonly index: string;
  /** Absolute path of a folder for temporary files, on the file system of the index. */
  readonly own: string;
  /** Absolute path of the index that is made ready there. */
  readonly temporaryIndex: string;
  /** Names the drafts beside files. */
  readonly token: string;
  readonly entries: GitWriter['entries'];
  run(args: readonly string[], more?: Partial<GitOptions>): Promise<GitResult>;
  /** Replaces entries of the temporary index. */
  stageInto(commit: string, changed: ReadonlyMap<string, TreeEntry | undefined>): Promise<void>;
  /** Whether the index is locked against other writers. */
  isLocked(): boolean;
}

/** Brings files and index to what a commit has, in steps that can be taken back without any space on the disk. */
export function putInPlace(places: Places): Pick<GitWriter, 'putFiles' | 'putIndex' | 'takeBack' | 'keep'> {
  const { root, index, own, temporaryIndex, token, entries, run } = places;
  const former = join(own, 'index.was');
  let files: FileChanges | undefined;
  let hasPutIndex = false;
  return {
    async putFiles(commit, paths) {
      if (root === undefined) return;
      const found = await entries(commit, paths);
      const contents = new Map<string, Uint8Array | null>();
      for (const path of paths) {
        const content = found.has(path) ? (await run(['cat-file', '--filters', `${commit}:${path}`])).stdout : null;
        contents.set(path, content);
      }
      const changes = prepareFiles(root, contents, token);
      changes.apply();
      files = changes;
    },
    async putIndex(commit, paths) {
      try {
        makeFolders(own);
        removeFile(temporaryIndex);
        removeFile(former);
        copyFile(index, temporaryIndex);
        const found = await entries(commit, paths);
        await places.stageInto(commit, new Map(paths.map((path) => [path, found.get(path)])));
        // Without it every file touched would look changed until somebody reads it again.
        const indexed = { GIT_INDEX_FILE: temporaryIndex };
        await run(['update-index', '-q', '--refresh'], { okCodes: [0, 1, 128], env: indexed });
        linkOrCopy(index, former);
        if (!places.isLocked()) {
          throw new UserError('the lock of the index was removed meanwhile', 'nothing was committed; run it again');
        }
        hasPutIndex = true;
        moveFile(temporaryIndex, index);
      } catch (error) {
        throw writeError('the index', error, 'nothing was committed');
      }
    },
    async takeBack() {
      if (hasPutIndex && existsSync(former)) moveFile(former, index);
      hasPutIndex = false;
      files?.undo();
      files = undefined;
    },
    async keep() {
      hasPutIndex = false;
      files?.finish();
      files = undefined;
    },
  };
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkFile(from, to);
  } catch {
    copyFile(from, to);
  }
}
