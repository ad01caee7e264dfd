import type { Evaluator } from './evaluator.ts';

const KEYS = 10_000;

/**
 * The share (0 to 1) of the targeting keys 0 to 9999, as text and without other attributes, that gets each variant;
 * variants that nobody gets are left out. Empty for a flag that does not exist.
 */
export function exposure(
  evaluator: Evaluator,
  flagKey: string,
  now: Date | number,
): { readonly [variant: string]: number } {
  const counts = new Map<string, number>();
  for (let i = 0; i < KEYS; i++) {
    const { variant } = evaluator.evaluate(flagKey, { targetingKey: String(i) }, { now });
    if (variant !== undefined) counts.set(variant, (counts.get(variant) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].map(([variant, count]) => [variant, count / KEYS]));
}
