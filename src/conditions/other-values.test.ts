import { expect, it } from 'vitest';
import type { Condition } from '../evaluate/definition.ts';
import { casingsOf } from './casings.ts';
import { FormulaReader, type TestLiteral } from './formula.ts';
import { otherValues } from './other-values.ts';
import { valueFor } from './values.ts';

const budget = () => ({ left: 100_000 });

function valuesOf(most: number, ...conditions: readonly Condition[]): unknown[] {
  const tests = conditions.map((condition) => new FormulaReader().read(condition) as TestLiteral);
  const found = valueFor(tests, budget());
  return typeof found === 'object' ? [...otherValues(found.value, tests, most, budget())] : [found];
}

const x = (test: object): Condition => ({ attribute: 'x', ...test });

it('counts where any text will do, but for those that are excluded', () => {
  expect(valuesOf(3, x({ exists: true }))).toEqual(['0', '1', '2']);
  expect(valuesOf(3, x({ exists: true }), { not: x({ equals: '1' }) })).toEqual(['0', '2']);
});

it('keeps to what tests ask for', () => {
  expect(valuesOf(2, x({ startsWith: 'DE-' }))).toEqual(['DE-other', 'DE-other0', 'DE-other1']);
  expect(valuesOf(3, x({ gte: 5 }), x({ lt: 7 }))).toEqual([5, 6, 5.001953125]);
  expect(valuesOf(2, x({ semver: '=1.2.3' }))).toEqual(['1.2.3', '1.2.3+0', '1.2.3+1']);
  expect(valuesOf(2, x({ after: '2026-01-01' }), x({ endsWith: 'Z' }))).toHaveLength(3);
  expect(valuesOf(5, x({ equals: 'DE' }))).toEqual(['DE']);
  expect(valuesOf(5, x({ equals: true }))).toEqual([true]);
});

it('writes a text in every case', () => {
  expect(new Set(casingsOf('De').texts)).toEqual(new Set(['De', 'de', 'DE', 'dE']));
  expect(new Set(casingsOf('k1').texts)).toEqual(new Set(['k1', 'K1', '\u212a1']));
  expect(casingsOf('De').areAll).toBe(true);
  expect(casingsOf('a'.repeat(20))).toEqual({ texts: new Set(['a'.repeat(20), 'A'.repeat(20)]), areAll: false });
});
