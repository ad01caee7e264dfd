import { memberOf } from '../project/membership.ts';
import { entryKinds, type IndexData } from './index-data.ts';

/** What has versions. All but flags and segments are there once, under the empty key. */
export type HistoryKind = 'flag' | 'segment' | 'manifest' | 'owners' | 'systems' | 'policy';

/** The file that defines something after a commit: the first by path, if several do. */
export interface Moment {
  /** Index among the touched commits. */
  readonly commit: number;
  /** Absent when no file defines it any more. */
  readonly file: DefiningFile | undefined;
}

export interface DefiningFile {
  /** Below the project's folder. */
  readonly path: string;
  readonly kind: Exclude<(typeof entryKinds)[number], 'absent'>;
  readonly blob: string;
}

/** The changes of an index by what they define. Made once, in linear time. */
export class Timelines {
  readonly #data: IndexData;
  /** Paths by kind and key, then by key alone. */
  readonly #paths = new Map<HistoryKind, Map<string, number[]>>();
  /** The changes of each path, in order: those of path `p` stand from `#starts[p]` to `#starts[p + 1]`. */
  readonly #starts: Uint32Array;
  readonly #changes: Uint32Array;

  constructor(data: IndexData) {
    this.#data = data;
    const { changePath, paths } = data;
    this.#starts = new Uint32Array(paths.length + 1);
    for (const path of changePath) this.#starts[path + 1]!++;
    for (let path = 0; path < paths.length; path++) this.#starts[path + 1]! += this.#starts[path]!;
    const next = this.#starts.slice();
    this.#changes = new Uint32Array(changePath.length);
    for (let change = 0; change < changePath.length; change++) this.#changes[next[changePath[change]!]!++] = change;
    paths.forEach((path, id) => {
      const member = memberOf('', path);
      if (!member || member.kind === 'spec' || this.#starts[id] === this.#starts[id + 1]) return;
      let keys = this.#paths.get(member.kind);
      if (!keys) this.#paths.set(member.kind, (keys = new Map<string, number[]>()));
      const ids = keys.get(member.key);
      if (ids) ids.push(id);
      else keys.set(member.key, [id]);
    });
  }

  /** Every key there ever was, in code-unit order. */
  keys(kind: HistoryKind): string[] {
    return [...(this.#paths.get(kind)?.keys() ?? [])].sort();
  }

  /** Where the definition of a key went, oldest first; each moment is another file or content than the one before. */
  of(kind: HistoryKind, key: string): Moment[] {
    const { changeCommit, changePath, paths } = this.#data;
    const ids = this.#paths.get(kind)?.get(key) ?? [];
    const changes = ids.flatMap((id) => [...this.#changes.subarray(this.#starts[id], this.#starts[id + 1])]);
    if (ids.length > 1) changes.sort((a, b) => a - b);
    const present = new Map<string, DefiningFile>();
    const moments: Moment[] = [];
    let last: DefiningFile | undefined;
    for (let i = 0; i < changes.length;) {
      const commit = changeCommit[changes[i]!]!;
      for (; i < changes.length && changeCommit[changes[i]!] === commit; i++) {
        const path = paths[changePath[changes[i]!]!]!;
        const file = this.#file(changes[i]!, path);
        if (file) present.set(path, file);
        else present.delete(path);
      }
      const file = first(present);
      const same = file?.path === last?.path && file?.kind === last?.kind && file?.blob === last?.blob;
      if (!same) moments.push({ commit, file });
      last = file;
    }
    return moments;
  }

  #file(change: number, path: string): DefiningFile | undefined {
    const { chain, changeBlob, changeKind } = this.#data;
    const kind = entryKinds[changeKind[change]!]!;
    const at = change * chain.width;
    return kind === 'absent' ? undefined : { path, kind, blob: changeBlob.toString('hex', at, at + chain.width) };
  }
}

function first(present: ReadonlyMap<string, DefiningFile>): DefiningFile | undefined {
  let found: DefiningFile | undefined;
  for (const file of present.values()) if (found === undefined || file.path < found.path) found = file;
  return found;
}
