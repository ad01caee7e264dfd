import fc from 'fast-check';
import { expect, it } from 'vitest';
import { completeFlag, exampleFiles } from '../../test/support/example-project.ts';
import { lintInspector, lintProject } from '../lint/lint.ts';
import { memoryTree } from '../platform/memory-tree.ts';
import { overlay } from '../platform/overlay.ts';
import { loadProject } from './load.ts';
import { projectWith } from './project-with.ts';
import type { Project } from './project.ts';

const now = Date.parse('2026-11-22');
const inspector = lintInspector;

/** All that can be seen of a project. */
async function seen(project: Project): Promise<unknown> {
  const { files, flags, segments, specs, duplicates, manifest } = project;
  const { diagnostics } = await lintProject(project, { now });
  return [[...files], [...flags], [...segments], specs, duplicates, manifest, diagnostics];
}

const text = fc.constantFrom(
  completeFlag(''),
  completeFlag('prerequisites: [{ flag: b }]\n'),
  completeFlag('conflicts: [{ flag: c, reason: They draw over each other. }]\n'),
  completeFlag('nonsense: true\n'),
  'environments: [',
  '',
);
const path = fc.constantFrom(
  'a.flag.yaml',
  'b.flag.yaml',
  'zzz/c.flag.yaml',
  'sub/a.flag.yaml',
  'sub/s.segment.yaml',
  's.segment.yaml',
);
const texts = fc.dictionary(path, text, { maxKeys: 5 });

it('is what loading the changed tree gives', async () => {
  await fc.assert(
    fc.asyncProperty(texts, texts, async (files, changes) => {
      const base = memoryTree({ ...exampleFiles({}), ...files });
      const written = new Map(Object.entries(changes));
      const tree = overlay(base, written);
      const project = await loadProject(base, '', { inspector });
      const supposed = await projectWith(project, tree, written.keys(), lintInspector(project.manifest));
      expect(await seen(supposed!)).toEqual(await seen(await loadProject(tree, '', { inspector })));
    }),
    { numRuns: 150, seed: 4 },
  );
});

it('leaves to loading what other files change', async () => {
  const base = memoryTree(exampleFiles({}));
  const project = await loadProject(base, '', { inspector });
  for (const name of ['owners.yaml', 'flagwright.yaml', 'README.md', 'a.spec.yaml']) {
    const tree = overlay(base, new Map([[name, 'x: 1\n']]));
    expect(await projectWith(project, tree, [name], lintInspector(project.manifest))).toBeUndefined();
  }
  const large = overlay(base, new Map([['a.flag.yaml', '#'.repeat(2 ** 20 + 1)]]));
  expect(await projectWith(project, large, ['a.flag.yaml'], lintInspector(project.manifest))).toBeUndefined();
});
