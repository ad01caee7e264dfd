import { spend, type Budget } from './budget.ts';
import type { TestLiteral } from './formula.ts';
import { passesAll } from './passes.ts';
import { someString } from './strings.ts';

/**
 * Whether one attribute can pass all of these tests: it is absent, a boolean, a number, a list, a string, or
 * something else. False is certain; where the budget ends, or strings get too intricate, the answer is true.
 */
export function someValue(tests: readonly TestLiteral[], budget: Budget): boolean {
  if (tests.length === 1 && isEasy(tests[0]!)) return true;
  const listed = shortestList(tests);
  if (listed) return listed.some((value) => passesAll(tests, value, budget));
  return (
    passesAll(tests, undefined, budget) ||
    passesAll(tests, true, budget) ||
    passesAll(tests, false, budget) ||
    passesAll(tests, {}, budget) ||
    passesAll(tests, leastList(tests), budget) ||
    numbersToTry(tests, budget).some((value) => passesAll(tests, value, budget)) ||
    someString(tests, budget)
  );
}

/** A test that some value is sure to pass. */
function isEasy({ operator, operand, negated }: TestLiteral): boolean {
  if (negated || operator === 'contains' || operator === 'exists' || operator === 'bucketable') return true;
  return typeof operand === 'string' && operator !== 'semver';
}

/** The values of the shortest `equals` or `in` that must hold, if there is one: no other value passes it. */
function shortestList(tests: readonly TestLiteral[]): readonly unknown[] | undefined {
  let shortest: readonly unknown[] | undefined;
  for (const { operator, operand, negated } of tests) {
    if (negated || (operator !== 'equals' && operator !== 'in')) continue;
    const list = operator === 'in' ? (operand as readonly unknown[]) : [operand];
    if (!shortest || list.length < shortest.length) shortest = list;
  }
  return shortest;
}

/** The list with the members it must have and no other, which is the one most likely to pass. */
function leastList(tests: readonly TestLiteral[]): readonly unknown[] {
  return tests.filter(({ operator, negated }) => operator === 'contains' && !negated).map(({ operand }) => operand);
}

/**
 * Every number at which a test can change its answer, and one between each two of them: where these all fail,
 * all numbers do.
 */
function numbersToTry(tests: readonly TestLiteral[], budget: Budget): readonly number[] {
  const named = new Set<number>([-Number.MAX_VALUE, Number.MAX_VALUE]);
  for (const { operand } of tests) {
    if (typeof operand === 'number') named.add(operand);
    if (!Array.isArray(operand) || !spend(budget, operand.length)) continue;
    for (const value of operand) if (typeof value === 'number') named.add(value);
  }
  const edges = [...named].sort((a, b) => a - b);
  const between = edges.slice(1).map((edge, index) => edge / 2 + edges[index]! / 2);
  return [Number.NaN, -Infinity, Infinity, ...between, ...edges];
}
