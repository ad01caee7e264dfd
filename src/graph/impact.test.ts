import { describe, expect, it } from 'vitest';
import { projectOf } from '../../test/support/project-of.ts';
import { dependencyGraph, type DependencyGraph } from './dependency-graph.ts';
import { dependentsOf, prerequisitesOf, systemsHit, usersOf, type Dependent } from './impact.ts';

const needs = (...keys: string[]): object => ({ prerequisites: keys.map((flag) => ({ flag })) });
const graphOf = (flags: Record<string, unknown>, more: object = {}): DependencyGraph =>
  dependencyGraph(projectOf({ flags, ...more }));
const shown = (list: readonly Dependent[]): string[] =>
  list.map(({ depth, via, path }) => `${depth} ${path.join(' ')} (via ${via})`);

describe('dependentsOf', () => {
  const graph = graphOf({
    far: needs('near'),
    shop: needs('pay', 'near'),
    near: needs('pay'),
    pay: {},
    other: needs('bank'),
    bank: {},
  });

  it('finds them by the shortest path, nearest first, then in the order of the project', () => {
    expect(shown(dependentsOf(graph, ['pay']))).toEqual([
      '1 pay shop (via pay)',
      '1 pay near (via pay)',
      '2 pay near far (via near)',
    ]);
  });

  it('takes several flags together', () => {
    expect(shown(dependentsOf(graph, ['bank', 'near', 'unknown']))).toEqual([
      '1 near far (via near)',
      '1 near shop (via near)',
      '1 bank other (via bank)',
    ]);
  });

  it('leaves out the flags it starts from, also where they need each other', () => {
    expect(shown(dependentsOf(graph, ['pay', 'near']))).toEqual(['1 near far (via near)', '1 pay shop (via pay)']);
    const cycle = graphOf({ a: needs('b', 'a'), b: needs('c'), c: needs('a') });
    expect(shown(dependentsOf(cycle, ['a']))).toEqual(['1 a c (via a)', '2 a c b (via c)']);
  });

  it('goes the other way for prerequisites', () => {
    expect(shown(prerequisitesOf(graph, ['far']))).toEqual(['1 far near (via far)', '2 far near pay (via near)']);
  });

  it('is linear in a chain of 20,000 and in 60 layers that each need all of the next', () => {
    const chain: Record<string, unknown> = { f0: {} };
    for (let at = 1; at <= 20_000; at++) chain[`f${at}`] = needs(`f${at - 1}`);
    const long = dependentsOf(graphOf(chain), ['f0']);
    expect(long.at(-1)).toMatchObject({ key: 'f20000', depth: 20_000, via: 'f19999' });
    expect(long.at(-1)!.path).toHaveLength(20_001);
    const layers: Record<string, unknown> = {};
    for (let layer = 0; layer < 60; layer++) {
      for (const at of [0, 1, 2]) {
        layers[`l${layer}-${at}`] = needs(...(layer < 59 ? [0, 1, 2].map((next) => `l${layer + 1}-${next}`) : []));
      }
    }
    expect(dependentsOf(graphOf(layers), ['l59-0'])).toHaveLength(59 * 3);
  });
});

describe('usersOf', () => {
  it('finds the flags and segments that use a segment', () => {
    const when = { segment: 'staff' };
    const block = { live: { enabled: true, rules: [{ name: 'a', when: { segment: 'beta' }, serve: 'on' }] } };
    const graph = graphOf({ shop: { environments: block } }, { segments: { beta: { when }, staff: {}, unused: {} } });
    expect(usersOf(graph, 'staff').map(({ kind, path }) => `${kind} ${path.join(' ')}`)).toEqual([
      'segment staff beta',
      'flag staff beta shop',
    ]);
    expect(usersOf(graph, 'unused')).toEqual([]);
    expect(usersOf(graph, 'unknown')).toEqual([]);
  });
});

describe('systemsHit', () => {
  it('names systems and owners once, with the flags that affect each', () => {
    const graph = graphOf(
      {
        pay: { owner: 'payments', affects: ['bank', 'web', 'bank'] },
        shop: { owner: 'checkout', affects: ['web', 'queue'] },
        idle: { owner: 'nobody', affects: ['idle'] },
      },
      { systems: { systems: { bank: { owner: 'treasury', status: 'legacy' }, web: { owner: 'checkout' } } } },
    );
    expect(systemsHit(graph, ['pay', 'shop', 'pay', 'unknown'])).toEqual({
      systems: [
        { name: 'bank', status: 'legacy', owner: 'treasury', flags: ['pay'] },
        { name: 'web', status: 'active', owner: 'checkout', flags: ['pay', 'shop'] },
        { name: 'queue', status: undefined, owner: undefined, flags: ['shop'] },
      ],
      owners: ['payments', 'checkout', 'treasury'],
    });
  });
});
