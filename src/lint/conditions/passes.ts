import { spend, type Budget } from './budget.ts';
import type { TestLiteral } from './formula.ts';

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
