import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjacency } from './adjacency.ts';
import { components } from './components.ts';
import { cycles, cycleText } from './cycles.ts';

type Edges = readonly (readonly [string, string])[];

function find(edges: Edges): string[] {
  const keys = [...new Set(edges.flat())];
  const node = (key: string): number => keys.indexOf(key);
  const ends = { from: edges.map(([from]) => node(from)), to: edges.map(([, to]) => node(to)) };
  const graph = adjacency(keys.length, ends);
  return cycles(graph, components(graph), (at) => keys[at]!).map(({ nodes, edges: places }) => {
    places.forEach((place, at) => {
      expect(ends.from[place]).toBe(nodes[at]);
      expect(ends.to[place]).toBe(nodes[(at + 1) % nodes.length]);
    });
    return cycleText(nodes.map((at) => keys[at]!));
  });
}

describe('cycles', () => {
  it('start at the smallest key', () => {
    expect(find([['c', 'a'], ['a', 'b'], ['b', 'c'], ['x', 'a']])).toEqual(['a → b → c → a']); // prettier-ignore
  });

  it('are the shortest through it', () => {
    expect(find([['a', 'b'], ['b', 'c'], ['c', 'a'], ['a', 'd'], ['d', 'a']])).toEqual(['a → d → a']); // prettier-ignore
  });

  it('are one for each component, also of a node that points at itself', () => {
    expect(find([['z', 'z'], ['d', 'c'], ['c', 'd'], ['d', 'z']])).toEqual(['c → d → c', 'z → z']); // prettier-ignore
  });

  it('are empty without cycles', () => {
    expect(find([['a', 'b'], ['a', 'c'], ['b', 'c']])).toEqual([]); // prettier-ignore
  });

  it('are one for each component that has any, whatever the graph', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    fc.assert(
      fc.property(fc.array(fc.tuple(key, key), { maxLength: 16 }), (edges) => {
        const shown = find(edges); // looks at each edge too
        const keys = [...new Set(edges.flat())];
        const ends = { from: edges.map(([from]) => keys.indexOf(from)), to: edges.map(([, to]) => keys.indexOf(to)) };
        const { of, cyclic } = components(adjacency(keys.length, ends));
        const smallest = new Map<number, string>();
        for (const [node, name] of keys.entries()) {
          const known = smallest.get(of[node]!);
          if (cyclic[node] && (known === undefined || name < known)) smallest.set(of[node]!, name);
        }
        expect(shown.map((text) => text[0])).toEqual([...smallest.values()].sort());
      }),
    );
  });

  it('of 10,000 nodes are shown by their ends', () => {
    const size = 10_000;
    const nodes = Array.from({ length: size }, (_, at) => at);
    const graph = adjacency(size, { from: nodes, to: nodes.map((at) => (at + 1) % size) });
    const [cycle] = cycles(graph, components(graph), (at) => String(at).padStart(5, '0'));
    expect(cycle?.nodes).toHaveLength(size);
    expect(cycleText(cycle!.nodes.map((at) => `n${at}`))).toBe(
      'n0 → n1 → n2 → n3 → n4 → n5 → (9993 more) → n9999 → n0',
    );
  });
});
