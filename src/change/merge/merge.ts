import type { Path } from '../../diagnostic/diagnostic.ts';
import { describeValue } from '../../evaluate/describe.ts';
import { canonicalText } from '../../meaning/canonical.ts';
import { entriesByKey } from '../../meaning/entries.ts';
import { isSameField } from '../../meaning/list-changes.ts';
import type { Merged, MergeConflict, Settlement, ConflictSides } from './conflict.ts';
import { mergeOrder, type IsFree } from './merge-order.ts';
import { settlementBasis, settleServe, type SettlementBasis } from './settle.ts';
import { shapeAt, type MergedKind } from './shape.ts';
import { weave } from './weave.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Merges two changes of one definition in meaning: changes to different things both count, the same thing changed
 * alike does not matter, the same thing changed differently is a conflict, unless the rules for the flag's type and
 * criticality settle it. Which side is called ours makes no difference but to the names.
 * @param base the definition both sides started from, as parsed; `undefined` where there was none
 * @param held the side whose value is where there is a conflict; of a disputed order, the side's own entries
 */
export function mergeDefinitions(
  base: unknown,
  ours: unknown,
  theirs: unknown,
  kind: MergedKind = 'flag',
  held: keyof ConflictSides = 'base',
): Merged {
  const merge = new Merge(kind, settlementBasis(base, ours, theirs), held);
  const merged = merge.value([], { base, ours, theirs });
  return { merged, conflicts: merge.conflicts, settled: merge.settled };
}

class Merge {
  readonly conflicts: MergeConflict[] = [];
  readonly settled: Settlement[] = [];
  readonly #kind: MergedKind;
  readonly #basis: SettlementBasis;
  readonly #held: keyof ConflictSides;

  constructor(kind: MergedKind, basis: SettlementBasis, held: keyof ConflictSides) {
    this.#kind = kind;
    this.#basis = basis;
    this.#held = held;
  }

  value(path: Path, sides: ConflictSides): unknown {
    const { base, ours, theirs } = sides;
    const name = String(path.at(-1) ?? '');
    if (isSameField(name, ours, theirs) || isSameField(name, base, theirs)) return ours;
    if (isSameField(name, base, ours)) return theirs;
    const shape = shapeAt(this.#kind, path, sides);
    switch (shape.as) {
      case 'fields':
        return this.#fields(path, sides, shape.collection);
      case 'environment':
        return this.#environment(path, sides);
      case 'entries':
        return this.#entries(path, sides, shape.ordered);
      case 'set':
        return this.#set(path, sides, shape.ordered);
      case 'serve':
        return this.#serve(path, sides);
      case 'value':
        return this.#conflict(path, sides);
    }
  }

  /** Notes a conflict; until somebody decides, one side holds. */
  #conflict(path: Path, sides: ConflictSides, why = reasonOf(path, sides)): unknown {
    this.conflicts.push(disputed(path, sides, why));
    return sides[this.#held];
  }

  #serve(path: Path, sides: ConflictSides): unknown {
    if (sides.base === undefined || sides.ours === undefined || sides.theirs === undefined) {
      return this.#conflict(path, sides);
    }
    const { chosen, why } = settleServe(sides, this.#basis);
    if (chosen === undefined) return this.#conflict(path, sides, why);
    this.settled.push({ ...disputed(path, sides, why), chosen });
    return sides[chosen];
  }

  #fields(path: Path, sides: ConflictSides, isCollection: boolean): unknown {
    const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((side) =>
      side === undefined && isCollection && path.length > 0 ? {} : side,
    );
    const start = base === undefined && path.length === 0 ? {} : base;
    if (!isFields(start) || !isFields(ours) || !isFields(theirs)) return this.#conflict(path, sides);
    const merged = this.#eachField(path, start, ours, theirs);
    const isGone = Object.keys(merged).length === 0 && (sides.ours === undefined || sides.theirs === undefined);
    return isGone ? undefined : merged;
  }

  #eachField(path: Path, base: Fields, ours: Fields, theirs: Fields): Fields {
    const names = new Set([...weave(Object.keys(ours), Object.keys(theirs)), ...Object.keys(base)]);
    const merged: [string, unknown][] = [];
    for (const name of names) {
      const value = this.value([...path, name], {
        base: own(base, name),
        ours: own(ours, name),
        theirs: own(theirs, name),
      });
      if (value !== undefined) merged.push([name, value]);
    }
    return Object.fromEntries(merged);
  }

  #environment(path: Path, sides: ConflictSides): unknown {
    const blocks = [sides.base, sides.ours, sides.theirs].map((side) =>
      typeof side === 'boolean' ? { enabled: side } : side,
    );
    const [base, ours, theirs] = blocks;
    if (!isFields(base) || !isFields(ours) || !isFields(theirs)) return this.#conflict(path, sides);
    const [before, settledBefore] = [this.conflicts.length, this.settled.length];
    const merged = this.#eachField(path, base, ours, theirs);
    if (
      'rules' in merged &&
      'targeting' in merged &&
      ![base, ours, theirs].some((one) => 'rules' in one && 'targeting' in one)
    ) {
      this.conflicts.length = before;
      this.settled.length = settledBefore;
      return this.#conflict(path, sides, 'one side writes rules and the other targeting: there can be only one');
    }
    const isShort = agreedForm(sides) && Object.keys(merged).length === 1 && typeof merged.enabled === 'boolean';
    return isShort ? merged.enabled : merged;
  }

  #entries(path: Path, sides: ConflictSides, isOrdered: boolean): unknown {
    const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((side) => entriesByKey(side ?? [], path));
    if (!base || !ours || !theirs) return this.#conflict(path, sides);
    const merged = new Map<string, unknown>();
    for (const key of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
      const entry = this.value([...path, key], { base: base.get(key), ours: ours.get(key), theirs: theirs.get(key) });
      if (entry !== undefined) merged.set(key, entry);
    }
    const serves = new Map(
      [...merged].map(([key, entry]) => [key, canonicalText({ serve: own(entry as Fields, 'serve') })]),
    );
    // Of rules that serve the same it makes no difference which one decides.
    const isFree: IsFree = isOrdered ? (a, b) => serves.get(a) === serves.get(b) : undefined;
    const order = this.#order(
      path,
      [base, ours, theirs].map((map) => [...map.keys()]),
      merged,
      isFree,
    );
    return this.#listOf(order, merged, sides);
  }

  #set(path: Path, sides: ConflictSides, isOrdered: boolean): unknown {
    const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((side) => membersOf(side ?? []));
    if (!base || !ours || !theirs) return this.#conflict(path, sides);
    const all = new Map([...base, ...ours, ...theirs]);
    const merged = new Map([...all].filter(([key]) => (base.has(key) ? ours.has(key) && theirs.has(key) : true)));
    const lists = [base, ours, theirs].map((map) => [...map.keys()]);
    const order = this.#order(path, lists, merged, isOrdered ? () => false : undefined);
    return this.#listOf(order, merged, sides);
  }

  #listOf(order: readonly string[], merged: ReadonlyMap<string, unknown>, sides: ConflictSides): unknown {
    const isGone = order.length === 0 && (sides.ours === undefined || sides.theirs === undefined);
    return isGone ? undefined : order.map((key) => merged.get(key));
  }

  #order(
    path: Path,
    lists: readonly (readonly string[])[],
    merged: ReadonlyMap<string, unknown>,
    isFree: IsFree,
  ): readonly string[] {
    const [base = [], ours = [], theirs = []] = lists.map((keys) => keys.filter((key) => merged.has(key)));
    const { order, disputes } = mergeOrder(base, ours, theirs, isFree);
    if (disputes.length > 0) {
      const keys = [...new Set(disputes.flat(2))].sort();
      const why = 'both sides put them in the same place or moved them, and their order counts';
      this.conflicts.push({ ...disputed(path, { base, ours, theirs }, why), what: orderOf(path, keys) });
      if (this.#held !== 'base') return this.#held === 'ours' ? ours : theirs;
    }
    return order;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const own = (record: Fields, name: string): unknown => (Object.hasOwn(record, name) ? record[name] : undefined);

/** The members of a list by their meaning; nothing where one is in it twice. */
function membersOf(list: unknown): Map<string, unknown> | undefined {
  if (!Array.isArray(list)) return undefined;
  const members = new Map(list.map((item): [string, unknown] => [canonicalText(item), item]));
  return members.size === list.length ? members : undefined;
}

/** Whether an environment stays in its short form: as any value, it is what the side that changed it says. */
function agreedForm({ base, ours, theirs }: ConflictSides): boolean {
  const [was, our, their] = [base, ours, theirs].map((side) => typeof side === 'boolean');
  return our === their || was === their ? our === true : their === true;
}

function reasonOf(path: Path, { base, ours, theirs }: ConflictSides): string {
  if (ours === undefined || theirs === undefined) return 'removed on one side, changed on the other';
  if (path.length === 1 && path[0] === 'expires') return 'two different expiry dates: a person decides which holds';
  return base === undefined ? 'added differently on both sides' : 'changed differently on both sides';
}

function disputed(path: Path, sides: ConflictSides, why: string): MergeConflict {
  const environment = path[0] === 'environments' && path.length > 1 ? String(path[1]) : undefined;
  return { path, environment, what: wordsFor(path), ...sides, why };
}

/** `rule eu-gradual serve`, `expires`, `prerequisite payment-api-v2 variant`. */
function wordsFor(path: Path): string {
  const inside = path[0] === 'environments' && path.length > 1 ? path.slice(2) : path;
  if (path.length === 0) return 'the whole definition';
  if (inside.length === 0) return 'the environment';
  const words = inside.map((step) => describeValue(step));
  const singular: Readonly<Record<string, string>> = {
    rules: 'rule',
    prerequisites: 'prerequisite',
    conflicts: 'conflict',
  };
  const first = inside.length > 1 ? (singular[String(inside[0])] ?? words[0]) : words[0];
  return [first, ...words.slice(1)].join(' ');
}

function orderOf(path: Path, keys: readonly string[]): string {
  const shown = keys.slice(0, 6).map(describeValue);
  return `order of ${describeValue(String(path.at(-1)))} ${shown.join(', ')}${keys.length > 6 ? ` and ${keys.length - 6} more` : ''}`;
}
