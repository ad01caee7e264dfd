import { isSameMeaning } from '../meaning/canonical.ts';
import { sidesCarrying, NO_CARRIER, onlyIn } from './ancestry.ts';
import type { House } from './house.ts';
import { isSamePlace, onlyParts, type MadeChange, type MadePart } from './made-change.ts';
import type { ProjectRecord } from './made-changes.ts';

/** Changes of one commit, to be judged by the rules that held in one place. */
export interface Judgement {
  /** Number of the commit. */
  readonly commit: number;
  /** Number of the commit whose rules count: a parent, or a parent of the merge that took the commit in. */
  readonly base: number;
  readonly house: House;
  readonly changes: readonly MadeChange[];
  /** Files of SSH keys that it changed, by path. */
  readonly keys: readonly string[];
  /** Whether authors, approvals and signatures count. */
  readonly checksRules: boolean;
  /** Whether freezes count: they do for what reached the first-parent chain, when it did. */
  readonly checksFreezes: boolean;
  /** Of a merge: by name of thing, the numbers of the commits of the other side that changed it. */
  readonly takenFrom: ReadonlyMap<string, readonly number[]>;
  /**
   * The merge that took the commit from a branch on which these rules did not hold: where all that the merge changed there passes
   * as its own, it vouches for the commit.
   */
  readonly voucher: Judgement | undefined;
}

/**
 * Everything that has to be judged. A commit answers for what it changed, by the rules of its parent. A merge answers, to each of
 * its parents, for what it changed against that one and no commit of the other side did: what neither side has, what it took back,
 * and how it settled what both had changed. What the other side did is answered for by its commits; where the rules of the parent
 * are not those that they were made under, by these rules as well.
 */
export function judgements(record: ProjectRecord): Judgement[] {
  const { graph, changes, houses } = record;
  const carriers = sidesCarrying(graph);
  const isOnChain = (commit: number): boolean => carriers[commit] === NO_CARRIER;
  /** By number of commit: what it answers for. */
  const own: (readonly MadeChange[])[] = [];
  const found = new Map<string, Judgement>();
  const add = (judgement: Judgement): void => {
    const { commit, base, house, checksRules, voucher } = judgement;
    if (house.rules.length === 0 || (judgement.changes.length === 0 && judgement.keys.length === 0)) return;
    const under = voucher ? `${house.id} through ${voucher.commit}` : base;
    found.set(`${commit} ${checksRules} ${under}`, judgement);
  };
  for (let commit = 0; commit < graph.ids.length; commit++) {
    const parents = graph.parents[commit]!;
    const { byParent, keysByParent } = changes[commit]!;
    if (parents.length < 2) {
      own.push(byParent[0] ?? []);
      const [base] = parents;
      if (base === undefined) continue;
      const house = houses[base]!;
      const checksFreezes = isOnChain(commit);
      add({ ...plain, checksFreezes, commit, base, house, changes: own[commit]!, keys: keysByParent[0] ?? [] });
      continue;
    }
    const all: MadeChange[] = [];
    for (const [index, base] of parents.entries()) {
      const house = houses[base]!;
      const made = byParent[index] ?? [];
      const keys = keysByParent[index] ?? [];
      if (made.length === 0 && keys.length === 0) continue;
      const others = parents.filter((parent) => parent !== base);
      const theirs = onlyIn(graph, others, base);
      const sides = others.map((other) => ({
        theirs: placesIn(onlyIn(graph, [other], base).commits, own),
        ours: placesIn(onlyIn(graph, [base], other).commits, own),
      }));
      const isOwn = mergeOwn(byParent, index, sides);
      const mine = made.flatMap((one) => onlyParts(one, (part) => isOwn(one.name, part)) ?? []);
      all.push(...mine);
      const theirKeys = new Set(theirs.commits.flatMap((one) => changes[one]!.keysByParent.flat()));
      const ownKeys = keys.filter((path) => !theirKeys.has(path) || keysByParent.every((list) => list.includes(path)));
      add({ ...plain, commit, base, house, changes: mine, keys: ownKeys });
      const whole = { ...plain, commit, base, house, changes: made, keys };
      if (isOnChain(commit) && (index === 0 || hasOtherFreezes(house, houses[parents[0]!]!))) {
        const takenFrom = commitsByName(theirs.commits, own);
        add({ ...whole, keys: [], checksRules: false, checksFreezes: true, takenFrom });
      }
      const isNewer = theirs.forks.length > 0 && theirs.forks.every((fork) => houses[fork]!.id === house.id);
      if (isNewer || house.rules.length === 0) continue;
      const names = new Set(made.map(({ name }) => name));
      for (const one of theirs.commits) {
        const taken = own[one]!.filter(({ name }) => names.has(name));
        const takenKeys = changes[one]!.keysByParent.flat().filter((path) => keys.includes(path));
        add({ ...plain, commit: one, base, house, changes: taken, keys: takenKeys, voucher: whole });
      }
    }
    own.push(all);
  }
  return [...found.values()];
}

const plain = { checksRules: true, checksFreezes: false, takenFrom: new Map<string, number[]>(), voucher: undefined };

function commitsByName(
  commits: readonly number[],
  own: readonly (readonly MadeChange[])[],
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const commit of commits) {
    for (const { name } of own[commit]!) {
      const known = found.get(name);
      if (known) known.push(commit);
      else found.set(name, [commit]);
    }
  }
  return found;
}

/** By name of thing, what some commits did to it, newest first. */
type Places = ReadonlyMap<string, readonly MadePart[]>;

function placesIn(commits: readonly number[], own: readonly (readonly MadeChange[])[]): Places {
  const found = new Map<string, MadePart[]>();
  for (const commit of commits) {
    for (const { name, parts } of own[commit]!) {
      const known = found.get(name);
      if (known) known.push(...parts);
      else found.set(name, [...parts]);
    }
  }
  return found;
}

/**
 * Whether a merge answers itself for what it changed against one of its parents.
 * @param sides for each of the other parents, what it did and this one did not, and the other way round: a parent that is named twice,
 *   or that holds another, must not hide what is in conflict with a third
 */
function mergeOwn(
  byParent: readonly (readonly MadeChange[])[],
  index: number,
  sides: readonly { readonly theirs: Places; readonly ours: Places }[],
): (name: string, part: MadePart) => boolean {
  const others = byParent.filter((_, other) => other !== index);
  const at = (places: Places, name: string, part: MadePart): readonly MadePart[] =>
    places.get(name)?.filter((one) => isSamePlace(one, part)) ?? [];
  const isNobodys = (name: string, part: MadePart): boolean =>
    others.every((made) =>
      made.some((one) => one.name === name && one.parts.some((other) => isSamePlace(other, part))),
    );
  const isBrokenBefore = (name: string): boolean =>
    byParent.some((made) => {
      const one = made.find((other) => other.name === name);
      // One that is not there was as it is now.
      return one === undefined || one.before?.state === 'unreadable';
    });
  return (name, part) => {
    // Whoever broke it answers for that; for what it hides, who mends it.
    if (part.change.kind === 'unreadable' && isBrokenBefore(name)) return false;
    const isTaken = sides.some(({ theirs, ours }) => {
      const changed = at(theirs, name, part);
      const isConflict = at(ours, name, part).length > 0 && !isAsItWas(part, changed);
      return changed.length > 0 && !isConflict;
    });
    return !isTaken || isNobodys(name, part);
  };
}

/**
 * Whether the side that a merge changes had a place as it was where the sides parted: what was changed there and changed back is not
 * in conflict with what the other side did.
 * @param theirs what the other side did, newest first
 */
function isAsItWas({ change }: MadePart, theirs: readonly MadePart[]): boolean {
  const path = JSON.stringify(change.path);
  const first = theirs.findLast((part) => JSON.stringify(part.change.path) === path);
  return first !== undefined && isSameMeaning(first.change.before ?? null, change.before ?? null);
}

function hasOtherFreezes(a: House, b: House): boolean {
  const freezes = ({ rules }: House): string => JSON.stringify(rules.map(({ policy }) => policy.freezes));
  return freezes(a) !== freezes(b);
}
