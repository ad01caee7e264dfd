import type { CommitInfo } from '../platform/commit-info.ts';
import type { Git } from '../platform/git.ts';
import type { StoreFile } from '../project/record-store.ts';
import type { Document } from '../source/document.ts';
import { firstAbove, folderAt, type IndexData } from './index-data.ts';
import { loadIndex } from './load-index.ts';
import { Meanings } from './meaning.ts';
import { Timelines, type DefiningFile, type HistoryKind, type Moment } from './timeline.ts';

/** One version of a flag, a segment or a governance file: a commit of the chain that changed what it means. */
export interface Version {
  readonly kind: HistoryKind;
  /** Empty for governance files. */
  readonly key: string;
  /** From 1 at the first appearance on the chain, without gaps. */
  readonly number: number;
  readonly commit: string;
  /** Milliseconds since 1970, by the committer's clock: not always later than the version before. */
  readonly committedAt: number;
  /** The commit of the version before. */
  readonly previous: string | undefined;
  /** From the root of the tree of that commit; of a removed one, where it was last. */
  readonly path: string;
  readonly state: 'present' | 'removed' | 'unreadable';
  /** Where it was before, if that is another place below the project's folder. */
  readonly movedFrom?: string | undefined;
  /** Id of the content; absent for what was removed or is no file. */
  readonly blob: string | undefined;
}

/** Something that a commit of the chain gave another content or place; whether its meaning changed, its versions tell. */
export interface Touched {
  readonly kind: HistoryKind;
  readonly key: string;
}

export interface ChangingCommit {
  readonly commit: string;
  /** Milliseconds since 1970, by the committer's clock. */
  readonly committedAt: number;
  readonly entries: readonly Touched[];
}

/** The history of one project on the first-parent chain of one commit. */
export interface History {
  readonly head: string;
  /** The chain was cut off by a shallow clone, or the project came from elsewhere in a way that cannot be followed. */
  readonly incomplete: boolean;
  /** Number of commits on the chain. */
  readonly length: number;
  /** Whether a commit, by its full id, is on the chain; those that merges brought in are not. */
  has(commit: string): boolean;
  /** The folder of the project in a commit of the chain; undefined for another commit. */
  folderAt(commit: string): string | undefined;
  /** Every key there ever was, in code-unit order. */
  keys(kind: HistoryKind): readonly string[];
  /** Oldest first, so version N stands at N - 1; empty for a key there never was. */
  versions(kind: HistoryKind, key: string): Promise<readonly Version[]>;
  /** When the meaning was last changed. Reads as little as that takes: for many keys much faster than their versions. */
  lastChange(kind: HistoryKind, key: string): Promise<{ commit: string; committedAt: number } | undefined>;
  /** The file of a version; undefined if it was removed, or is no file. One that does not parse tells why. */
  definition(version: Version): Promise<Document | undefined>;
  /** The commits that changed files of the project, oldest first. */
  changingCommits(): readonly ChangingCommit[];
  /** What one commit of the chain changed; undefined for a commit that is not on it. */
  touching(commit: string): readonly Touched[] | undefined;
  commitInfos(commits: readonly string[]): Promise<ReadonlyMap<string, CommitInfo>>;
  /** Keeps what was learnt for later runs. */
  close(): void;
}

export interface HistoryOptions {
  /** Full id of the commit whose chain is looked at. */
  readonly commit: string;
  /** Of the project in that commit; `''` at the root. */
  readonly folder: string;
  /** Opens a file below the common git folder by its name; without it nothing is kept. */
  readonly store?: ((name: string) => StoreFile) | undefined;
  /** Identifies this version of the tool: texts may be parsed otherwise by another. */
  readonly toolVersion?: string;
}

/**
 * Opens the history of a project, out of the stored index where that reaches, else out of git's log.
 *
 * The index is a cache that belongs to whoever can write to the git folder: somebody who computes its digest can
 * make it hide, invent or misdate versions. Commands that inform trust it. A verdict that protects something
 * (`audit verify`, `policy check`) has to open its history without `store`; then nothing on disk but git's objects counts.
 *
 * @throws GitError if there is no such commit, or objects are missing
 */
export async function openHistory(git: Git, options: HistoryOptions): Promise<History> {
  const shallow = git.shallowCommits();
  const data = await loadIndex(git, options, shallow);
  const store = options.store?.(`meaning ${options.folder}`);
  return new IndexedHistory(git, data, shallow, new Meanings(git, store, options.toolVersion ?? ''));
}

class IndexedHistory implements History {
  readonly head: string;
  readonly incomplete: boolean;
  readonly length: number;
  readonly #git: Git;
  readonly #data: IndexData;
  readonly #meanings: Meanings;
  #timelines: Timelines | undefined;
  #commits: readonly ChangingCommit[] | undefined;

  constructor(git: Git, data: IndexData, shallow: ReadonlySet<string>, meanings: Meanings) {
    this.#git = git;
    this.#data = data;
    this.#meanings = meanings;
    this.length = data.chain.length;
    this.head = data.chain.id(this.length - 1);
    this.incomplete = shallow.has(data.chain.id(0)) || data.unclear.length > 0;
  }

  has(commit: string): boolean {
    return this.#data.chain.indexOf(commit) >= 0;
  }

  folderAt(commit: string): string | undefined {
    const position = this.#data.chain.indexOf(commit);
    return position < 0 ? undefined : folderAt(this.#data, position);
  }

  keys(kind: HistoryKind): readonly string[] {
    return this.#timeline().keys(kind);
  }

  async versions(kind: HistoryKind, key: string): Promise<readonly Version[]> {
    const moments = this.#timeline().of(kind, key);
    await this.#learn(moments);
    const versions: Version[] = [];
    let before: DefiningFile | undefined;
    for (const moment of moments) {
      if (this.#differs(before, moment.file)) versions.push(this.#version(kind, key, moment, before, versions));
      before = moment.file;
    }
    return versions;
  }

  async lastChange(kind: HistoryKind, key: string): Promise<{ commit: string; committedAt: number } | undefined> {
    const moments = this.#timeline().of(kind, key);
    for (let i = moments.length - 1; i >= 0; i--) {
      const [before, now] = [moments[i - 1]?.file, moments[i]?.file];
      if (before?.path === now?.path) await this.#learn(moments.slice(i - 1, i + 1));
      if (this.#differs(before, now)) return this.#commit(moments[i]?.commit ?? 0);
    }
    return undefined;
  }

  async definition(version: Version): Promise<Document | undefined> {
    return version.blob === undefined ? undefined : this.#meanings.document(version.blob, version.path);
  }

  changingCommits(): readonly ChangingCommit[] {
    if (this.#commits) return this.#commits;
    const timeline = this.#timeline();
    const entries: Touched[][] = Array.from(this.#data.touched, () => []);
    for (const kind of ['manifest', 'owners', 'systems', 'policy', 'segment', 'flag'] as const) {
      for (const key of timeline.keys(kind)) {
        const entry: Touched = { kind, key };
        for (const { commit } of timeline.of(kind, key)) entries[commit]?.push(entry);
      }
    }
    this.#commits = entries.map((list, i) => ({ ...this.#commit(i), entries: list }));
    return this.#commits;
  }

  touching(commit: string): readonly Touched[] | undefined {
    const position = this.#data.chain.indexOf(commit);
    if (position < 0) return undefined;
    const index = firstAbove(this.#data.touched, position) - 1;
    return this.#data.touched[index] === position ? this.changingCommits()[index]?.entries : [];
  }

  commitInfos(commits: readonly string[]): Promise<ReadonlyMap<string, CommitInfo>> {
    return this.#git.commitInfos(commits);
  }

  close(): void {
    this.#meanings.save();
  }

  /** Learns what the files at these moments mean, in one batch. */
  #learn(moments: readonly Moment[]): Promise<void> {
    const known = moments.flatMap(({ commit, file }) =>
      file?.kind === 'file' ? [{ blob: file.blob, file: this.#fullPath(this.#position(commit), file.path) }] : [],
    );
    return this.#meanings.learn(known);
  }

  #position(touched: number): number {
    return this.#data.touched[touched] ?? 0;
  }

  #fullPath(position: number, path: string): string {
    return [folderAt(this.#data, position), path].filter(Boolean).join('/');
  }

  #timeline(): Timelines {
    return (this.#timelines ??= new Timelines(this.#data));
  }

  #commit(touched: number): { commit: string; committedAt: number } {
    const { chain, dates } = this.#data;
    return { commit: chain.id(this.#position(touched)), committedAt: dates[touched] ?? 0 };
  }

  /** Whether the second is another version than the first. What cannot be read is never said to be the same. */
  #differs(before: DefiningFile | undefined, now: DefiningFile | undefined): boolean {
    if (before?.path !== now?.path) return true;
    if (!before || !now) return before !== now;
    const meaning = this.#meaning(before);
    return meaning === undefined || meaning !== this.#meaning(now);
  }

  #meaning(file: DefiningFile): string | undefined {
    return file.kind === 'file' ? this.#meanings.of(file.blob) : undefined;
  }

  #version(
    kind: HistoryKind,
    key: string,
    { commit, file }: Moment,
    before: DefiningFile | undefined,
    earlier: readonly Version[],
  ): Version {
    const previous = earlier.at(-1);
    const position = this.#position(commit);
    const readable = file && this.#meaning(file) !== undefined;
    return {
      kind,
      key,
      number: earlier.length + 1,
      ...this.#commit(commit),
      previous: previous?.commit,
      path: this.#fullPath(file ? position : position - 1, (file ?? before)?.path ?? ''),
      state: file === undefined ? 'removed' : readable ? 'present' : 'unreadable',
      movedFrom: file && before && file.path !== before.path ? this.#fullPath(position - 1, before.path) : undefined,
      blob: file?.kind === 'file' ? file.blob : undefined,
    };
  }
}
