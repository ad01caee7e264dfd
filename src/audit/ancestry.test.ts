import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommitGraph } from '../git/commit-graph.ts';
import { sidesCarrying, instantsOf, NO_CARRIER, onlyIn } from './ancestry.ts';

const graphOf = (parents: readonly (readonly number[])[], dates?: readonly number[]): CommitGraph => ({
  ids: parents.map((_, at) => `c${at}`),
  parents,
  dates: dates ?? parents.map((_, at) => at),
});

/** Every commit but the first is made from one to three of those before it. */
const graphs = fc
  .array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 25 })
  .map((lists) => graphOf([[], ...lists.map((list, at) => [...new Set(list.map((number) => number % (at + 1)))])]));

function ancestors({ parents }: CommitGraph, commit: number): Set<number> {
  const found = new Set([commit]);
  for (const one of found) for (const parent of parents[one]!) found.add(parent);
  return found;
}

describe('the commits that one side has alone', () => {
  it('are those that a walk over everything finds', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), fc.nat(), fc.nat(), (graph, ...picked) => {
        const [a, b, without] = picked.map((number) => number % graph.ids.length) as [number, number, number];
        const theirs = ancestors(graph, without);
        const expected = [...new Set([...ancestors(graph, a), ...ancestors(graph, b)])].filter(
          (one) => !theirs.has(one),
        );
        const { commits, forks } = onlyIn(graph, [a, b], without);
        expect(commits).toEqual(expected.sort((x, y) => y - x));
        const above = new Set(expected.flatMap((one) => graph.parents[one]!.filter((parent) => theirs.has(parent))));
        expect(new Set(forks)).toEqual(above);
      }),
    );
  });

  it('go back only to where the sides part', () => {
    const parents = Array.from({ length: 10_000 }, (_, at) => (at === 0 ? [] : [at - 1]));
    const graph = graphOf([...parents, [9_999], [9_998, 10_000]]);
    let asked = 0;
    const counted = {
      ...graph,
      parents: new Proxy(graph.parents, { get: (list, at) => (asked++, Reflect.get(list, at)) }),
    };
    expect(onlyIn(counted, [10_001], 9_999)).toEqual({ commits: [10_001, 10_000], forks: [9_998, 9_999] });
    expect(asked).toBeLessThan(20);
  });
});

describe('the merges that brought commits', () => {
  it('have what they brought, and their first parents have not', () => {
    fc.assert(
      fc.property(graphs, (whole) => {
        // As git gives it: only what leads to the last commit.
        const kept = [...ancestors(whole, whole.ids.length - 1)].sort((a, b) => a - b);
        const graph = graphOf(kept.map((one) => whole.parents[one]!.map((parent) => kept.indexOf(parent))));
        const carriers = sidesCarrying(graph);
        for (const [commit, carrier] of carriers.entries()) {
          if (carrier === NO_CARRIER) continue;
          expect(ancestors(graph, carrier).has(commit)).toBe(true);
          expect(ancestors(graph, graph.parents[carrier]![0]!).has(commit)).toBe(false);
        }
      }),
    );
  });

  it('are none for the first-parent chain, and the nearest one for others', () => {
    // 0 – 1 – 5 – 6 is the chain; 2 – 4 was merged by 5 and took 3 in.
    const graph = graphOf([[], [0], [0], [2], [2, 3], [1, 4], [5]]);
    expect([...sidesCarrying(graph)]).toEqual([-1, -1, 5, 4, 5, -1, -1]);
  });
});

describe('when a commit may have been made', () => {
  const line = (...dates: number[]): (readonly number[])[] =>
    instantsOf(
      graphOf(
        dates.map((_, at) => (at === 0 ? [] : [at - 1])),
        dates,
      ),
      100,
    );

  it('is its date, if that can be true', () => {
    expect(line(10, 20, 20, 30)).toEqual([[10], [20], [20], [30]]);
  });

  it('is the date of what came before too, if it says it is older', () => {
    expect(line(10, 50, 20, 60)[2]).toEqual([20, 50]);
  });

  it('is the date of what came after too, if it says it is newer', () => {
    expect(line(10, 90, 20, 30)[1]).toEqual([90, 20]);
  });

  it('is the date of what came before and today, if it says it is from the future', () => {
    expect(line(10, 20, 900)[2]).toEqual([20, 100]);
    expect(line(10, 20, 900, 40)[2]).toEqual([20, 40]);
    expect(line(900)).toEqual([[100]]);
  });
});
