import { spend, type Budget } from './budget.ts';
import type { TestLiteral } from './formula.ts';

/** A value that passes tests; `none` if it is certain that there is none. When the budget ends any value will do. */
export type FoundPass = { readonly value: unknown } | 'none' | 'unknown';

/** Whether a value passes all tests; true when the budget ends. */
export function passesAll(tests: readonly TestLiteral[], value: unknown, budget: Budget): boolean {
  const length = typeof value === 'string' ? value.length : 0;
  for (const { passes, negated, operand } of tests) {
    const size = typeof operand === 'string' ? operand.length : 0;
    if (!spend(budget, 1 + ((length + size) >> 6))) return true;
    if (passes(value) === negated) return false;
  }
  return true;
}

/** The first of some values that passes all tests. */
export function firstPassing(
  values: Iterable<unknown>,
  tests: readonly TestLiteral[],
  budget: Budget,
): { readonly value: unknown } | undefined {
  for (const value of values) if (passesAll(tests, value, budget)) return { value };
  return undefined;
}
