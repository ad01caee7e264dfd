import { instantOf } from '../evaluate/operators.ts';
import { spend, type Budget } from './budget.ts';
import { casingsOf } from './casings.ts';
import type { TestLiteral } from './formula.ts';
import { inLowerCase } from './lower-case.ts';
import { firstPassing, passesAll, type FoundPass } from './passes.ts';
import { stringFor } from './strings.ts';

/**
 * A value that one attribute can have to pass all of these tests: it is absent, a string, a number, a boolean, a list, or
 * something else. Where the budget ends, or strings get too intricate, that is not known.
 */
export function valueFor(tests: readonly TestLiteral[], budget: Budget): FoundPass {
  const listed = shortestList(tests, false);
  if (listed) return firstPassing(listed, tests, budget) ?? 'none';
  const listedInAnyCase = shortestList(tests, true);
  if (listedInAnyCase) return inAnyCase(listedInAnyCase, tests, budget);
  if (passesAll(tests, undefined, budget)) return { value: undefined };
  const text = stringFor(tests, budget);
  if (typeof text === 'object') return text;
  const found = firstPassing([...numbersToTry(tests, budget), true, false, {}], tests, budget);
  if (found) return found;
  const list = leastList(tests, budget);
  if (typeof list === 'object') return list;
  return text === 'unknown' || list === 'unknown' ? 'unknown' : 'none';
}

/** Whether tests leave no value at all. True is certain. */
export function isImpossible(tests: readonly TestLiteral[], budget: Budget): boolean {
  return !(tests.length === 1 && isEasy(tests[0]!)) && valueFor(tests, budget) === 'none';
}

/** A test that some value is sure to pass. */
function isEasy({ operator, operand, negated }: TestLiteral): boolean {
  if (operator === 'semver') return false;
  if (negated || operator === 'contains' || operator === 'exists' || operator === 'bucketable') return true;
  return typeof operand === 'string';
}

/** The values of the shortest `equals` or `in` that must hold, if there is one: no other value passes it. */
function shortestList(tests: readonly TestLiteral[], ofAnyCase: boolean): readonly unknown[] | undefined {
  let shortest: readonly unknown[] | undefined;
  for (const { operator, operand, negated, ignoreCase } of tests) {
    if (negated || (ignoreCase && !ofAnyCase) || (operator !== 'equals' && operator !== 'in')) continue;
    const list = operator === 'in' ? (operand as readonly unknown[]) : [operand];
    if (!shortest || list.length < shortest.length) shortest = list;
  }
  return shortest;
}

/** One of these values, of which each text may be written in any case. */
function inAnyCase(listed: readonly unknown[], tests: readonly TestLiteral[], budget: Budget): FoundPass {
  const plain = firstPassing(listed, tests, budget);
  if (plain) return plain;
  // No value passes in any case that does not in lower case pass what is left of the tests then.
  const lower = inLowerCase(tests);
  if (!firstPassing(shortestList(lower, true) ?? [], lower, budget)) return 'none';
  let areAll = true;
  for (const value of listed) {
    if (typeof value !== 'string') continue;
    const casings = casingsOf(value);
    const found = firstPassing(casings.texts, tests, budget);
    if (found) return found;
    areAll &&= casings.areAll;
  }
  return areAll ? 'none' : 'unknown';
}

/** The list with the members it must have and no other, which is the one most likely to pass. */
function leastList(tests: readonly TestLiteral[], budget: Budget): FoundPass {
  const members: unknown[] = [];
  const forbidding = tests.filter(({ operator, negated }) => operator === 'contains' && negated);
  for (const { operator, operand, negated, ignoreCase } of tests) {
    if (operator !== 'contains' || negated) continue;
    const { texts, areAll } =
      ignoreCase && typeof operand === 'string' ? casingsOf(operand) : { texts: [operand], areAll: true };
    const member = firstPassing(memberLists(texts), forbidding, budget);
    if (!member) return areAll ? 'none' : 'unknown';
    members.push(...(member.value as unknown[]));
  }
  return firstPassing([members], tests, budget) ?? 'none';
}

function* memberLists(members: Iterable<unknown>): Generator<unknown> {
  for (const member of members) yield [member];
}

/**
 * Every number at which a test can change its answer, and one between each two of them: where these all fail,
 * all numbers do.
 */
function numbersToTry(tests: readonly TestLiteral[], budget: Budget): readonly number[] {
  const named = new Set<number>([-Number.MAX_VALUE, Number.MAX_VALUE]);
  for (const { operator, operand } of tests) {
    if (typeof operand === 'number') named.add(operand);
    if (operator === 'before' || operator === 'after') named.add(instantOf(operand) ?? 0);
    if (!Array.isArray(operand) || !spend(budget, operand.length)) continue;
    for (const value of operand) if (typeof value === 'number') named.add(value);
  }
  const edges = [...named].sort((a, b) => a - b);
  const between = edges.slice(1).map((edge, index) => edge / 2 + edges[index]! / 2);
  // Those near what is named first: they read best.
  const near = edges.slice(1, -1).flatMap((edge) => [edge, edge + 1, edge - 1]);
  return [...near, ...between, ...edges, Number.NaN, -Infinity, Infinity];
}
