import type { Git } from '../platform/git.ts';
import type { StoreFile } from '../project/record-store.ts';
import type { Document } from '../source/document.ts';
import { canonicalValue } from './canonical.ts';
import { firstAbove, folderAt, type IndexData } from './index-data.ts';
import { loadIndex } from './load-index.ts';
import { MeaningReader, type KnownFile, type Meanings } from './meanings.ts';
import { historyKinds, Timelines, type DefiningFile, type HistoryKind, type Moment } from './timeline.ts';
import { isOtherVersion, meaningOf, type DescribedVersion, type Version } from './version.ts';

/** Something that a commit of the chain gave another content or place; whether its meaning changed, its versions tell. */
export interface Touched {
  readonly kind: HistoryKind;
  readonly key: string;
}

export interface ChainCommit {
  readonly commit: string;
  /** Milliseconds since 1970, by the committer's clock. */
  readonly committedAt: number;
}

/** What defined something after a commit that gave it another content or place. */
export interface Touch extends ChainCommit {
  /** From the root of the tree of that commit; undefined if nothing defines it any more. */
  readonly path: string | undefined;
  /** Id of the content; absent for what was removed or is no file. */
  readonly blob: string | undefined;
}

export interface ChangingCommit extends ChainCommit {
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
  /** Where a commit stands on the chain, from 0; -1 for one that is not on it. */
  position(commit: string): number;
  /** The folder of the project in a commit of the chain; undefined for another commit. */
  folderAt(commit: string): string | undefined;
  /** Every key there ever was, in code-unit order. */
  keys(kind: HistoryKind): readonly string[];
  /**
   * The commits that gave something another content or place, oldest first: those of its versions are among them. Known at once,
   * so what git says of them can be asked for while the versions are found out.
   */
  commitsOf(kind: HistoryKind, key: string): readonly string[];
  /** Oldest first, so version N stands at N - 1; empty for a key there never was. */
  versions(kind: HistoryKind, key: string): Promise<readonly Version[]>;
  /** The same, each with what its commit says. Both are read side by side. */
  describedVersions(kind: HistoryKind, key: string): Promise<readonly DescribedVersion[]>;
  /** Where the definition of a key went, oldest first. No content is read for it, so meaning may be the same. */
  touches(kind: HistoryKind, key: string): readonly Touch[];
  /** When the meaning was last changed. Reads as little as that takes: for many keys much faster than their versions. */
  lastChange(kind: HistoryKind, key: string): Promise<ChainCommit | undefined>;
  /** What a version defines, as plain data with its fields in canonical order; undefined unless its state is `present`. */
  value(version: Version): Promise<unknown>;
  /** The file of a version or touch; undefined if it was removed, or is no file. One that does not parse tells why. */
  definition(version: Pick<Version, 'blob' | 'path'>): Promise<Document | undefined>;
  /** The commits that changed files of the project, oldest first. */
  changingCommits(): readonly ChangingCommit[];
  /** What one commit of the chain changed; undefined for a commit that is not on it. */
  touching(commit: string): readonly Touched[] | undefined;
}

export interface HistoryOptions {
  /** Full id of the commit whose chain is looked at. The stored index is read while it is being found out. */
  readonly commit: string | Promise<string>;
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
 * What is stored is a cache that belongs to whoever can write to the git folder: somebody who computes its digests can
 * make it hide, invent or misdate versions. Commands that inform trust it. A verdict that protects something
 * (`audit verify`, `policy check`) has to open its history without `store`; then nothing on disk but git's objects counts.
 *
 * @throws GitError if there is no such commit, or objects are missing
 */
export async function openHistory(git: Git, options: HistoryOptions): Promise<History> {
  const { folder, store, toolVersion = '' } = options;
  const shallow = git.shallowCommits();
  const data = await loadIndex(git, options, shallow);
  const ofProject = store && ((name: string): StoreFile => store(`${name} ${folder}`));
  return new IndexedHistory(git, data, shallow, new MeaningReader(git, ofProject, toolVersion));
}

class IndexedHistory implements History {
  readonly head: string;
  readonly incomplete: boolean;
  readonly length: number;
  readonly #git: Git;
  readonly #data: IndexData;
  readonly #reader: MeaningReader;
  readonly #timelines: Timelines;
  /** Of the commits that were handed out: most who ask for a position have them from here. */
  readonly #positions = new Map<string, number>();
  #changing: readonly ChangingCommit[] | undefined;

  constructor(git: Git, data: IndexData, shallow: ReadonlySet<string>, reader: MeaningReader) {
    this.#git = git;
    this.#data = data;
    this.#reader = reader;
    this.#timelines = new Timelines(data);
    this.length = data.chain.length;
    this.head = data.chain.id(this.length - 1);
    this.incomplete = shallow.has(data.chain.id(0)) || data.unclear.length > 0;
  }

  has(commit: string): boolean {
    return this.position(commit) >= 0;
  }

  position(commit: string): number {
    return this.#positions.get(commit) ?? this.#data.chain.indexOf(commit);
  }

  folderAt(commit: string): string | undefined {
    const position = this.#data.chain.indexOf(commit);
    return position < 0 ? undefined : folderAt(this.#data, position);
  }

  keys(kind: HistoryKind): readonly string[] {
    return this.#timelines.keys(kind);
  }

  commitsOf(kind: HistoryKind, key: string): readonly string[] {
    return this.#timelines.of(kind, key).map((moment) => this.#commit(moment.commit).commit);
  }

  async versions(kind: HistoryKind, key: string): Promise<readonly Version[]> {
    return this.#versions(kind, key, this.#timelines.of(kind, key));
  }

  async describedVersions(kind: HistoryKind, key: string): Promise<readonly DescribedVersion[]> {
    const moments = this.#timelines.of(kind, key);
    const [infos, versions] = await Promise.all([
      this.#git.commitInfos(this.commitsOf(kind, key)),
      this.#versions(kind, key, moments),
    ]);
    return versions.flatMap((version) => {
      const info = infos.get(version.commit);
      return info ? [{ ...version, info }] : [];
    });
  }

  touches(kind: HistoryKind, key: string): readonly Touch[] {
    return this.#timelines.of(kind, key).map(({ commit, file }) => ({
      ...this.#commit(commit),
      path: file && this.#fullPath(this.#position(commit), file.path),
      blob: file?.kind === 'file' ? file.blob : undefined,
    }));
  }

  async lastChange(kind: HistoryKind, key: string): Promise<ChainCommit | undefined> {
    const moments = this.#timelines.of(kind, key);
    for (let i = moments.length - 1; i >= 0; i--) {
      const [before, now] = [moments[i - 1]?.file, moments[i]?.file];
      const pair = before?.path === now?.path ? moments.slice(i - 1, i + 1) : [];
      const meanings = await this.#reader.read(this.#files(pair));
      if (isOtherVersion(before, now, meanings)) return this.#commit(moments[i]?.commit ?? 0);
    }
    return undefined;
  }

  async value({ kind, key, state, blob }: Version): Promise<unknown> {
    if (state !== 'present' || blob === undefined) return undefined;
    const text = (await this.#meanings(kind, key, () => this.#timelines.of(kind, key))).get(blob);
    return text === undefined ? undefined : canonicalValue(text);
  }

  async definition({ blob, path }: Pick<Version, 'blob' | 'path'>): Promise<Document | undefined> {
    return blob === undefined ? undefined : this.#reader.document({ blob, file: path });
  }

  changingCommits(): readonly ChangingCommit[] {
    if (this.#changing) return this.#changing;
    const entries: Touched[][] = Array.from(this.#data.touched, () => []);
    for (const kind of historyKinds) {
      for (const key of this.keys(kind)) {
        const entry: Touched = { kind, key };
        for (const { commit } of this.#timelines.of(kind, key)) entries[commit]?.push(entry);
      }
    }
    return (this.#changing = entries.map((list, i) => ({ ...this.#commit(i), entries: list })));
  }

  touching(commit: string): readonly Touched[] | undefined {
    const position = this.#data.chain.indexOf(commit);
    if (position < 0) return undefined;
    const index = firstAbove(this.#data.touched, position) - 1;
    return this.#data.touched[index] === position ? this.changingCommits()[index]?.entries : [];
  }

  async #versions(kind: HistoryKind, key: string, moments: readonly Moment[]): Promise<readonly Version[]> {
    const meanings = await this.#meanings(kind, key, () => moments);
    const versions: Version[] = [];
    let before: DefiningFile | undefined;
    for (const { commit, file } of moments) {
      if (isOtherVersion(before, file, meanings)) {
        const position = this.#position(commit);
        const readable = file && meaningOf(file, meanings) !== undefined;
        versions.push({
          kind,
          key,
          number: versions.length + 1,
          ...this.#commit(commit),
          previous: versions.at(-1)?.commit,
          path: this.#fullPath(file ? position : position - 1, (file ?? before)?.path ?? ''),
          state: file === undefined ? 'removed' : readable ? 'present' : 'unreadable',
          movedFrom:
            file && before && file.path !== before.path ? this.#fullPath(position - 1, before.path) : undefined,
          blob: file?.kind === 'file' ? file.blob : undefined,
        });
      }
      before = file;
    }
    return versions;
  }

  #meanings(kind: HistoryKind, key: string, moments: () => readonly Moment[]): Promise<Meanings> {
    return this.#reader.readAll(`${kind} ${key}`, () => this.#files(moments()));
  }

  /** What there was to be read at these moments. */
  #files(moments: readonly Moment[]): KnownFile[] {
    return moments.flatMap(({ commit, file }) =>
      file?.kind === 'file' ? [{ blob: file.blob, file: this.#fullPath(this.#position(commit), file.path) }] : [],
    );
  }

  #position(touched: number): number {
    return this.#data.touched[touched] ?? 0;
  }

  #fullPath(position: number, path: string): string {
    const folder = folderAt(this.#data, position);
    return folder === '' ? path : `${folder}/${path}`;
  }

  #commit(touched: number): ChainCommit {
    const { chain, dates } = this.#data;
    const position = this.#position(touched);
    const commit = chain.id(position);
    this.#positions.set(commit, position);
    return { commit, committedAt: dates[touched] ?? 0 };
  }
}
