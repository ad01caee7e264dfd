import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjacency, reachable, type Adjacency } from './adjacency.ts';
import { components } from './components.ts';

function graphOf(size: number, edges: readonly (readonly [number, number])[]): Adjacency {
  return adjacency(size, { from: edges.map(([from]) => from), to: edges.map(([, to]) => to) });
}

/** Whether a walk of at least one edge leads from one node to another, by squaring the relation. */
function walks(size: number, edges: readonly (readonly [number, number])[]): boolean[][] {
  const leads = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [from, to] of edges) leads[from]![to] = true;
  for (let via = 0; via < size; via++)
    for (let from = 0; from < size; from++)
      for (let to = 0; to < size; to++) leads[from]![to] ||= leads[from]![via]! && leads[via]![to]!;
  return leads;
}

const graphs = fc
  .integer({ min: 1, max: 9 })
  .chain((size) =>
    fc.tuple(
      fc.constant(size),
      fc.array(fc.tuple(fc.nat({ max: size - 1 }), fc.nat({ max: size - 1 })), { maxLength: 20 }),
    ),
  );

describe('adjacency', () => {
  it('keeps the order of each node’s edges and their positions', () => {
    const rows = graphOf(3, [[2, 0], [0, 2], [2, 1], [0, 0]]); // prettier-ignore
    expect([...rows.offsets]).toEqual([0, 2, 2, 4]);
    expect([...rows.targets]).toEqual([2, 0, 0, 1]);
    expect([...rows.edges]).toEqual([1, 3, 0, 2]);
  });

  it('takes only the edges it is asked to', () => {
    const rows = adjacency(2, { from: [0, 0, 1], to: [1, 0, 0] }, (edge) => edge !== 0);
    expect([...rows.targets]).toEqual([0, 0]);
    expect([...rows.edges]).toEqual([1, 2]);
  });

  it('reaches what a walk reaches', () => {
    fc.assert(
      fc.property(graphs, ([size, edges]) => {
        const leads = walks(size, edges);
        const expected = leads[0]!.map((led, node) => (led || node === 0 ? 1 : 0));
        expect([...reachable(graphOf(size, edges), [0])]).toEqual(expected);
      }),
    );
  });
});

describe('components', () => {
  it('are the sets of nodes that lead to each other, what is pointed at first', () => {
    fc.assert(
      fc.property(graphs, ([size, edges]) => {
        const leads = walks(size, edges);
        const { count, of, order, offsets, cyclic } = components(graphOf(size, edges));
        expect([...order].sort()).toEqual(Array.from({ length: size }, (_, node) => node));
        expect(offsets).toHaveLength(count + 1);
        order.forEach((node, at) => expect(at >= offsets[of[node]!]! && at < offsets[of[node]! + 1]!).toBe(true));
        for (let a = 0; a < size; a++) {
          expect(cyclic[a] === 1).toBe(leads[a]![a]);
          for (let b = 0; b < size; b++) {
            expect(of[a] === of[b]).toBe(a === b || (leads[a]![b]! && leads[b]![a]!));
            if (leads[a]![b]) expect(of[b]!).toBeLessThanOrEqual(of[a]!);
          }
        }
      }),
    );
  });

  it('of a chain of 100,000 and of its ring are found', () => {
    const size = 100_000;
    const chain = Array.from({ length: size - 1 }, (_, node) => [node, node + 1] as const);
    const straight = components(graphOf(size, chain));
    expect(straight.count).toBe(size);
    expect(straight.order[0]).toBe(size - 1);
    expect(components(graphOf(size, [...chain, [size - 1, 0]])).count).toBe(1);
  });

  it('of no nodes are none', () => {
    expect(components(graphOf(0, [])).count).toBe(0);
  });
});
