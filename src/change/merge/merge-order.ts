import { movedKeys } from '../../meaning/list-changes.ts';

/** Two runs of entries that the two sides put in the same place, or a run that each side put in another place. */
type OrderDispute = readonly [ours: readonly string[], theirs: readonly string[]];

/** An order, and what of it no side has asked for. */
export interface MergedOrder {
  readonly order: readonly string[];
  readonly disputes: readonly OrderDispute[];
}

/** Whether it does not matter which of two entries comes first; absent where it never does. */
export type IsFree = ((a: string, b: string) => boolean) | undefined;

/** So many entries are compared pair by pair. */
const maxPairs = 400;

/**
 * Merges two orders of the same entries three ways. What neither side moved keeps its order and makes places; what a
 * side added or moved goes to the place it has on that side. Where both put something in the same place the order is
 * disputed, unless it does not matter. The same whichever side is called ours.
 * @param base the keys of the base that are still wanted, likewise `ours` and `theirs`; each without repetitions
 */
export function mergeOrder(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  isFree: IsFree,
): MergedOrder {
  const [inBase, inOurs, inTheirs] = [new Set(base), new Set(ours), new Set(theirs)];
  // A side may lack an entry that is wanted all the same, where removing it is in conflict with a change.
  const has = (side: ReadonlySet<string>): boolean => base.every((key) => side.has(key));
  if (isEqual(ours, theirs) || (isEqual(base, theirs) && has(inOurs))) return { order: ours, disputes: [] };
  if (isEqual(base, ours) && has(inTheirs)) return { order: theirs, disputes: [] };
  const common = base.filter((key) => inOurs.has(key) && inTheirs.has(key));
  const isCommon = new Set(common);
  const only = (keys: readonly string[]): string[] => keys.filter((key) => isCommon.has(key));
  const [ourMoves, theirMoves] = [movedKeys(common, only(ours)), movedKeys(common, only(theirs))];
  const fixed = new Set(common.filter((key) => !ourMoves.has(key) && !theirMoves.has(key)));
  const isShared = (key: string): boolean =>
    isCommon.has(key)
      ? ourMoves.has(key) && theirMoves.has(key)
      : inOurs.has(key) && inTheirs.has(key) && !inBase.has(key);
  const ourPlaces = placesOf(ours, fixed, (key) => !isCommon.has(key) || ourMoves.has(key));
  const theirPlaces = placesOf(theirs, fixed, (key) => !isCommon.has(key) || theirMoves.has(key));
  const disputes: OrderDispute[] = [];
  const strays = settleShared(ourPlaces, theirPlaces, isShared, isFree ? disputes : []);
  const order: string[] = [];
  const kept = common.filter((key) => fixed.has(key));
  for (let place = 0; place <= kept.length; place++) {
    const [our = [], their = []] = [ourPlaces, theirPlaces].map((places) =>
      (places.get(place) ?? []).filter((key) => (strays.get(key) ?? place) === place),
    );
    for (const key of mergeRuns(our, their, isFree, disputes)) order.push(key);
    const next = kept[place];
    if (next !== undefined) order.push(next);
  }
  const unasked = disputes.length === 0 ? unaskedFlip(order, ours, theirs, isFree) : undefined;
  return { order, disputes: unasked ? [unasked] : disputes };
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

/** By place (how many fixed entries come before): the entries that a side put there, in its order. */
function placesOf(
  keys: readonly string[],
  fixed: ReadonlySet<string>,
  isOwn: (key: string) => boolean,
): Map<number, string[]> {
  const places = new Map<number, string[]>();
  let place = 0;
  for (const key of keys) {
    if (fixed.has(key)) {
      place++;
    } else if (isOwn(key)) {
      const run = places.get(place);
      if (run) run.push(key);
      else places.set(place, [key]);
    }
  }
  return places;
}

/** What both sides put somewhere, each elsewhere, is disputed and goes to the earlier place. */
function settleShared(
  ours: Map<number, string[]>,
  theirs: Map<number, string[]>,
  isShared: (key: string) => boolean,
  disputes: OrderDispute[],
): Map<string, number> {
  const placeOf = (places: Map<number, string[]>): Map<string, number> =>
    new Map([...places].flatMap(([place, run]) => run.map((key): [string, number] => [key, place])));
  const [our, their] = [placeOf(ours), placeOf(theirs)];
  const strays = new Map<string, number>();
  for (const [key, place] of our) {
    const other = their.get(key);
    if (other === undefined || other === place || !isShared(key)) continue;
    disputes.push([[key], [key]]);
    strays.set(key, Math.min(place, other));
  }
  return strays;
}

/** Both runs as one: what is in both keeps its place, what is not goes between. */
function mergeRuns(
  ours: readonly string[],
  theirs: readonly string[],
  isFree: IsFree,
  disputes: OrderDispute[],
): string[] {
  if (ours.length === 0 || isEqual(ours, theirs)) return [...theirs];
  if (theirs.length === 0) return [...ours];
  const [inOurs, inTheirs] = [new Set(ours), new Set(theirs)];
  const shared = ours.filter((key) => inTheirs.has(key));
  if (
    !isEqual(
      shared,
      theirs.filter((key) => inOurs.has(key)),
    )
  ) {
    if (isFree) disputes.push([ours, theirs]);
    return [...new Set([...ours, ...theirs])].sort();
  }
  const result: string[] = [];
  let [ourAt, theirAt] = [0, 0];
  for (const key of [...shared, undefined]) {
    const ourEnd = key === undefined ? ours.length : ours.indexOf(key, ourAt);
    const theirEnd = key === undefined ? theirs.length : theirs.indexOf(key, theirAt);
    const [our, their] = [ours.slice(ourAt, ourEnd), theirs.slice(theirAt, theirEnd)];
    if (isDisputed(our, their, isFree)) disputes.push([our, their]);
    const isOursFirst = (our[0] ?? '') < (their[0] ?? '');
    for (const one of isOursFirst ? [...our, ...their] : [...their, ...our]) result.push(one);
    if (key !== undefined) result.push(key);
    [ourAt, theirAt] = [ourEnd + 1, theirEnd + 1];
  }
  return result;
}

function isDisputed(ours: readonly string[], theirs: readonly string[], isFree: IsFree): boolean {
  if (!isFree || ours.length === 0 || theirs.length === 0) return false;
  return ours.length * theirs.length > maxPairs || ours.some((a) => theirs.some((b) => !isFree(a, b)));
}

/** Two entries that both sides have in the one order, and the result in the other: it follows from their moves, but nobody chose it. */
function unaskedFlip(
  order: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  isFree: IsFree,
): OrderDispute | undefined {
  if (!isFree) return undefined;
  const [our, their] = [ours, theirs].map((keys) => new Map(keys.map((key, index) => [key, index])));
  const both = order.filter((key) => our?.has(key) && their?.has(key));
  const isAsIn = (positions: Map<string, number> | undefined): boolean =>
    both.every(
      (key, index) => index === 0 || (positions?.get(both[index - 1] as string) ?? 0) < (positions?.get(key) ?? 0),
    );
  if (isAsIn(our) || isAsIn(their)) return undefined;
  if (both.length > maxPairs) return [both, both];
  for (const [index, first] of both.entries()) {
    for (const second of both.slice(index + 1)) {
      const isFlipped = [our, their].every((at) => (at?.get(first) ?? 0) > (at?.get(second) ?? 0));
      if (isFlipped && !isFree(first, second)) {
        return [
          [second, first],
          [second, first],
        ];
      }
    }
  }
  return undefined;
}
