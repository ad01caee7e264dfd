import { periodOf } from './days.ts';
import type { Extension } from '../model/flag.ts';

/** A stretch by which `expires` was moved later; dates as written. */
export interface ExpiryMove extends Extension {
  /** Full id of the commit; absent for what is not committed. */
  readonly commit?: string | undefined;
}

const endOf = (date: string): number | undefined => periodOf(date)?.end;

/**
 * The moves so far with one more change of `expires`. A date that is taken back takes back what it moved: a flag that
 * ends where it ended before was not extended.
 * @param before undefined where there was none; what is not a date moves nothing
 */
export function withMove(
  moves: readonly ExpiryMove[],
  before: string | undefined,
  after: string | undefined,
  commit?: string,
): readonly ExpiryMove[] {
  if (before === undefined || after === undefined || before === after) return moves;
  const [from, until] = [endOf(before), endOf(after)];
  if (from === undefined || until === undefined || from === until) return moves;
  if (until > from) return [...moves, { from: before, until: after, commit }];
  return moves
    .filter((move) => (endOf(move.from) ?? 0) < until)
    .map((move) => ((endOf(move.until) ?? 0) > until ? { ...move, until: after } : move));
}

/** The moves of which some part is in none of the entries of `extensions`. */
export function unexplainedMoves(moves: readonly ExpiryMove[], entries: readonly Extension[]): ExpiryMove[] {
  const stretches = entries.flatMap(({ from, until }) => {
    const [start, end] = [endOf(from), endOf(until)];
    return start === undefined || end === undefined ? [] : [{ start, end }];
  });
  stretches.sort((a, b) => a.start - b.start);
  return moves.filter(({ from, until }) => {
    let reached = endOf(from) ?? 0;
    for (const { start, end } of stretches) if (start <= reached) reached = Math.max(reached, end);
    return reached < (endOf(until) ?? 0);
  });
}
