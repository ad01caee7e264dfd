import { expect, test } from 'vitest';
import { UnreadableFileError } from './file-tree.ts';
import { memoryTree } from './memory-tree.ts';

test('lists what is below a folder, in code-unit order of the whole path', async () => {
  const tree = memoryTree(
    { 'a/b.yaml': 'x', 'a.yaml': 'ü', 'ab/c.yaml': '', 'a/0/z': '1', 'a-b': '' },
    { 'a/l': 'link' },
  );
  expect((await tree.list('')).map((entry) => entry.path)).toEqual([
    'a-b',
    'a.yaml',
    'a/0/z',
    'a/b.yaml',
    'a/l',
    'ab/c.yaml',
  ]);
  expect((await tree.list('a')).map((entry) => entry.path)).toEqual(['a/0/z', 'a/b.yaml', 'a/l']);
  expect(await tree.list('a/0')).toEqual([{ path: 'a/0/z', kind: 'file', size: 1 }]);
  expect(await tree.list('b')).toEqual([]);
});

test('counts bytes and gives them back', async () => {
  const tree = memoryTree({ 'a.yaml': 'ü', raw: new Uint8Array([0, 255]) });
  expect((await tree.list('')).map((entry) => entry.size)).toEqual([2, 2]);
  expect(Buffer.from(await tree.read('a.yaml')).toString()).toBe('ü');
  expect([...(await tree.read('raw'))]).toEqual([0, 255]);
});

test('refuses what is not a file', async () => {
  const tree = memoryTree({}, { link: 'link' });
  await expect(tree.read('nothing')).rejects.toThrow(UnreadableFileError);
  await expect(tree.read('link')).rejects.toThrow(UnreadableFileError);
});
