import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UnreadableFileError } from './file-tree.ts';
import { workingTree } from './working-tree.ts';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-')));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string | Uint8Array = ''): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

async function listed(folder = ''): Promise<string[]> {
  return (await workingTree(root).list(folder)).map((entry) => `${entry.kind} ${entry.path}`);
}

async function refusal(path: string): Promise<string> {
  const error: unknown = await workingTree(root)
    .read(path)
    .then(
      () => 'it was read',
      (error: unknown) => error,
    );
  expect(error).toBeInstanceOf(UnreadableFileError);
  return (error as UnreadableFileError).message;
}

describe('list', () => {
  test('gives files at any depth in code-unit order of the whole path', async () => {
    for (const path of ['b', 'a/b', 'a.yaml', 'a/c/d', 'a0', 'A', 'é', '\u{1F600}', '\uFB00']) write(path);
    expect(await listed()).toEqual(
      ['A', 'a.yaml', 'a/b', 'a/c/d', 'a0', 'b', 'é', '\u{1F600}', '\uFB00'].map((path) => `file ${path}`),
    );
  });

  test('gives only what is below the folder asked for, and nothing for what is not a folder', async () => {
    for (const path of ['x', 'a/b', 'a/c/d', 'ab/e']) write(path);
    expect(await listed('a')).toEqual(['file a/b', 'file a/c/d']);
    expect(await listed('a/c')).toEqual(['file a/c/d']);
    for (const folder of ['x', 'none', '..', 'a/../ab', '/', '/etc', 'a/', '.', 'a\0b']) {
      expect(await listed(folder), folder).toEqual([]);
    }
    expect(await workingTree(join(root, 'none')).list('')).toEqual([]);
    expect(await workingTree(join(root, 'x')).list('')).toEqual([]);
  });

  test('leaves out .git and node_modules anywhere, also when asked for them', async () => {
    for (const path of ['.git/HEAD', 'node_modules/a/b.yaml', 'a/node_modules/c.yaml', 'a/d', '.github/e']) write(path);
    expect(await listed()).toEqual(['file .github/e', 'file a/d']);
    expect(await listed('.git')).toEqual([]);
    expect(await listed('a/node_modules')).toEqual([]);
  });

  test('never follows a symbolic link', async () => {
    write('a/file');
    symlinkSync('..', join(root, 'a/up'));
    symlinkSync('a', join(root, 'folder'));
    symlinkSync('nowhere', join(root, 'dangling'));
    expect(await listed()).toEqual(['file a/file', 'link a/up', 'link dangling', 'link folder']);
    expect(await listed('folder')).toEqual([]);
  });

  test('does not enter a nested repository, whether its .git is a folder or a file', async () => {
    for (const path of ['one/.git/HEAD', 'one/flag', 'a/two/.git', 'a/two/b/flag']) write(path);
    expect(await listed()).toEqual(['submodule a/two', 'submodule one']);
    expect(await listed('one')).toEqual([]);
    expect(await listed('a/two/b')).toEqual([]);
  });

  test('names a pipe unreadable', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(await workingTree(root).list('')).toEqual([{ path: 'pipe', kind: 'unreadable', size: 0 }]);
  });

  test('lists names that are not UTF-8 as unreadable', async () => {
    const bytes = (text: string): Buffer => Buffer.from(`${root}/${text}`, 'latin1');
    mkdirSync(bytes('folder-\xff'));
    writeFileSync(bytes('folder-\xff/inside'), '');
    writeFileSync(bytes('file-\xff'), '');
    writeFileSync(bytes('file-\xfe'), '');
    write('honest-\uFFFD');
    expect(await listed()).toEqual(['unreadable file-\uFFFD', 'unreadable folder-\uFFFD', 'file honest-\uFFFD']);
  });

  // The superuser is refused nothing.
  test.skipIf(process.getuid?.() === 0)('names a folder that refuses us unreadable', async () => {
    write('a/secret/b');
    write('a/c');
    chmodSync(join(root, 'a/secret'), 0);
    try {
      expect(await listed()).toEqual(['file a/c', 'unreadable a/secret']);
      expect(await listed('a/secret')).toEqual(['unreadable a/secret']);
    } finally {
      chmodSync(join(root, 'a/secret'), 0o700);
    }
  });

  test('walks thousands of folders inside each other', async () => {
    // Longer than a path may be, so it is made from the inside out.
    let depth = 0;
    for (; depth < 3000; depth++) {
      mkdirSync(join(root, 'next'));
      if (depth > 0) renameSync(join(root, 'd'), join(root, 'next/d'));
      else write('next/flag');
      renameSync(join(root, 'next'), join(root, 'd'));
    }
    const entries = await workingTree(root).list('');
    // Node's own removal recurses.
    execFileSync('rm', ['-rf', join(root, 'd')]);
    expect(entries.map((entry) => entry.kind)).toEqual(['unreadable']);
    expect(entries[0]?.path.startsWith('d/d/d/')).toBe(true);
  });
});

describe('stamp', () => {
  const LATER = 60_000;

  test('tells a file from its next content, and is the same while it is untouched', async () => {
    write('a', 'one');
    write('b', 'two');
    const tree = workingTree(root, () => Date.now() + LATER);
    const before = await tree.list('');
    expect(new Set(before.map((entry) => entry.stamp)).size).toBe(2);
    expect(before[0]?.stamp).toBeDefined();
    expect(await tree.list('')).toEqual(before);
    write('a', 'other');
    const after = await tree.list('');
    expect(after[0]?.stamp).not.toBe(before[0]?.stamp);
    expect(after[1]).toEqual(before[1]);
  });

  test('changes when a file is replaced by one of the same size and time', async () => {
    write('a', 'one');
    write('b', 'two');
    const time = new Date('2026-11-01T00:00:00Z');
    for (const name of ['a', 'b']) utimesSync(join(root, name), time, time);
    const tree = workingTree(root, () => Date.now() + LATER);
    const before = await tree.list('');
    renameSync(join(root, 'b'), join(root, 'a'));
    const after = await tree.list('');
    expect(after[0]?.size).toBe(before[0]?.size);
    expect(after[0]?.stamp).not.toBe(before[0]?.stamp);
  });

  test('is absent within two seconds of a change of content or inode, or before it', async () => {
    write('a', 'one');
    const stampAt = async (time: number): Promise<string | undefined> =>
      (await workingTree(root, () => time).list(''))[0]?.stamp;
    const changed = statSync(join(root, 'a')).ctimeMs;
    expect(await stampAt(changed)).toBeUndefined();
    expect(await stampAt(changed + 1999)).toBeUndefined();
    expect(await stampAt(changed - LATER)).toBeUndefined();
    expect(await stampAt(changed + 2100)).toBeDefined();
    const future = new Date(changed + LATER);
    utimesSync(join(root, 'a'), future, future);
    expect(await stampAt(changed + LATER)).toBeUndefined();
  });
});

describe('read', () => {
  test('gives the bytes, of odd names too', async () => {
    const names = ['x;touch y;.yaml', '-rf', 'a b/"q\'\n.yaml', 'é/\u{1F600}', '...', 'a\\b'];
    for (const name of names) write(name, `in ${name}`);
    const tree = workingTree(root);
    expect((await tree.list('')).map((entry) => entry.path)).toEqual(names.toSorted());
    for (const name of names) expect(Buffer.from(await tree.read(name)).toString()).toBe(`in ${name}`);
    write('empty');
    write('binary', new Uint8Array([0, 255, 10]));
    expect(await tree.read('empty')).toHaveLength(0);
    expect([...(await tree.read('binary'))]).toEqual([0, 255, 10]);
  });

  test('refuses a path that is not inside', async () => {
    write('a/b');
    for (const path of ['', '/etc/passwd', '../x', 'a/../a/b', 'a//b', './a', 'a/.', 'a/b\0', 'a/']) {
      expect(await refusal(path), path).toBe('it is not a path inside the project');
    }
    write('.git/config');
    expect(await refusal('.git/config')).toBe('what is named ".git" is left out');
  });

  test('refuses a symbolic link as the file or on the way to it', async () => {
    write('a/b', 'content');
    symlinkSync('a/b', join(root, 'file'));
    symlinkSync('a', join(root, 'folder'));
    expect(await refusal('file')).toContain('symbolic link');
    expect(await refusal('folder/b')).toBe('"folder" is a symbolic link, which is not followed');
  });

  test('notices at the next listing that a folder became a symbolic link', async () => {
    write('a/b', 'content');
    const tree = workingTree(root);
    await tree.read('a/b');
    renameSync(join(root, 'a'), join(root, 'c'));
    symlinkSync('c', join(root, 'a'));
    await tree.list('');
    await expect(tree.read('a/b')).rejects.toThrow(UnreadableFileError);
  });

  test('says why in the words of the system', async () => {
    write('a/b');
    write('nested/.git');
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(await refusal('none')).toBe('no such file or directory');
    expect(await refusal('none/none')).toBe('no such file or directory');
    expect(await refusal('a/b/c')).toBe('"a/b" is not a folder');
    expect(await refusal('a')).toBe('it is a folder');
    expect(await refusal('pipe')).toBe('it is not a file');
    expect(await refusal('nested/x')).toBe('"nested" is another git repository');
    expect(await refusal('x'.repeat(5000))).toBe('name too long');
  });
});
