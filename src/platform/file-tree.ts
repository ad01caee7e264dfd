/**
 * A set of files at one moment: the working tree, any commit, or an overlay of changes over either.
 * Everything that reads a project reads it through this, so every command works at any revision.
 * Paths are relative to the root (the top of the git repository, else the project), with forward
 * slashes, in no way normalised beyond that.
 */
export interface FileTree {
  /** Every entry below a folder (`''` is the root), in code-unit order of its path. Folders themselves are not listed. */
  list(folder: string): Promise<readonly FileEntry[]>;
  /**
   * The bytes of a file. Calls may be made side by side; a tree that reads from git answers them as one batch.
   * @param maxSize bytes above which a tree may refuse; one that knows sizes from its listing need not look again
   * @throws UnreadableFileError if there is no such file, or it cannot be read; as FileTooLargeError for its size
   */
  read(path: string, maxSize?: number): Promise<Uint8Array>;
}

export interface FileEntry {
  readonly path: string;
  /** `link`: a symbolic link, which is never followed. `unreadable`: a device, socket or folder that refuses us. */
  readonly kind: 'file' | 'link' | 'submodule' | 'unreadable';
  /** Size in bytes; 0 for what is not a file. Absent where only reading the file would tell. */
  readonly size?: number | undefined;
  /**
   * Changes whenever the content may have changed: the blob's id in a commit, a signature of the inode in the
   * working tree. Absent where it could not be trusted (a file written within the last moments).
   */
  readonly stamp?: string | undefined;
}

/** A file that is listed but cannot be read; `message` says why in the system's words. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
}

/** A file that is larger than the reader would have it. */
export class FileTooLargeError extends UnreadableFileError {
  /** In bytes. */
  readonly size: number;

  constructor(size: number) {
    super(`it has ${size} bytes`);
    this.size = size;
  }
}
