import { definitionKinds, type DefinitionKind } from '../meaning/definition-kind.ts';
import type { Git } from '../git/git.ts';
import type { Document } from '../source/document.ts';
import { canonicalValue } from '../meaning/canonical.ts';
import type { ChainCommit, ChangingCommit, History, Touch, Touched } from './history.ts';
import { firstAbove, folderAt, type IndexData } from './index-data.ts';
import type { KnownFile, MeaningReader, Meanings } from './meanings.ts';
import { Timelines, type DefiningFile, type Moment } from './timeline.ts';
import {
  isOtherVersion,
  meaningOfVersion,
  type DefinedVersion,
  type DescribedVersion,
  type Version,
} from './version.ts';

/** The history that an index tells; contents are read from git when they are asked for. */
export class IndexedHistory implements History {
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
  #lastCommit: { readonly touched: number; readonly found: ChainCommit } | undefined;

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

  keys(kind: DefinitionKind): readonly string[] {
    return this.#timelines.keys(kind);
  }

  commitsOf(kind: DefinitionKind, key: string): readonly string[] {
    return this.#timelines.of(kind, key).map((moment) => this.#commit(moment.commit).commit);
  }

  async versions(kind: DefinitionKind, key: string): Promise<readonly Version[]> {
    return this.#versions(kind, key, this.#timelines.of(kind, key));
  }

  async definedVersions(kind: DefinitionKind, key: string): Promise<readonly DefinedVersion[]> {
    const moments = this.#timelines.of(kind, key);
    const meanings = await this.#meanings(kind, key, () => moments);
    const versions = await this.#versions(kind, key, moments);
    return versions.map((version) => {
      const text = version.state === 'present' ? meanings.get(version.blob ?? '') : undefined;
      return { version, value: () => (text === undefined ? undefined : canonicalValue(text)) };
    });
  }

  async describedVersions(kind: DefinitionKind, key: string): Promise<readonly DescribedVersion[]> {
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

  touches(kind: DefinitionKind, key: string): readonly Touch[] {
    return this.#timelines.of(kind, key).map((moment) => {
      const { commit, committedAt } = this.#commit(moment.commit);
      const { file } = moment;
      const path = file && this.#fullPath(this.#position(moment.commit), file.path);
      return { commit, committedAt, path, blob: file?.kind === 'file' ? file.blob : undefined };
    });
  }

  async lastChange(kind: DefinitionKind, key: string): Promise<ChainCommit | undefined> {
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

  touchedSince(commit: string): readonly Touched[] | undefined {
    const position = this.position(commit);
    return position < 0 ? undefined : this.#timelines.touchedFrom(firstAbove(this.#data.touched, position));
  }

  changingCommits(): readonly ChangingCommit[] {
    if (this.#changing) return this.#changing;
    const entries: Touched[][] = Array.from(this.#data.touched, () => []);
    for (const kind of definitionKinds) {
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

  async #versions(kind: DefinitionKind, key: string, moments: readonly Moment[]): Promise<readonly Version[]> {
    const meanings = await this.#meanings(kind, key, () => moments);
    const versions: Version[] = [];
    let before: DefiningFile | undefined;
    for (const { commit, file } of moments) {
      if (isOtherVersion(before, file, meanings)) {
        const position = this.#position(commit);
        const readable = file && meaningOfVersion(file, meanings) !== undefined;
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

  #meanings(kind: DefinitionKind, key: string, moments: () => readonly Moment[]): Promise<Meanings> {
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
    // Where one commit touched thousands of flags, they are asked for one after the other.
    if (this.#lastCommit?.touched === touched) return this.#lastCommit.found;
    const { chain, dates } = this.#data;
    const position = this.#position(touched);
    const commit = chain.id(position);
    this.#positions.set(commit, position);
    const found = { commit, committedAt: dates[touched] ?? 0 };
    this.#lastCommit = { touched, found };
    return found;
  }
}
