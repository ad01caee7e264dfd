import type { HashState } from './murmur3.ts';
import { absorb, finish } from './murmur3.ts';

/** The largest sum of weights: flagd keeps it in a signed 32-bit integer. */
export const MAX_TOTAL_WEIGHT = 2147483647;

/** A distribution over `choices`: `bounds[i]` is the sum of the weights up to and with choice `i`. */
export interface Split<T> {
  readonly choices: readonly T[];
  readonly bounds: readonly number[];
  readonly total: number;
}

/** A split from weights in their order; nothing if a weight is not a non-negative integer or the total not in 1..2147483647. */
export function createSplit<T>(weights: Iterable<readonly [T, number]>): Split<T> | undefined {
  const choices: T[] = [];
  const bounds: number[] = [];
  let total = 0;
  for (const [choice, weight] of weights) {
    if (!Number.isInteger(weight) || weight < 0) return undefined;
    total += weight;
    if (total > MAX_TOTAL_WEIGHT) return undefined;
    choices.push(choice);
    bounds.push(total);
  }
  return total > 0 ? { choices, bounds, total } : undefined;
}

/**
 * `floor(hash × total / 2^32)`, exactly: 0 to total - 1. The product has up to 63 bits, more than a double holds,
 * so it is made from the two halves of the hash; each part stays under 2^48.
 */
export function bucketOf(hash: number, total: number): number {
  const low = Math.floor(((hash & 0xffff) * total) / 0x10000);
  return Math.floor(((hash >>> 16) * total + low) / 0x10000);
}

/** The first choice whose cumulative weight exceeds the bucket; a choice of weight 0 never does first. */
export function choiceAt<T>(split: Split<T>, bucket: number): T {
  const { bounds } = split;
  let i = 0;
  while (bounds[i]! <= bucket) i++;
  return split.choices[i]!;
}

/**
 * flagd's current fractional arithmetic: the bucket into which a text falls, 0 to total - 1. `seed` is what was hashed
 * before it.
 */
export function bucketFor(seed: HashState, text: string, total: number): number {
  return bucketOf(finish(absorb(seed, text)), total);
}

/** The attributes by which a flag splits, first the one that is asked first. */
export function bucketingAttributes(bucketBy: string | readonly string[] = 'targetingKey'): readonly string[] {
  return typeof bucketBy === 'string' ? [bucketBy] : bucketBy;
}

/** A bucketing value as text: strings as they are, numbers and booleans as JSON; nothing for the empty string and all else. */
export function bucketingText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value === '' ? undefined : value;
    case 'number':
      return Number.isFinite(value) ? String(value) : undefined;
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return undefined;
  }
}
