import { expect, it } from 'vitest';
import { projectOf } from '../../test/support/project-of.ts';
import { dependencyGraph } from './dependency-graph.ts';
import { dependentTree } from './dependent-tree.ts';

const needs = (...keys: string[]): object => ({ prerequisites: keys.map((flag) => ({ flag })) });
const treeOf = (flags: Record<string, unknown>, ...keys: string[]): object =>
  Object.fromEntries(dependentTree(dependencyGraph(projectOf({ flags })), keys));

it('puts first what the others need, then the order of the project', () => {
  const flags = { express: needs('pay', 'ui'), cart: needs('pay'), pay: needs('bank'), ui: needs('pay'), bank: {} };
  expect(treeOf(flags, 'pay')).toEqual({ pay: ['cart', 'ui', 'express'], ui: ['express'] });
  expect(treeOf(flags, 'cart')).toEqual({});
});

it('ends where flags need each other', () => {
  expect(treeOf({ a: needs('b', 'a'), b: needs('a') }, 'a')).toEqual({ a: ['b'], b: ['a'] });
});

it('names a flag once that needs another twice', () => {
  expect(treeOf({ a: needs('b', 'b'), b: {} }, 'b')).toEqual({ b: ['a'] });
});
