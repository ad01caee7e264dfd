import { expect, it } from 'vitest';
import type { Condition } from '../evaluate/definition.ts';
import { contextClasses } from './context-classes.ts';
import { bucketable, FormulaReader } from './formula.ts';

const reader = new FormulaReader();
const ladder = (...conditions: readonly Condition[]) => conditions.map((condition) => reader.read(condition));
const german: Condition = { attribute: 'country', equals: 'DE' };
const european: Condition = { attribute: 'country', in: ['DE', 'FR'] };
const gold: Condition = { attribute: 'plan', equals: 'gold' };
const key = bucketable('targetingKey');

it('has a context for each way in which ladders come out together', () => {
  const { classes, complete } = contextClasses([ladder(german, gold), ladder(european)], [], 100, { left: 10_000 });
  expect(complete).toBe(true);
  expect(classes.map(({ witness }) => witness.context)).toEqual([
    { country: 'DE' },
    { country: 'FR', plan: 'gold' },
    { plan: 'gold' },
    { country: 'FR' },
    {},
  ]);
});

it('has what is wished for where that is possible', () => {
  const nobody: Condition = { attribute: 'targetingKey', exists: false };
  const { classes } = contextClasses([ladder(nobody)], [key, bucketable('account')], 100, { left: 10_000 });
  expect(classes.map(({ witness }) => witness.context)).toEqual([{}, { targetingKey: 'other', account: 'other' }]);
});

it('says so where there are too many, or too much is asked', () => {
  const ladders = Array.from({ length: 8 }, (_, at) => ladder({ attribute: `a${at}`, equals: 1 }));
  const few = contextClasses(ladders, [], 10, { left: 100_000 });
  expect([few.complete, few.classes.length]).toEqual([false, 10]);
  expect(contextClasses(ladders, [], 1_000, { left: 100_000 })).toMatchObject({ complete: true });
  expect(contextClasses(ladders, [], 1_000, { left: 100 }).complete).toBe(false);
  expect(contextClasses([ladder({ segment: 'gone' })], [], 10, { left: 100 }).complete).toBe(false);
});
