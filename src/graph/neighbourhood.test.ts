import { expect, it } from 'vitest';
import { projectOf } from '../../test/support/project-of.ts';
import { dependencyGraph, edgeKinds, type EdgeKind } from './dependency-graph.ts';
import { neighbourhood, wholeGraph } from './neighbourhood.ts';

const needs = (...keys: string[]): object => ({ prerequisites: keys.map((flag) => ({ flag })) });
const graph = dependencyGraph(
  projectOf({
    flags: {
      a: { ...needs('b'), affects: ['web'] },
      b: { ...needs('c'), conflicts: [{ flag: 'x' }] },
      c: { affects: ['web'], fallback: { flag: 'old' } },
      old: {},
      other: { ...needs('x'), affects: ['web'] },
      x: needs('deep'),
      deep: {},
      alone: {},
    },
    systems: { systems: { web: {} } },
  }),
);
const all = new Set<EdgeKind>(edgeKinds);
const around = (key: string, depth?: number, kinds: ReadonlySet<EdgeKind> = all): string => {
  const start = graph.node('flag', key) ?? graph.node('system', key)!;
  return neighbourhood(graph, [start], { depth, kinds }).nodes.map((node) => graph.nodes[node]!.key).join(' '); // prettier-ignore
};

it('goes down and up, but not up again from what lies below', () => {
  expect(around('b')).toBe('a b c old x web');
  expect(around('c')).toBe('a b c old web');
  expect(around('a')).toBe('a b c old web');
  expect(around('x')).toBe('b other x deep');
  expect(around('web')).toBe('a b c other web');
});

it('stops after some steps, and follows some kinds', () => {
  expect(around('b', 1)).toBe('a b c x');
  expect(around('b', 0)).toBe('b');
  expect(around('c', undefined, new Set(['fallback']))).toBe('c old');
});

it('keeps the edges between what it found', () => {
  const { edges } = neighbourhood(graph, [graph.node('flag', 'b')!], { depth: 1, kinds: all });
  expect(edges.map(({ kind, from, to }) => `${graph.nodes[from]!.key} ${kind} ${graph.nodes[to]!.key}`)).toEqual([
    'a prerequisite b',
    'b prerequisite c',
    'b conflict x',
  ]);
});

it('is everything, or what has an edge of the kinds asked for', () => {
  expect(wholeGraph(graph, all, true).nodes).toHaveLength(9);
  expect(wholeGraph(graph, new Set(['conflict'] as const), false).nodes.map((node) => graph.nodes[node]!.key)).toEqual([
    'b',
    'x',
  ]);
});
