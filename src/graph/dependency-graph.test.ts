import { describe, expect, it } from 'vitest';
import { projectOf } from '../../test/support/project-of.ts';
import { dependencyGraph, type DependencyGraph, type GraphEdge } from './dependency-graph.ts';

const project = projectOf({
  flags: {
    checkout: {
      prerequisites: [{ flag: 'missing' }, { flag: 'payments' }],
      conflicts: [{ flag: 'performance' }],
      affects: ['web'],
      environments: {
        staging: { enabled: true, rules: [{ name: 'a', when: { segment: 'staff' }, serve: 'on' }], otherwise: 'off' },
        production: {
          enabled: true,
          rules: [{ name: 'a', when: { segment: 'staff' }, serve: 'on' }],
          otherwise: 'off',
        },
      },
    },
    payments: { fallback: { system: 'legacy' } },
    performance: { fallback: { flag: 'payments' } },
  },
  segments: { beta: { when: { any: [{ segment: 'gone' }, { segment: 'staff' }] } }, staff: {} },
  systems: { systems: { web: {}, legacy: {} } },
});

function shown(graph: DependencyGraph, edges: readonly GraphEdge[]): string[] {
  return edges.map(({ kind, from, to, entry }) => {
    return `${graph.nodes[from]!.key} ${kind} ${graph.nodes[to]!.key} ${entry}`;
  });
}

describe('dependencyGraph', () => {
  const graph = dependencyGraph(project);

  it('has a node for each flag, segment and system, and an edge for each dependency that exists', () => {
    expect(graph.nodes.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'flag checkout', 'flag payments', 'flag performance', 'segment beta', 'segment staff', 'system web', 'system legacy',
    ]); // prettier-ignore
    expect(
      shown(
        graph,
        Array.from({ length: graph.edgeCount }, (_, index) => graph.edge(index)),
      ),
    ).toEqual([
      'checkout prerequisite payments 1',
      'checkout conflict performance 0',
      'checkout segment staff 0',
      'checkout affects web 0',
      'payments fallback legacy 0',
      'performance fallback payments 0',
      'beta segment staff 1',
    ]);
  });

  it('tells dependencies and dependents by kind', () => {
    const node = graph.node('flag', 'payments')!;
    expect(shown(graph, graph.dependents(node))).toEqual([
      'checkout prerequisite payments 1',
      'performance fallback payments 0',
    ]);
    expect(shown(graph, graph.dependents(node, 'prerequisite'))).toEqual(['checkout prerequisite payments 1']);
    expect(shown(graph, graph.dependencies(node))).toEqual(['payments fallback legacy 0']);
    expect(graph.node('segment', 'payments')).toBeUndefined();
  });

  it('is made once for a project', () => {
    expect(dependencyGraph(project)).toBe(graph);
  });

  it('takes keys that name what every object has for what they are', () => {
    const odd = dependencyGraph(
      projectOf({ flags: { constructor: { prerequisites: [{ flag: 'toString' }, { flag: '__proto__' }] } } }),
    );
    expect(odd.edgeCount).toBe(0);
  });
});
