import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { systemErrorText } from '../platform/system-error.ts';
import { createFile, removeFolder, temporaryFolder } from '../platform/disk-writer.ts';
import type { ProcessEnvironment } from '../platform/environment.ts';
import { runGit } from './git-process.ts';

export interface MergeFileOptions {
  /** Absolute path of the folder git is run in; paths of files may be relative to it. */
  readonly cwd: string;
  readonly env: ProcessEnvironment;
  /** How many characters make a conflict marker. */
  readonly markerSize: number;
  /** Markers show two sides even where git is configured to show the base as well. */
  readonly plain?: boolean | undefined;
}

/** Three versions of something: of a path, a text. */
export interface ThreeWays {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

// git gives the number of conflicts, and 255 for an error.
const counts = Array.from({ length: 128 }, (_, count) => count);

/**
 * Merges files line by line with `git merge-file`, and writes nothing.
 * @param files paths
 * @throws GitError where git cannot, as for binary files
 */
export async function mergeFiles(
  files: ThreeWays,
  options: MergeFileOptions,
): Promise<{ bytes: Uint8Array; isClean: boolean }> {
  const { cwd, env, markerSize, plain } = options;
  const labels = ['ours', 'base', 'theirs'].flatMap((label) => ['-L', label]);
  const style = plain ? ['-c', 'merge.conflictStyle=merge'] : [];
  const { stdout, code } = await runGit(
    [...style, 'merge-file', '-p', '-q', ...labels, `--marker-size=${markerSize}`, '--',
      files.ours, files.base, files.theirs], // prettier-ignore
    { cwd, env, okCodes: counts },
  );
  return { bytes: stdout, isClean: code === 0 };
}

/** Merges texts line by line, as `mergeFiles` does files. */
export async function mergeLines(
  texts: ThreeWays,
  options: MergeFileOptions,
): Promise<{ text: string; isClean: boolean }> {
  const folder = temporaryFolder('merge');
  try {
    const put = (side: keyof ThreeWays): string => {
      createFile(join(folder, side), texts[side]);
      return join(folder, side);
    };
    const { bytes, isClean } = await mergeFiles(
      { base: put('base'), ours: put('ours'), theirs: put('theirs') },
      options,
    );
    return { text: Buffer.from(bytes).toString('utf8'), isClean };
  } finally {
    removeFolder(folder);
  }
}

/**
 * The bytes of a file anywhere on the disk.
 * @throws UserError if it cannot be read
 */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${systemErrorText(error)}`, 'check the path');
  }
}
