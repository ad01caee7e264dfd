import type { CommitGraph } from '../git/commit-graph.ts';
import type { RawChange, RawEntry } from '../git/raw-log.ts';
import { namedBy, type AuditedDefinitions, type PlacedEntry, type Thing } from './definitions.ts';
import { houseOf, type House } from './house.ts';
import { madeChange, nameOfChange, type CommitChanges, type MadeChange, type SegmentUsers } from './made-change.ts';
import { manifestName } from '../model/file-kind.ts';
import { usersInAudit } from './segment-users.ts';

/** A project in one commit. */
interface State {
  readonly things: Map<string, Thing>;
  /** Names of what cannot be read or is gone: what it was last may differ between branches. */
  readonly unsettled: Set<string>;
  readonly keys: Map<string, RawEntry>;
}

/** What decides the rules of a house. */
const governing = ['policy ', 'owners ', 'manifest '] as const;

/** The states of a project from commit to commit. Those that no later commit needs are forgotten. */
export class ProjectStates {
  readonly houses: House[] = [];
  readonly unreadable: { commit: number; path: string }[] = [];
  /** What there is in the commit asked for. */
  kept: ReadonlyMap<string, Thing> = new Map();
  readonly #wanted: number | undefined;
  readonly #graph: CommitGraph;
  readonly #folders: readonly string[];
  readonly #definitions: AuditedDefinitions;
  readonly #states = new Map<number, State>();
  /** By number of commit: how many of its children are still to come. */
  readonly #waiting: number[];

  /** @param wanted number of a commit whose state is to be kept */
  constructor(graph: CommitGraph, folders: readonly string[], definitions: AuditedDefinitions, wanted?: number) {
    this.#graph = graph;
    this.#wanted = wanted;
    this.#folders = folders;
    this.#definitions = definitions;
    this.#waiting = graph.ids.map(() => 0);
    for (const parent of graph.parents.flat()) this.#waiting[parent]!++;
  }

  /**
   * The next commit, in the order of their numbers.
   * @param changes against each of its parents
   * @param keyChanges likewise, of files of SSH keys
   */
  add(
    commit: number,
    changes: readonly (readonly RawChange[])[],
    keyChanges: readonly (readonly RawChange[])[] | undefined,
  ): CommitChanges {
    const parents = this.#graph.parents[commit]!;
    const before = parents.map((parent) => this.#states.get(parent)!);
    const names = this.#namesToCompare(commit, changes, before);
    const old = changes.map((_, index) => new Map([...names].map((name) => [name, before[index]?.things.get(name)])));
    const isSegmentChanged = [...names].some((name) => name.startsWith('segment '));
    const usersBefore = isSegmentChanged ? before.map((state) => this.#users(state, names)) : [];
    const keysByParent = (keyChanges ?? changes.map(() => [])).map((list) => list.map(({ path }) => path));
    const state = this.#next(commit, parents, names, changes, old, keyChanges);
    const usersAfter = isSegmentChanged ? this.#users(state, names) : undefined;
    const byParent = old.map((things, index): MadeChange[] => {
      return [...names].flatMap((name) => {
        const after = state.things.get(name);
        if (!after || this.#isLeftBehind(commit, index, things.get(name), after, state)) return [];
        const users = usersAfter ? together(usersBefore[index]?.get(name), usersAfter.get(name)) : nobody;
        return this.#compare(things.get(name), after, users) ?? [];
      });
    });
    return { byParent, keysByParent };
  }

  /**
   * Whether a thing belongs to the project no longer because that goes on elsewhere, while the other goes on where it was: it is
   * still that one's. Of what governs, there is no other.
   */
  #isLeftBehind(commit: number, index: number, before: Thing | undefined, { kind, state, files }: Thing, now: State) {
    if (state !== 'absent' || (kind !== 'flag' && kind !== 'segment') || before?.file === undefined) return false;
    const parent = this.#graph.parents[commit]![index]!;
    const folder = this.#folders[parent] ?? '';
    if (folder === this.#folders[commit]) return false;
    const manifest = folder === '' ? manifestName : `${folder}/${manifestName}`;
    const isThere = now.things.get(nameOfChange('manifest', ''))?.files.some(({ path }) => path === manifest) === true;
    return isThere && files.some((file) => isSameFile(file, before.file));
  }

  #compare(before: Thing | undefined, after: Thing, users: SegmentUsers): MadeChange | undefined {
    if (before === after) return undefined;
    const [old, now] = [before?.last[0], after.last[0]];
    const isSettled = before?.state === 'present' && after.state === 'present' && before.below === after.below;
    if (isSettled && old && now && this.#definitions.isSame(old, now)) return undefined;
    if (before?.state === 'unreadable' && after.state === 'unreadable' && before.file?.oid === after.file?.oid) {
      return undefined;
    }
    return madeChange(before, after, users);
  }

  /** What may be another than in some parent. */
  #namesToCompare(
    commit: number,
    changes: readonly (readonly RawChange[])[],
    before: readonly State[],
  ): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { path } of changes.flat()) {
      const named = namedBy(path);
      if (named) names.add(nameOfChange(named.kind, named.key));
    }
    const parents = this.#graph.parents[commit]!;
    parents.forEach((parent, index) => {
      // Another folder makes other files define things.
      if (this.#folders[parent] !== this.#folders[commit])
        for (const name of before[index]!.things.keys()) names.add(name);
      if (parents.length > 1) for (const name of before[index]!.unsettled) names.add(name);
    });
    return names;
  }

  #next(
    commit: number,
    parents: readonly number[],
    names: ReadonlySet<string>,
    changes: readonly (readonly RawChange[])[],
    old: readonly ReadonlyMap<string, Thing | undefined>[],
    keyChanges: readonly (readonly RawChange[])[] | undefined,
  ): State {
    const state = this.#take(parents[0]);
    const folder = this.#folders[commit] ?? '';
    const files = new Map([...names].map((name) => [name, new Map(filesOf(state.things.get(name)))]));
    for (const { path, after } of changes[0] ?? []) {
      const named = namedBy(path);
      const own = named && files.get(nameOfChange(named.kind, named.key));
      if (after) own?.set(path, { ...after, path });
      else own?.delete(path);
    }
    for (const name of names) {
      const space = name.indexOf(' ');
      const [kind, key] = [name.slice(0, space) as Thing['kind'], name.slice(space + 1)];
      const before = old.map((things) => things.get(name));
      const thing = this.#definitions.thing(kind, key, [...files.get(name)!.values()], folder, before);
      this.#keep(commit, state, name, thing, before);
    }
    for (const { path, after } of keyChanges?.[0] ?? []) {
      if (after) state.keys.set(path, after);
      else state.keys.delete(path);
    }
    this.houses.push(this.#house(commit, state, governing.some((name) => names.has(name)) || state.keys.size > 0));
    for (const parent of parents) if (--this.#waiting[parent]! === 0) this.#states.delete(parent);
    this.#states.set(commit, state);
    if (commit === this.#wanted) this.kept = new Map(state.things);
    return state;
  }

  #house(commit: number, { things, keys }: State, mayDiffer: boolean): House {
    const parents = this.#graph.parents[commit]!;
    const [first] = parents;
    if (first !== undefined && !mayDiffer) return this.houses[first]!;
    const house = houseOf(
      this.#folders[commit] ?? '',
      things.get('policy '),
      things.get('owners '),
      things.get('manifest '),
      keys,
    );
    return parents.map((parent) => this.houses[parent]!).find(({ id }) => id === house.id) ?? house;
  }

  #keep(commit: number, state: State, name: string, thing: Thing, before: readonly (Thing | undefined)[]): void {
    const known = before.find((one) => one && isSameThing(one, thing));
    state.things.set(name, known ?? thing);
    if (thing.state === 'present') state.unsettled.delete(name);
    else state.unsettled.add(name);
    if (thing.state === 'unreadable' && !known) this.unreadable.push({ commit, path: thing.file?.path ?? name });
  }

  /** The state of a parent, which becomes the child's where no other child needs it. */
  #take(parent: number | undefined): State {
    const state = parent === undefined ? undefined : this.#states.get(parent);
    if (!state) return { things: new Map(), unsettled: new Set(), keys: new Map() };
    if (this.#waiting[parent!] === 1) return state;
    return { things: new Map(state.things), unsettled: new Set(state.unsettled), keys: new Map(state.keys) };
  }

  /** By name of segment, of those among the names. */
  #users({ things }: State, names: ReadonlySet<string>): ReadonlyMap<string, SegmentUsers> {
    const flags = new Map<string, () => unknown>();
    const segments = new Map<string, () => unknown>();
    for (const { kind, key, state, last } of things.values()) {
      const definition = state === 'absent' ? undefined : last[0]?.value;
      if (definition && kind === 'flag') flags.set(key, definition);
      if (definition && kind === 'segment') segments.set(key, definition);
    }
    const wanted = [...names].filter((name) => name.startsWith('segment '));
    return new Map(
      wanted.map((name) => {
        const users = usersInAudit(name.slice('segment '.length), flags, segments);
        const entries = [...users].map(
          ([flag, environments]) =>
            [flag, { definition: flags.get(flag)?.(), environments: [...environments] }] as const,
        );
        return [name, new Map(entries)];
      }),
    );
  }
}

const nobody: SegmentUsers = new Map();

function together(before: SegmentUsers = nobody, after: SegmentUsers = nobody): SegmentUsers {
  const flags = new Set([...before.keys(), ...after.keys()]);
  const entries = [...flags].map((flag) => {
    const [old, now] = [before.get(flag), after.get(flag)];
    const environments = [...new Set([...(old?.environments ?? []), ...(now?.environments ?? [])])];
    return [flag, { definition: (old ?? now)?.definition, environments }] as const;
  });
  return new Map(entries);
}

function filesOf(thing: Thing | undefined): [string, PlacedEntry][] {
  return (thing?.files ?? []).map((file) => [file.path, file]);
}

function isSameThing(a: Thing, b: Thing): boolean {
  return (
    a.state === b.state &&
    a.below === b.below &&
    a.files.length === b.files.length &&
    a.files.every((file, index) => isSameFile(file, b.files[index])) &&
    a.last.length === b.last.length &&
    a.last.every((one, index) => one === b.last[index])
  );
}

function isSameFile(a: PlacedEntry, b: PlacedEntry | undefined): boolean {
  return a.path === b?.path && a.kind === b.kind && a.oid === b.oid;
}
