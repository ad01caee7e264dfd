import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { FileTooLargeError, UnreadableFileError } from './file-tree.ts';
import { systemErrorCode, systemErrorText } from './system-error.ts';

export interface PlainFileOptions {
  /** In bytes. A larger file is refused before any of it is read. */
  readonly maxSize: number;
  /** Whether the path may be a symbolic link: only for a path that the user named, outside of any project. */
  readonly followLinks?: boolean;
}

/** Without O_NONBLOCK, opening a named pipe would wait for a writer. Windows has none of these but the first. */
const plain = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * Reads a file that is nothing but a file: a folder, a device, a socket or a pipe is refused, without waiting for it.
 * @param path absolute. Links among its folders are followed; a link in its last place is not, unless it is asked for
 * @throws UnreadableFileError that says why it cannot be read, in the system's words; its `cause` is the system's error if
 * there is one. As FileTooLargeError for its size
 */
export function readPlainFile(path: string, { maxSize, followLinks = false }: PlainFileOptions): Buffer {
  try {
    const descriptor = openSync(path, followLinks ? plain : plain | constants.O_NOFOLLOW);
    try {
      return readWhole(descriptor, maxSize);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    throw new UnreadableFileError(reasonOf(error, followLinks), { cause: error });
  }
}

const chunkSize = 1 << 18;

/**
 * The same, piece by piece, for files of any size.
 * @throws UnreadableFileError as `readPlainFile` does, when the first piece is asked for
 */
export async function* plainFileChunks(path: string, followLinks: boolean): AsyncGenerator<Uint8Array> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, followLinks ? plain : plain | constants.O_NOFOLLOW);
    requireFile(descriptor);
    for (;;) {
      const bytes = Buffer.allocUnsafe(chunkSize);
      const count = readSync(descriptor, bytes, 0, chunkSize, null);
      if (count === 0) return;
      yield bytes.subarray(0, count);
    }
  } catch (error) {
    if (error instanceof UnreadableFileError || systemErrorCode(error) === undefined) throw error;
    throw new UnreadableFileError(reasonOf(error, followLinks), { cause: error });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function requireFile(descriptor: number): Stats {
  const stats = fstatSync(descriptor);
  if (!stats.isFile()) throw new UnreadableFileError(stats.isDirectory() ? 'it is a folder' : 'it is not a file');
  return stats;
}

function readWhole(descriptor: number, maxSize: number): Buffer {
  const stats = requireFile(descriptor);
  if (stats.size > maxSize) throw new FileTooLargeError(stats.size);
  const bytes = Buffer.allocUnsafe(stats.size);
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

function reasonOf(error: unknown, followLinks: boolean): string {
  const code = systemErrorCode(error);
  if (code === 'ELOOP' && !followLinks) return 'it is a symbolic link, which is not followed';
  // What opening a socket gives.
  return code === 'ENXIO' ? 'it is not a file' : systemErrorText(error);
}
