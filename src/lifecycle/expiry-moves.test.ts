import { describe, expect, it } from 'vitest';
import { unexplainedMoves, withMove, type ExpiryMove } from './expiry-moves.ts';

/** The moves that these dates make, one after the other, as `from..until`. */
function moves(...dates: (string | undefined)[]): string[] {
  let found: readonly ExpiryMove[] = [];
  for (let at = 1; at < dates.length; at++) found = withMove(found, dates[at - 1], dates[at], `c${at}`);
  return found.map(({ from, until, commit }) => `${from}..${until} ${commit}`);
}

describe('the moves of an expiry', () => {
  it('are those to a later date', () => {
    expect(moves('2026-10-01', '2026-11-01', '2026-11-01', '2026-12-01')).toEqual([
      '2026-10-01..2026-11-01 c1',
      '2026-11-01..2026-12-01 c3',
    ]);
    expect(moves('2026-10-01', '2026-09-01')).toEqual([]);
  });

  it('count for nothing once they are taken back, wholly or in part', () => {
    expect(moves('2026-10-01', '2062-12-01', '2026-12-01')).toEqual(['2026-10-01..2026-12-01 c1']);
    expect(moves('2026-10-01', '2026-11-01', '2026-12-01', '2026-11-01')).toEqual(['2026-10-01..2026-11-01 c1']);
    expect(moves('2026-10-01', '2026-11-01', '2026-12-01', '2026-09-01')).toEqual([]);
    expect(moves('2026-10-01', '2026-11-01', '2026-10-01', '2026-11-01')).toEqual(['2026-10-01..2026-11-01 c3']);
  });

  it('are of instants, however they are written, and of dates only', () => {
    expect(moves('2026-10-01', '2026-10-02T00:00:00Z')).toEqual([]);
    expect(moves('2026-10-01', '2026-10-02T00:00:01Z')).toHaveLength(1);
    expect(moves('soon', '2026-11-01')).toEqual([]);
    expect(moves(undefined, '2026-11-01', undefined, '')).toEqual([]);
  });
});

describe('a move is explained', () => {
  const move = { from: '2026-10-01', until: '2026-12-01' };
  const isExplained = (...entries: [string, string][]): boolean =>
    unexplainedMoves([move], entries.map(([from, until]) => ({ from, until }))).length === 0; // prettier-ignore

  it('by an entry of the same dates, or one that goes further', () => {
    expect(isExplained(['2026-10-01', '2026-12-01'])).toBe(true);
    expect(isExplained(['2026-10-01', '2026-12-31'])).toBe(true);
  });

  it('by several that follow on each other, in any order', () => {
    expect(isExplained(['2026-11-01', '2026-12-01'], ['2026-10-01', '2026-11-01'])).toBe(true);
  });

  it('by nothing that leaves a part of it open', () => {
    expect(isExplained()).toBe(false);
    expect(isExplained(['2026-10-01', '2026-11-30'])).toBe(false);
    expect(isExplained(['2026-10-15', '2026-12-01'])).toBe(false);
    expect(isExplained(['2026-10-01', '2026-11-01'], ['2026-11-02', '2026-12-01'])).toBe(false);
    expect(isExplained(['2026-10-01', 'later'])).toBe(false);
  });
});
