import type { Checkout } from '../git/checkout.ts';
import type { Clock } from '../platform/clock.ts';
import type { FileTree } from '../platform/file-tree.ts';
import type { Git } from '../git/git.ts';
import type { GitWriter } from '../git/git-writer.ts';
import type { FileChanges } from '../platform/file-changes.ts';
import type { StoreFile } from '../project/record-store.ts';

/** Everything a command may touch. Built by `cli`, faked by tests. */
export interface Host {
  /** The files to read: the working tree, or a commit with `--at`. Rooted at the top of the repository, else the project. */
  readonly tree: FileTree;
  /** Absolute path of the root of the tree, for what is shown to people. */
  readonly root: string;
  /** The folder of the project in the tree, `''` at its root; `undefined` outside of any project. */
  readonly folder: string | undefined;
  /**
   * Folders of the tree in which a project would have been found before this one, if there were one, by the names that lead
   * there: one of them may be a link to it.
   */
  readonly passed?: readonly string[] | undefined;
  /** Outside of any project: what to do about a manifest whose name is not right; undefined where there is none. */
  readonly misnamedManifest?: (() => string | undefined) | undefined;
  /** The repository has no working tree: there is only what `--at` names. */
  readonly isBare?: boolean;
  /** The current folder in the tree, `''` at its root. */
  readonly cwd: string;
  /** The path in the tree of an absolute path; `undefined` outside of it. */
  relativePath(absolute: string): string | undefined;
  /** Opens the repository, once; absent outside of any. */
  readonly git: (() => Promise<Git>) | undefined;
  /**
   * What is checked out, read without opening the repository; undefined where only git can tell. Absent outside of any
   * repository.
   */
  readonly checkout?: (() => Checkout | undefined) | undefined;
  /** Opens what makes commits, once; absent where there is no repository, or the past is looked at. */
  readonly openWriter?: (() => Promise<GitWriter>) | undefined;
  /** A change that was left in the middle; absent where none was. */
  readonly interrupted?: Interrupted | undefined;
  /** The full id of the commit that `--at` names; absent where the working tree is looked at. */
  readonly at: string | undefined;
  readonly clock: Clock;
  /** Writes files of the working tree. */
  readonly writer: FileWriter;
  /** Opens the file where lint keeps what it found out about unchanged files; absent where nothing may be kept. */
  readonly store: (() => Promise<StoreFile>) | undefined;
  /** Opens files below the common git folder by their names, for what is kept of history; absent outside of a repository. */
  readonly stores: (() => Promise<(name: string) => StoreFile>) | undefined;
  /** Version of the tool, with everything that decides what it finds. */
  readonly toolVersion: string;
  /** Asks the user; absent where nobody could answer. */
  readonly ask: Ask | undefined;
  /** Reports what is going on, for work that takes longer than a second. */
  readonly progress: Progress;
  /** Ends long work when the user interrupts it. */
  readonly signal: AbortSignal;
}

/** Writes to the working tree, all or nothing. */
export interface FileWriter {
  /**
   * Replaces or creates files, by their paths in the tree; folders are made as needed.
   * @throws UserError if a file cannot be written, or a path leads out of the tree through a link; then none is
   */
  write(files: ReadonlyMap<string, string>): void;
  /** Makes files ready, for who changes more than files; `null` removes one. @throws UserError as `write` does */
  prepare(files: ReadonlyMap<string, string | null>): FileChanges;
  /** Removes those of these files that a process left behind that was killed while it wrote. */
  sweep(names: readonly string[]): void;
}

/** Questions to somebody at a terminal. */
export interface Ask {
  input(question: { message: string; default?: string; validate?: (answer: string) => true | string }): Promise<string>;
  select(question: {
    message: string;
    choices: readonly { value: string; label: string }[];
    default?: string;
  }): Promise<string>;
  confirm(question: { message: string; default: boolean }): Promise<boolean>;
}

export interface Progress {
  /** What is being done, and how far it is; of how much, where that is known. */
  update(what: string, done: number, total?: number): void;
  /** With `--debug`: says on stderr what has been done, and when. */
  debug(what: string): void;
  /** Prints a warning on stderr, even with --quiet. */
  say(kind: 'warning' | 'note' | 'help', what: string): void;
}

/** A change whose process was killed before it was complete. */
export interface Interrupted {
  /** The first line of the message of its commit. */
  readonly subject: string;
  /** Full id of the commit that was made for it. */
  readonly commit: string;
  /** Full name of the branch, or `HEAD`. */
  readonly ref: string;
  /** Paths in the tree. */
  readonly files: readonly string[];
}
