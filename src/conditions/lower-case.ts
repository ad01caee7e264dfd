import { simpleLowerCase } from '../evaluate/lower-case.ts';
import { compileValueTest } from '../evaluate/operators.ts';
import type { TestLiteral } from './formula.ts';

/** Whether a version or a date is one may hang on the case of its letters. */
const ofLetters: ReadonlySet<string> = new Set(['semver', 'before', 'after']);

const ofTexts: ReadonlySet<string> = new Set(['equals', 'in', 'contains', 'startsWith', 'endsWith']);

/**
 * Tests that a value in lower case passes if any value passes the given ones: of those that take case as it is written
 * only what is left of them when case is ignored.
 */
export function inLowerCase(tests: readonly TestLiteral[]): TestLiteral[] {
  return tests.flatMap((test) => {
    const { attribute, operator, operand, negated, ignoreCase } = test;
    if (ofLetters.has(operator)) return [];
    if (!ofTexts.has(operator) || !hasText(operand)) return [test];
    if (negated && !ignoreCase) return [];
    const lower = Array.isArray(operand) ? operand.map(lowerCase) : lowerCase(operand);
    const passes = compileValueTest({ attribute, [operator]: lower });
    return [{ ...test, operand: lower, passes, ignoreCase: false }];
  });
}

function hasText(operand: unknown): boolean {
  return typeof operand === 'string' || (Array.isArray(operand) && operand.some((item) => typeof item === 'string'));
}

function lowerCase(operand: unknown): unknown {
  return typeof operand === 'string' ? simpleLowerCase(operand) : operand;
}
