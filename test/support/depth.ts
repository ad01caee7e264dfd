/**
 * How thorough the large tables are: `FLAGWRIGHT_FAULTS=all` does everything that can be thought of, `part` one row in
 * five. They depend on git and the system more than on Node, so of several versions of Node one does the usual table and
 * the others a part of it.
 */
const depth = process.env.FLAGWRIGHT_FAULTS;

export const isWhole = depth === 'all';

// Five, which has no part in common with the four signals that take turns.
const step = depth === 'part' ? 5 : 1;

/** The rows that are to be looked at. */
export function someOf<Row>(rows: readonly Row[]): Row[] {
  return rows.filter((_, index) => index % step === 0);
}

/** How many examples of so many are to be tried. */
export function runsOf(many: number): number {
  return Math.ceil(many / step);
}
