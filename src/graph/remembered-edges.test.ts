import { expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { completeFlag, exampleFiles } from '../../test/support/example-project.ts';
import { memoryTree } from '../platform/memory-tree.ts';
import { loadProject } from '../project/load.ts';
import type { Project, ProjectMemory } from '../project/project.ts';
import { dependencyGraph } from './dependency-graph.ts';
import { partWith } from './part.ts';
import { rememberedEdges, type EdgeColumns } from './remembered-edges.ts';

const edges: EdgeColumns = { from: [0, 0, 2], to: [1, 70_000, 0], kinds: [0, 4, 3], entries: [0, 100_000, 0] };

const needs = (at: number): string => `prerequisites: [{ flag: flag-${at} }]\n`;

function memoryOf(fingerprint: () => string): ProjectMemory {
  const kept = new Map<string, string>();
  return {
    fingerprint,
    changedSince: () => undefined,
    recall: (what) => JSON.parse(kept.get(what) ?? 'null'),
    remember: (what, value) => void kept.set(what, JSON.stringify(value)),
    save: () => {},
  };
}

const lists = ({ from, to, kinds, entries }: EdgeColumns): number[][] =>
  [from, to, kinds, entries].map((one) => Array.from(one));

const never = (): EdgeColumns => {
  throw new Error('it was looked at again');
};

const noNode = (): undefined => undefined;

it('remembers the edges while the project is the same', () => {
  let fingerprint = 'a';
  const memory = memoryOf(() => fingerprint);
  expect(rememberedEdges(memory, 70_001, () => edges, noNode)).toBe(edges);
  expect(lists(rememberedEdges(memory, 70_001, never, noNode))).toEqual(lists(edges));
  fingerprint = 'b';
  expect(() => rememberedEdges(memory, 70_001, never, noNode)).toThrow('looked at again');
  const others: EdgeColumns = { from: [], to: [], kinds: [], entries: [] };
  expect(rememberedEdges(memory, 70_001, () => others, noNode)).toBe(others);
  expect(lists(rememberedEdges(memory, 70_001, never, noNode))).toEqual([[], [], [], []]);
});

it('does not believe what was kept of another number of nodes', () => {
  const memory = memoryOf(() => 'a');
  rememberedEdges(memory, 70_001, () => edges, noNode);
  expect(() => rememberedEdges(memory, 3, never, noNode)).toThrow('looked at again');
});

it('looks each time where nothing is kept', () => {
  expect(rememberedEdges(undefined, 70_001, () => edges, noNode)).toBe(edges);
  expect(() => rememberedEdges(undefined, 70_001, never, noNode)).toThrow('looked at again');
});

it('tells of a changed project what it would tell without a memory, and of a part of it', async () => {
  const store = memoryStore();
  const files = exampleFiles({});
  for (let at = 0; at < 110; at++) files[`flag-${at}.flag.yaml`] = completeFlag(at > 0 ? needs(at - 1) : '');
  const edgesOf = (project: Project): unknown[] => {
    const graph = dependencyGraph(project);
    return Array.from({ length: graph.edgeCount }, (_, at) => graph.edge(at));
  };
  for (const change of [{}, {}, { 'flag-50.flag.yaml': completeFlag(needs(7)) }, { 'flag-3.flag.yaml': undefined }]) {
    for (const [path, text] of Object.entries(change)) {
      if (text === undefined) delete files[path];
      else files[path] = text;
    }
    const tree = memoryTree(files);
    const project = await loadProject(tree, '', { store: async () => store });
    const found = edgesOf(project);
    project.memory?.save();
    const plain = await loadProject(tree, '');
    expect(found).toEqual(edgesOf(plain));
    const part = partWith(dependencyGraph(project), ['flag-60']);
    expect(edgesOf(part.project)).toEqual(edgesOf(partWith(dependencyGraph(plain), ['flag-60']).project));
  }
});
