import type { Path } from '../diagnostic/diagnostic.ts';
import type { Weights } from '../evaluate/definition.ts';
import { absorb, EMPTY_HASH } from '../evaluate/murmur3.ts';
import { bucketFor, choiceAt, createSplit } from '../evaluate/split.ts';
import { RefusedImportError } from './notes.ts';

/** Digits behind the point that shares are taken with. */
const most = 1_000_000;

/**
 * Shares of any size as whole numbers, as small as they can be.
 * @param shares by variants, in the order of the source; the same variant may be there several times
 * @returns the one variant that has all
 * @throws RefusedError if they are not shares
 */
export function weightsOf(shares: readonly (readonly [string, number])[], path: Path): string | Weights {
  const sums = new Map<string, number>();
  for (const [name, share] of shares) {
    if (!Number.isFinite(share) || share < 0) throw new RefusedImportError(path, 'its shares are not numbers from 0');
    sums.set(name, (sums.get(name) ?? 0) + share);
  }
  let scale = 1;
  while (scale < most && [...sums.values()].some((share) => !isWhole(share * scale))) scale *= 10;
  const whole = [...sums].map(([name, share]): [string, number] => [name, Math.round(share * scale)]);
  const shared = whole.reduce((divisor, [, weight]) => gcd(divisor, weight), 0);
  const total = whole.reduce((sum, [, weight]) => sum + weight, 0);
  if (total === 0) throw new RefusedImportError(path, 'its shares are all 0');
  // Percentages are read more easily than the smallest numbers.
  const divisor = total % 100 === 0 && shared % (total / 100) === 0 ? total / 100 : shared;
  const weights = whole.map(([name, weight]): [string, number] => [name, weight / divisor]);
  const [only, other] = weights.filter(([, weight]) => weight > 0);
  if (only !== undefined && other === undefined) return only[0];
  if (createSplit(weights) === undefined) throw new RefusedImportError(path, 'its shares are too large');
  return Object.fromEntries(weights);
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-9 * Math.max(1, value);

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** As many targeting keys are looked at. */
export const populationSize = 10_000;

/**
 * How many of the targeting keys 0 to 9999 are dealt another variant than before.
 * @param theirs the variant that the source deals a key, by our names; undefined for none
 */
export function movedBy(weights: Weights, seed: string, theirs: (key: string) => string | undefined): number {
  const split = createSplit(Object.entries(weights));
  if (split === undefined) return 0;
  const hashed = absorb(EMPTY_HASH, seed);
  let moved = 0;
  for (let at = 0; at < populationSize; at++) {
    const key = String(at);
    if (choiceAt(split, bucketFor(hashed, key, split.total)) !== theirs(key)) moved++;
  }
  return moved;
}

/** The first of some shares in which a point falls. */
export function shareAt(shares: readonly (readonly [string, number])[], point: number): string | undefined {
  let end = 0;
  return shares.find(([, share]) => (end += share) > point)?.[0];
}
