import type { Evaluation, EvaluationContext } from './evaluation.ts';

/** Contexts with the targeting keys 0 to `size` - 1, as text, and the attributes that all of them share. */
export function numberedContexts(size: number, shared: EvaluationContext = {}): Iterable<EvaluationContext> {
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < size; i++) yield { ...shared, targetingKey: String(i) };
    },
  };
}

/** Counts who got what in a population. */
export class Tally {
  /** How many contexts were counted. */
  size = 0;
  /** By variant; those with none, as there was an error, are not in it. */
  readonly variants = new Map<string, number>();
  readonly reasons = new Map<string, number>();
  /** By the rule that matched; those that none matched are not in it. */
  readonly rules = new Map<string, number>();
  /** What the first evaluation that failed said. */
  error: string | undefined;

  add({ variant, reason, rule, errorMessage }: Evaluation): void {
    this.size++;
    if (variant !== undefined) increment(this.variants, variant);
    increment(this.reasons, reason);
    if (rule !== undefined) increment(this.rules, rule);
    if (errorMessage !== undefined) this.error ??= errorMessage;
  }

  /** The share (0 to 1) that got a variant; 0 of nobody. */
  share(variant: string): number {
    return this.size === 0 ? 0 : (this.variants.get(variant) ?? 0) / this.size;
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** A share (0 to 1) in percent, with two decimals at most: `25%`, `33.33%`. What is not nobody is never `0%`. */
export function percentText(share: number): string {
  const percent = Number((share * 100).toFixed(2));
  if (percent === 0 && share > 0) return '<0.01%';
  return percent === 100 && share < 1 ? '>99.99%' : `${percent}%`;
}
