import type { Journal, WrittenJournal } from './journal-file.ts';

/** A file of a tree or of the index. */
export interface TreeEntry {
  /** `100644`, `100755`. */
  readonly mode: string;
  readonly oid: string;
}

/** What is known of a file outside of commits; undefined where there is none. */
export interface FileState {
  readonly index: TreeEntry | undefined;
  /** Id of the content that the file of the working tree would be committed as. */
  readonly file: string | undefined;
}

/**
 * The single steps of making a commit. Each is done or not done, and can be repeated: every order in which they could
 * fail is tested by wrapping this. Paths are relative to the top of the working tree.
 */
export interface GitWriter {
  /** Whether a process was killed on the way. */
  isUnfinished(): boolean;
  /** Takes the index's lock; false if somebody else has it. */
  lock(): Promise<boolean>;
  /** Removes everything temporary and gives the lock back. */
  unlock(): Promise<void>;
  /** Undefined if there is none, or it makes no sense. */
  readJournal(): Promise<WrittenJournal | undefined>;
  writeJournal(journal: Journal): Promise<void>;
  /** Removes it, with what its process left beside the files. */
  removeJournal(): Promise<void>;
  /** What is under way: `a merge`, `a rebase`. */
  operation(): Promise<string | undefined>;
  /** The files among these that differ from HEAD, staged or not, or are there and not in HEAD. */
  edited(paths: readonly string[]): Promise<readonly string[]>;
  entries(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, TreeEntry>>;
  state(path: string): Promise<FileState>;
  /** Stores a content as it is, and gives its id. */
  writeBlob(content: string): Promise<string>;
  /** Makes a temporary index of a commit with some entries replaced, or removed where they are undefined. */
  stage(commit: string, entries: ReadonlyMap<string, TreeEntry | undefined>): Promise<void>;
  /** Stores the temporary index as a tree, and gives its id. */
  writeTree(): Promise<string>;
  /** Runs a hook on the temporary index, if there is such a hook. `commit-msg` may change the message. */
  runHook(name: 'pre-commit' | 'commit-msg', message: string): Promise<HookResult>;
  /** Makes a commit, signed where the user's settings ask for it. */
  commitTree(tree: string, parent: string, message: string): Promise<string>;
  /** The commit of a ref; undefined where there is none. */
  commitOf(ref: string): Promise<string | undefined>;
  /** Moves a ref from one commit to another; `undefined` makes a new one. False if it is not where it should be. */
  moveRef(ref: string, commit: string, before: string | undefined, reason: string): Promise<boolean>;
  /** Removes the locks that git left behind when it was killed while it moved a ref to a commit. */
  freeRef(ref: string, commit: string): Promise<void>;
  /**
   * Brings files of the working tree to what a commit has there, with line ends as the user's settings want; all or
   * nothing. `takeBack` or `keep` must follow.
   */
  putFiles(commit: string, paths: readonly string[]): Promise<void>;
  /** Brings entries of the index to what a commit has there. `takeBack` or `keep` must follow. */
  putIndex(commit: string, paths: readonly string[]): Promise<void>;
  /** Brings index and files back to what they were before they were put. Needs no space on the disk. */
  takeBack(): Promise<void>;
  /** Gives up what index and files were before. */
  keep(): Promise<void>;
  isBranchName(name: string): Promise<boolean>;
  /** The remote that a branch is pushed to. */
  remoteOf(branch: string): Promise<string | undefined>;
  /** Why git would not push, in its words; undefined if it did. */
  push(remote: string, branch: string): Promise<string | undefined>;
}

interface HookResult {
  readonly ok: boolean;
  readonly output: string;
  readonly message: string;
}
