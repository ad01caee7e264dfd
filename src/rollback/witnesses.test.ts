import { expect, it } from 'vitest';
import type { Condition } from '../evaluate/definition.ts';
import { witnessesOf } from './witnesses.ts';

const german = { attribute: 'country', equals: 'DE' } as const;
const gold = { attribute: 'plan', equals: 'gold' } as const;
const witnesses = (condition: Condition) => witnessesOf(condition, new Map([['germans', { when: german }]]));

it('has in one context what has to hold together', () => {
  expect(witnesses({ all: [german, gold] })).toEqual([{ country: 'DE', plan: 'gold' }]);
  expect(witnesses({ all: [{ segment: 'germans' }, gold] })).toEqual([{ country: 'DE', plan: 'gold' }]);
});

it('has a context for each of several ways', () => {
  expect(witnesses({ any: [german, gold] })).toEqual([{ country: 'DE' }, { plan: 'gold' }]);
});

it('turns both round below a not', () => {
  expect(witnesses({ not: { any: [{ not: german }, { not: gold }] } })).toEqual([{ country: 'DE', plan: 'gold' }]);
  expect(witnesses({ not: { all: [{ not: german }, { not: gold }] } })).toEqual([{ country: 'DE' }, { plan: 'gold' }]);
});
