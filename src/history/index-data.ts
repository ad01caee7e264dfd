import { Chain } from './chain.ts';

/** What was at a path after a commit, as a number: `absent`, or one of the kinds of git's log. */
export const entryKinds = ['absent', 'file', 'link', 'submodule', 'unreadable'] as const;

/**
 * Everything the index knows, in columns: a first-parent chain, and each change of a file of the project on it. What is
 * before a change is not kept, since it is what the last change of the same path left.
 */
export interface IndexData {
  /** Oldest first. */
  readonly chain: Chain;
  /** Positions on the chain of the commits that changed a file of the project, ascending, and their dates in ms. */
  readonly touched: Uint32Array;
  readonly dates: Float64Array;
  /** For each change, in the order of the chain: which touched commit, which path, what is there now. */
  readonly changeCommit: Uint32Array;
  readonly changePath: Uint32Array;
  readonly changeKind: Uint8Array;
  /** As wide as ids of commits; zeros where nothing is left. */
  readonly changeBlob: Buffer;
  /** Below the project's folder. */
  readonly paths: readonly string[];
  /** The folder of the project from a position on, ascending; the first is from 0. */
  readonly folders: readonly FolderSpan[];
  /** Positions at which the project came from another folder in a way that cannot be followed. */
  readonly unclear: readonly number[];
}

export interface FolderSpan {
  readonly from: number;
  readonly folder: string;
}

/** A commit that changed the project, as it is appended. */
export interface IndexStep {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly date: number;
  readonly changes: readonly StepChange[];
}

export interface StepChange {
  /** Below the project's folder. */
  readonly path: string;
  readonly kind: (typeof entryKinds)[number];
  /** Empty if nothing is left. */
  readonly oid: string;
}

/** What a walk along the chain found, newest first. */
export interface Walk {
  readonly ids: readonly string[];
  /** Those of `ids` that changed files of the project. */
  readonly steps: readonly IndexStep[];
  /** Commits at which the folder changed, newest first, with the folder that it came to. */
  readonly seams: readonly { readonly id: string; readonly folder: string }[];
  /** The folder before the oldest of `seams`: the folder where the walk ended. */
  readonly oldestFolder: string;
  readonly unclear: readonly string[];
}

/** The folder of the project in the commit at a position of the chain, from 0; `''` at the root. */
export function folderAt(data: IndexData, position: number): string {
  return data.folders.findLast(({ from }) => from <= position)?.folder ?? '';
}

/** The index as it was at an earlier position of its chain, from 0: with the commit at that position as its newest. */
export function truncate(data: IndexData, position: number): IndexData {
  if (position === data.chain.length - 1) return data;
  const commits = firstAbove(data.touched, position);
  const changes = commits === 0 ? 0 : firstAbove(data.changeCommit, commits - 1);
  return {
    chain: data.chain.upTo(position),
    touched: data.touched.subarray(0, commits),
    dates: data.dates.subarray(0, commits),
    changeCommit: data.changeCommit.subarray(0, changes),
    changePath: data.changePath.subarray(0, changes),
    changeKind: data.changeKind.subarray(0, changes),
    changeBlob: data.changeBlob.subarray(0, changes * data.chain.width),
    paths: data.paths,
    folders: data.folders.filter(({ from }) => from <= position),
    unclear: data.unclear.filter((from) => from <= position),
  };
}

/** The number of values, which ascend, that are not above one. */
export function firstAbove(
  ascending: { readonly length: number; readonly [i: number]: number },
  value: number,
): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * `base` with what a walk that ended at its newest commit found; without `base`, the walk alone.
 * @throws RangeError if there are no commits at all
 */
export function append(base: IndexData | undefined, walk: Walk): IndexData {
  const start = base?.chain.length ?? 0;
  const width = base?.chain.width ?? (walk.ids[0]?.length ?? 0) / 2;
  if (width === 0) throw new RangeError('an index needs a commit');
  const position = (fromNewest: number): number => start + walk.ids.length - 1 - fromNewest;

  const positions = new Map<string, number>();
  const ids = Buffer.alloc(walk.ids.length * width);
  walk.ids.forEach((id, i) => {
    ids.write(id, (position(i) - start) * width, 'hex');
    positions.set(id, position(i));
  });
  const steps = walk.steps.toReversed();
  const count = steps.reduce((sum, step) => sum + step.changes.length, 0);
  const paths = [...(base?.paths ?? [])];
  const pathIds = new Map(paths.map((path, i) => [path, i]));
  const touchedBefore = base?.touched.length ?? 0;
  const changeCommit = new Uint32Array(count);
  const changePath = new Uint32Array(count);
  const changeKind = new Uint8Array(count);
  const changeBlob = Buffer.alloc(count * width);
  let at = 0;
  steps.forEach((step, i) => {
    for (const { path, kind, oid } of step.changes) {
      let pathId = pathIds.get(path);
      if (pathId === undefined) {
        pathId = paths.push(path) - 1;
        pathIds.set(path, pathId);
      }
      changeCommit[at] = touchedBefore + i;
      changePath[at] = pathId;
      changeKind[at] = entryKinds.indexOf(kind);
      changeBlob.write(oid, at * width, 'hex');
      at++;
    }
  });
  const at0 = (id: string): number => positions.get(id) ?? 0;
  const spans = walk.seams.toReversed().map(({ id, folder }) => ({ from: at0(id), folder }));
  return {
    chain: new Chain(base ? Buffer.concat([base.chain.bytes, ids]) : ids, width),
    touched: joined(
      Uint32Array,
      base?.touched,
      Uint32Array.from(steps, (step) => at0(step.id)),
    ),
    dates: joined(
      Float64Array,
      base?.dates,
      Float64Array.from(steps, (step) => step.date),
    ),
    changeCommit: joined(Uint32Array, base?.changeCommit, changeCommit),
    changePath: joined(Uint32Array, base?.changePath, changePath),
    changeKind: joined(Uint8Array, base?.changeKind, changeKind),
    changeBlob: base ? Buffer.concat([base.changeBlob, changeBlob]) : changeBlob,
    paths,
    folders: [...(base?.folders ?? [{ from: 0, folder: walk.oldestFolder }]), ...spans],
    unclear: [...(base?.unclear ?? []), ...walk.unclear.map(at0).toReversed()],
  };
}

type Column = Uint32Array | Float64Array | Uint8Array;

function joined<T extends Column>(make: new (length: number) => T, before: T | undefined, after: T): T {
  if (before === undefined) return after;
  const all = new make(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}
