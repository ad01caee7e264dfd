import type { CommitGraph } from '../git/commit-graph.ts';
import type { RawChange } from '../git/raw-log.ts';
import { manifestName, policyName } from '../model/file-kind.ts';

/** By number of commit, what it changed against each of its parents, in their order; a root against nothing. */
export type ChangesByParent = readonly (readonly (readonly RawChange[])[])[];

/** A folder in which there has been a project. */
interface Place {
  /** Number of the first commit that had it, or the project that was moved here. */
  readonly since: number;
  /** Number of the commit with which it went; undefined while it is there. */
  readonly went: number | undefined;
  /** Whether it ever had a policy. */
  readonly hadPolicy: boolean;
}

/** By folder. Commits that changed nothing of it share one. */
type Places = ReadonlyMap<string, Place>;

const nowhere: Places = new Map();

/** Where else than the last commit has it the project may be known to be. */
export interface KnownFolders {
  /** The folder in another commit, by its number; one that has no project there stands for what was there in its place. */
  readonly beside?: readonly [commit: number, folder: string] | undefined;
  /** Folders in which a project would be found before the one in the last commit, if there were one. */
  readonly passed?: readonly string[] | undefined;
}

/**
 * The folder of the project in each commit, by number, back from the last one. Where its manifest came, it goes on with the project
 * in whose place it came: one that was moved there, around or inside it, whose place it took, or that was gone by then. What a
 * project was elsewhere is its past, and not forgotten because the files are others now. Of several it is the oldest of those that had a
 * policy: others may have been put there to be mistaken for it.
 * @param head the folder in the last commit
 */
export function projectFolders(
  { parents }: CommitGraph,
  changes: ChangesByParent,
  head: string,
  { beside, passed = [] }: KnownFolders = {},
): readonly string[] {
  const places = placesOf(parents, changes);
  const folders: (string | undefined)[] = parents.map(() => undefined);
  if (beside) {
    const [commit, folder] = beside;
    const known = places[commit]!;
    folders[commit] = isThere(known.get(folder)) ? folder : (originOf(folder, known, [], passed) ?? folder);
  }
  folders[parents.length - 1] = head;
  for (let at = parents.length - 1; at >= 0; at--) {
    const folder = folders[at] ?? head;
    for (const [index, parent] of parents[at]!.entries()) {
      if (folders[parent] !== undefined) continue;
      const changed = changes[at]?.[index] ?? [];
      const hasCome = changed.some(({ path, before, after }) => path === manifestOf(folder) && !before && after);
      folders[parent] = (hasCome ? originOf(folder, places[parent]!, changed, passed) : undefined) ?? folder;
    }
  }
  return folders.map((folder) => folder ?? head);
}

/** By number of commit. */
function placesOf(parents: CommitGraph['parents'], changes: ChangesByParent): readonly Places[] {
  const found: Places[] = [];
  for (let at = 0; at < parents.length; at++) {
    const [first] = parents[at]!;
    const before = first === undefined ? nowhere : found[first]!;
    let places: Map<string, Place> | undefined;
    for (const { path, after } of changes[at]?.[0] ?? []) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (name !== manifestName && name !== policyName) continue;
      places ??= new Map(before);
      const folder = path.slice(0, -name.length).replace(/\/$/, '');
      const known = places.get(folder) ?? newPlace(folder, at, before, changes[at]![0]!);
      if (name === manifestName) places.set(folder, { ...known, went: after ? undefined : at });
      else places.set(folder, { ...known, hadPolicy: true });
    }
    found.push(places ?? before);
  }
  return found;
}

function newPlace(folder: string, at: number, before: Places, changed: readonly RawChange[]): Place {
  const moved = [...before].filter(([other]) => changed.some((one) => one.path === manifestOf(other) && !one.after));
  const origin = originOf(folder, new Map(moved), changed, []);
  const since = origin === undefined ? at : before.get(origin)!.since;
  return { since, went: at, hadPolicy: false };
}

const isThere = (place: Place | undefined): boolean => place !== undefined && place.went === undefined;

/**
 * The folder of the project in whose place one came.
 * @param places before it came
 * @param changed in the commit with which it came
 */
function originOf(
  folder: string,
  places: Places,
  changed: readonly RawChange[],
  passed: readonly string[],
): string | undefined {
  const came = changed.find(({ path }) => path === manifestOf(folder));
  const gone = new Map(changed.flatMap(({ path, before, after }) => (before && !after ? [[path, before.oid]] : [])));
  const hasMoved = (other: string): boolean => gone.has(manifestOf(other));
  const isSame = (other: string): boolean => came !== undefined && gone.get(manifestOf(other)) === came.after?.oid;
  const candidates = [...places].filter(
    ([other, place]) =>
      !isThere(place) ||
      hasMoved(other) ||
      isWithin(other, folder) ||
      isWithin(folder, other) ||
      passed.includes(other),
  );
  const [found] = candidates.sort(
    ([nameA, a], [nameB, b]) =>
      Number(b.hadPolicy) - Number(a.hadPolicy) ||
      (a.hadPolicy ? 0 : Number(isSame(nameB)) - Number(isSame(nameA))) ||
      a.since - b.since ||
      (b.went ?? Infinity) - (a.went ?? Infinity),
  );
  return found?.[0];
}

function isWithin(folder: string, other: string): boolean {
  return other === '' || folder.startsWith(`${other}/`);
}

function manifestOf(folder: string): string {
  return folder === '' ? manifestName : `${folder}/${manifestName}`;
}
