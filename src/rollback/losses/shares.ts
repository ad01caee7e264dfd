import type { Weights } from '../../evaluate/definition.ts';

/** What a flag serves a context before anybody is shared out: parts of all hashes, in order. */
export interface Shares {
  /** Variant → the hash (0 to 2^32) at which its part ends; parts of nobody are left out. */
  readonly parts: readonly (readonly [variant: string | undefined, end: number])[];
  /** Shares of one id put everybody at the same hash; absent where all get the same. */
  readonly id: string | undefined;
}

/** What is served before, and what afterwards, to one and the same context; `undefined` where a flag is disabled. */
export type Served = readonly [was: string | undefined, is: string | undefined];

const hashes = 2 ** 32;

/** Everybody gets one variant; `undefined` where the flag is disabled. */
export function sharesOfAll(variant: string | undefined): Shares {
  return { parts: [[variant, hashes]], id: undefined };
}

/**
 * The parts of hashes that weights stand for, exactly: see `bucketOf`.
 * @param weights non-negative integers, with a sum above 0
 */
export function sharesOf(weights: Weights, id: string): Shares {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const parts: [string, number][] = [];
  let sum = 0;
  for (const [variant, weight] of Object.entries(weights)) {
    sum += weight;
    // The first hash whose bucket is not below the sum. Products have up to 63 bits.
    const end = Number((BigInt(sum) * BigInt(hashes) + BigInt(total - 1)) / BigInt(total));
    if (weight > 0) parts.push([variant, end]);
  }
  return { parts, id };
}

/** Everything that a context may be served before and afterwards. */
export function servedPairs(before: Shares, after: Shares): Served[] {
  if (before.id !== after.id && before.id !== undefined && after.id !== undefined) {
    return distinctPairs(before.parts.flatMap(([was]) => after.parts.map(([is]): Served => [was, is])));
  }
  const found: Served[] = [];
  let [a, b] = [0, 0];
  while (a < before.parts.length && b < after.parts.length) {
    const [was, endBefore] = before.parts[a]!;
    const [is, endAfter] = after.parts[b]!;
    found.push([was, is]);
    if (endBefore <= endAfter) a++;
    if (endAfter <= endBefore) b++;
  }
  return distinctPairs(found);
}

/** Each pair once, in the order of first mention. */
export function distinctPairs(pairs: readonly Served[]): Served[] {
  return [...new Map(pairs.map((pair) => [JSON.stringify(pair), pair])).values()];
}
