import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileTree } from './file-tree.ts';
import { UnreadableFileError } from './file-tree.ts';
import { memoryTree } from './memory-tree.ts';
import { overlay } from './overlay.ts';

async function contents(tree: FileTree, folder = ''): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { path } of await tree.list(folder)) found[path] = Buffer.from(await tree.read(path)).toString();
  return found;
}

test('shows files as written, removed, added and untouched', async () => {
  const base = memoryTree({ 'a/one': '1', 'a/two': '2', three: '3' });
  const tree = overlay(
    base,
    new Map([
      ['a/one', 'changed'],
      ['a/two', null],
      ['a/0', 'new'],
      ['z', 'last'],
    ]),
  );
  expect(Object.entries(await contents(tree))).toEqual([
    ['a/0', 'new'],
    ['a/one', 'changed'],
    ['three', '3'],
    ['z', 'last'],
  ]);
  expect(Object.keys(await contents(tree, 'a'))).toEqual(['a/0', 'a/one']);
  await expect(tree.read('a/two')).rejects.toThrow(UnreadableFileError);
  expect(await contents(base)).toEqual({ 'a/one': '1', 'a/two': '2', three: '3' });
});

test('keeps stamps of untouched files only', async () => {
  const base: FileTree = {
    list: async () => ['a', 'b'].map((path) => ({ path, kind: 'file', size: 1, stamp: `${path}1` })),
    read: async () => new Uint8Array(1),
  };
  expect(await overlay(base, new Map([['b', 'new']])).list('')).toEqual([
    { path: 'a', kind: 'file', size: 1, stamp: 'a1' },
    { path: 'b', kind: 'file', size: 3 },
  ]);
});

test('an overlay is the tree that the changes would make', async () => {
  const path = fc.constantFrom('a', 'b', 'd/a', 'd/b', 'd/e/a', 'd.x', 'd0');
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(path, fc.string()),
      fc.dictionary(path, fc.option(fc.string())),
      fc.constantFrom('', 'd', 'd/e', 'nowhere'),
      async (files, changes, folder) => {
        const after: Record<string, string> = { ...files };
        for (const [name, content] of Object.entries(changes)) {
          if (content === null) delete after[name];
          else after[name] = content;
        }
        const seen = await contents(overlay(memoryTree(files), new Map(Object.entries(changes))), folder);
        expect(Object.entries(seen)).toEqual(Object.entries(await contents(memoryTree(after), folder)));
      },
    ),
  );
});
