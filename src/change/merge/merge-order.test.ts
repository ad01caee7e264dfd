import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeOrder } from './merge-order.ts';

const never = (): boolean => false;
const letters = (text: string): string[] => text.split('');
const merge = (
  base: string,
  ours: string,
  theirs: string,
  isFree: (a: string, b: string) => boolean = never,
): string => {
  const { order, disputes } = mergeOrder(letters(base), letters(ours), letters(theirs), isFree);
  const shown = disputes.map(([our, their]) => `${our.join('')}/${their.join('')}`);
  return [order.join(''), ...shown].join(' ');
};

describe('mergeOrder', () => {
  it.each([
    ['added in different places', 'ABC', 'AXBC', 'ABCY', 'AXBCY'],
    ['added on one side, moved on the other', 'ABCD', 'AXBCD', 'DABC', 'DAXBC'],
    ['added beside one that moved', 'ABCD', 'BCDA', 'AYBCD', 'YBCDA'],
    ['moved apart', 'ABCD', 'BCDA', 'DABC', 'DBCA'],
    ['moved alike, and one added', 'ABC', 'CAB', 'CABX', 'CABX'],
    ['added alike', 'AB', 'AXB', 'AXBY', 'AXBY'],
    ['removed on one side, added on the other', 'AC', 'AC', 'AXC', 'AXC'],
    ['added in the same place', 'AB', 'AXB', 'AYB', 'AXYB X/Y'],
    ['added and moved to the same place', 'ABCD', 'AXBCD', 'ADBC', 'ADXBC X/D'],
    ['moved to different places', 'ABCDE', 'BCADE', 'BCDEA', 'BCADE A/A'],
    ['moved past each other', 'ABCD', 'BCAD', 'ADBC', 'DBCA AD/AD'],
  ])('%s', (_, base, ours, theirs, expected) => {
    expect(merge(base, ours, theirs)).toBe(expected);
  });

  it('orders by key what may come in any order', () => {
    expect(merge('AB', 'AYZB', 'AXB', () => true)).toBe('AXYZB');
    expect(merge('AB', 'AYZB', 'AYXB', () => true)).toBe('AYXZB');
  });

  it('keeps all there is, once, and is the same the other way round', () => {
    const keys = fc.shuffledSubarray(letters('ABCDEFGH'));
    fc.assert(
      fc.property(keys, keys, keys, fc.boolean(), (base, ours, theirs, isFree) => {
        const of = isFree ? undefined : never;
        const { order, disputes } = mergeOrder(base, ours, theirs, of);
        if (ours.join() !== base.join() && theirs.join() !== base.join()) {
          expect(order.toSorted()).toEqual([...new Set([...ours, ...theirs])].toSorted());
        }
        const other = mergeOrder(base, theirs, ours, of);
        expect(other.order).toEqual(order);
        const shown = disputes.map(([our, their]) => `${our.join('')}/${their.join('')}`).sort();
        expect(other.disputes.map(([our, their]) => `${their.join('')}/${our.join('')}`).sort()).toEqual(shown);
        if (isFree) expect(disputes).toEqual([]);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });
});
