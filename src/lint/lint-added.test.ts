import fc from 'fast-check';
import { expect, it } from 'vitest';
import { completeFlag, exampleFiles } from '../../test/support/example-project.ts';
import { memoryTree } from '../platform/memory-tree.ts';
import { loadProject } from '../project/load.ts';
import type { Project } from '../project/project.ts';
import { notInBase } from './baseline.ts';
import { lintAdded, lintInspector, lintProject } from './lint.ts';

const now = Date.parse('2026-11-22');

const text = fc.constantFrom(
  completeFlag(''),
  completeFlag('prerequisites: [{ flag: b }]\n'),
  completeFlag('prerequisites: [{ flag: b }, { flag: b }, { flag: nowhere }]\n'),
  completeFlag(
    'prerequisites: [{ flag: b }] # flagwright-ignore unknown-prerequisite: it comes with the next release\n',
  ),
  completeFlag(
    'conflicts: [{ flag: c, reason: They draw over each other. }] # flagwright-ignore no-such-rule: for now\n',
  ),
  completeFlag('nonsense: true\n'),
  completeFlag('tags: [b, a]\nnonsense: true\n'),
  'environments: [',
);
const texts = fc.dictionary(fc.constantFrom('a.flag.yaml', 'b.flag.yaml', 'zzz/c.flag.yaml'), text, { maxKeys: 3 });

function load(files: Readonly<Record<string, string>>): Promise<Project> {
  return loadProject(memoryTree({ ...exampleFiles({}), ...files }), '', { inspector: lintInspector });
}

it('gives of all diagnostics those that the base does not have', async () => {
  const rules = new Set<string>();
  await fc.assert(
    fc.asyncProperty(texts, texts, async (before, after) => {
      const [base, project] = [await load(before), await load(after)];
      const { diagnostics } = await lintAdded(project, base, { now });
      const all = (await lintProject(project, { now })).diagnostics;
      expect(diagnostics).toEqual(notInBase(all, (await lintProject(base, { now })).diagnostics));
      for (const { rule } of diagnostics) rules.add(rule);
    }),
    { numRuns: 200, seed: 4 },
  );
  expect([...rules]).toEqual(expect.arrayContaining(['unknown-prerequisite', 'unused-suppression', 'yaml-syntax']));
});

it('opens no file that says what it said before', async () => {
  const files = { 'a.flag.yaml': completeFlag('nonsense: true\n'), 'b.flag.yaml': completeFlag('') };
  const base = await load(files);
  const opened: string[] = [];
  const project = await load({ ...files, 'b.flag.yaml': completeFlag('prerequisites: [{ flag: nowhere }]\n') });
  const watched: Project = {
    ...project,
    document: (file) => {
      opened.push(file);
      return project.document(file);
    },
  };
  expect((await lintAdded(watched, base, { now })).diagnostics.map(({ rule }) => rule)).toContain(
    'unknown-prerequisite',
  );
  expect(opened).toEqual(['b.flag.yaml']);
});
