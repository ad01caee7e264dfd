import type { DefinitionKind } from '../meaning/definition-kind.ts';
import { memberOf } from '../project/membership.ts';
import { entryKinds, type IndexData } from './index-data.ts';

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

/** Scanning all changes for one key is faster than sorting them by path for as many keys as this. */
const SCANS = 8;

/** The changes of an index by what they define. */
export class Timelines {
  readonly #data: IndexData;
  #scans = 0;
  /** Of the key that was asked for last: most ask for it again. */
  #last: { kind: DefinitionKind; key: string; moments: readonly Moment[] } | undefined;
  #byPath: ByPath | undefined;
  #byKey: ReadonlyMap<DefinitionKind, ReadonlyMap<string, readonly number[]>> | undefined;

  constructor(data: IndexData) {
    this.#data = data;
  }

  /** Every key there ever was, in code-unit order. */
  keys(kind: DefinitionKind): string[] {
    return [...(this.#keyed().get(kind)?.keys() ?? [])].sort();
  }

  /** Where the definition of a key went, oldest first; each moment is another file or content than the one before. */
  of(kind: DefinitionKind, key: string): readonly Moment[] {
    if (this.#last?.kind !== kind || this.#last.key !== key) {
      this.#last = { kind, key, moments: this.#momentsOf(kind, key) };
    }
    return this.#last.moments;
  }

  /** What changed from one of the touched commits on, in no order. */
  touchedFrom(commit: number): { kind: DefinitionKind; key: string }[] {
    const { changeCommit, changePath, paths } = this.#data;
    const ids = new Set<number>();
    for (let i = changeCommit.length - 1; i >= 0 && changeCommit[i]! >= commit; i--) ids.add(changePath[i]!);
    return [...ids].flatMap((id) => {
      const member = memberOf('', paths[id] ?? '');
      return member && member.kind !== 'spec' ? [{ kind: member.kind, key: member.key }] : [];
    });
  }

  #momentsOf(kind: DefinitionKind, key: string): Moment[] {
    const { chain, touched, changeCommit, changePath, paths } = this.#data;
    const changes = this.#changesOf(kind, key);
    if (changes.length === 1) return this.#onlyMoment(changes[0]!);
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
      // Only a doctored index says that commits changed something which are not there.
      if (!same && touched[commit]! < chain.length) moments.push({ commit, file });
      last = file;
    }
    return moments;
  }

  /** Most of what there is was created once and never touched again. */
  #onlyMoment(change: number): Moment[] {
    const { chain, touched, changeCommit, changePath, paths } = this.#data;
    const commit = changeCommit[change]!;
    const file = this.#file(change, paths[changePath[change]!]!);
    return file && touched[commit]! < chain.length ? [{ commit, file }] : [];
  }

  /** In the order of the chain. */
  #changesOf(kind: DefinitionKind, key: string): ArrayLike<number> {
    const { changePath, paths } = this.#data;
    if (this.#byPath === undefined && this.#scans < SCANS) {
      const wanted: number[] = [];
      const hasKey = kind === 'flag' || kind === 'segment';
      paths.forEach((path, id) => {
        // What has no key is at the top of the project.
        if (hasKey ? !path.includes(key) : path.includes('/')) return;
        const member = memberOf('', path);
        if (member?.kind === kind && member.key === key) wanted.push(id);
      });
      this.#scans += Math.max(wanted.length, 1);
      if (wanted.length <= SCANS) return wanted.flatMap((id) => positionsOf(id, changePath)).sort((a, b) => a - b);
    }
    const { starts, changes } = (this.#byPath ??= byPath(this.#data));
    const ids = this.#keyed().get(kind)?.get(key) ?? [];
    const [id = 0] = ids;
    const [start = 0, end = 0] = ids.length === 1 ? [starts[id], starts[id + 1]] : [];
    if (end - start === 1) return [changes[start]!];
    if (ids.length === 1) return changes.subarray(start, end);
    return ids.flatMap((one) => [...changes.subarray(starts[one], starts[one + 1])]).sort((a, b) => a - b);
  }

  /** The paths of each key of each kind, by their numbers; only those that occur. */
  #keyed(): ReadonlyMap<DefinitionKind, ReadonlyMap<string, readonly number[]>> {
    if (this.#byKey) return this.#byKey;
    const byKey = new Map<DefinitionKind, Map<string, number[]>>();
    const { changePath, paths } = this.#data;
    const occurs = new Uint8Array(paths.length);
    for (const path of changePath) occurs[path] = 1;
    paths.forEach((path, id) => {
      const member = occurs[id] ? memberOf('', path) : undefined;
      if (!member || member.kind === 'spec') return;
      let keys = byKey.get(member.kind);
      if (!keys) byKey.set(member.kind, (keys = new Map<string, number[]>()));
      const ids = keys.get(member.key);
      if (ids) ids.push(id);
      else keys.set(member.key, [id]);
    });
    return (this.#byKey = byKey);
  }

  #file(change: number, path: string): DefiningFile | undefined {
    const { chain, changeBlob, changeKind } = this.#data;
    const kind = entryKinds[changeKind[change]!] ?? 'absent';
    const at = change * chain.width;
    return kind === 'absent' ? undefined : { path, kind, blob: changeBlob.toString('hex', at, at + chain.width) };
  }
}

/** Where a number is in others. Not a loop of our own: in a short run that would not be compiled. */
function positionsOf(wanted: number, numbers: Uint32Array): number[] {
  const found: number[] = [];
  for (let at = numbers.indexOf(wanted); at >= 0; at = numbers.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

/** The changes of path `p` are in `changes` from `starts[p]` to `starts[p + 1]`. */
interface ByPath {
  readonly starts: Uint32Array;
  readonly changes: Uint32Array;
}

/** Counting sort: linear, and stable, so changes of a path stay in the order of the chain. */
function byPath({ changePath, paths }: IndexData): ByPath {
  const starts = new Uint32Array(paths.length + 1);
  for (const path of changePath) starts[path + 1]!++;
  for (let path = 0; path < paths.length; path++) starts[path + 1]! += starts[path]!;
  const next = starts.slice();
  const changes = new Uint32Array(changePath.length);
  for (let change = 0; change < changePath.length; change++) changes[next[changePath[change]!]!++] = change;
  return { starts, changes };
}

function first(present: ReadonlyMap<string, DefiningFile>): DefiningFile | undefined {
  let found: DefiningFile | undefined;
  for (const file of present.values()) if (found === undefined || file.path < found.path) found = file;
  return found;
}
