import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { TemporaryRepository } from '../../test/support/repository.ts';
import { temporaryRepository } from '../../test/support/repository.ts';
import { FileTooLargeError, UnreadableFileError } from '../platform/file-tree.ts';
import type { FileTree } from '../platform/file-tree.ts';
import { GitError } from './git-process.ts';
import type { Git } from './git.ts';
import { openGit } from './git.ts';
import { findRepository } from './repository.ts';
import { workingTree } from '../platform/working-tree.ts';

let repository: TemporaryRepository;
let git: Git;

function make(objectFormat: 'sha1' | 'sha256' = 'sha1'): void {
  repository = temporaryRepository({ objectFormat });
  const found = findRepository(repository.path);
  if (found === undefined) throw new Error('no repository was made');
  git = openGit(found, { env: repository.env });
}

afterEach(async () => {
  await git.close();
  repository.remove();
});

async function everything(tree: FileTree, folder = ''): Promise<string[]> {
  const entries = await tree.list(folder);
  return Promise.all(
    entries.map(async ({ path, kind, size }) =>
      kind === 'file' ? `${path}: ${Buffer.from(await tree.read(path)).toString()}` : `${kind} ${path} ${size}`,
    ),
  );
}

describe.each(['sha1', 'sha256'] as const)('in a repository of %s', (format) => {
  test('a commit is the same tree as its checkout', async () => {
    make(format);
    const files: Record<string, string> = {};
    const names = ['x;touch y;.yaml', '-rf', 'a b/"q\'\n\t.yaml', 'é/\u{1F600}', 'é/\uFB00', 'a/b/c', 'a.yaml', 'a-'];
    for (const name of names) files[name] = `in ${name}`;
    repository.write({ ...files, empty: '', 'a/node_modules/left/out': '', node_modules_not: 'in' });
    symlinkSync('a', join(repository.path, 'link'));
    const commit = repository.commit('all');
    const checkout = workingTree(repository.path);
    for (const folder of ['', 'a', 'a/b', 'é', 'a b', 'none', 'link', 'a.yaml', 'node_modules']) {
      expect(await everything(git.tree(commit), folder), folder).toEqual(await everything(checkout, folder));
    }
    expect(await everything(git.tree(commit))).toHaveLength(names.length + 3);
  });
});

test('a file keeps its stamp while its content stays, in any commit', async () => {
  make();
  repository.write({ a: '1', b: '2' });
  const first = await git.tree(repository.commit('first')).list('');
  repository.write({ a: 'changed' });
  const second = await git.tree(repository.commit('second')).list('');
  expect(second[0]?.stamp).not.toBe(first[0]?.stamp);
  expect(second[1]).toEqual(first[1]);
  expect(first[1]?.stamp).toBe(repository.git('rev-parse', 'HEAD:b'));
});

test('submodules and links are listed and not read', async () => {
  make();
  repository.write({ a: 'a' });
  repository.commit('first');
  repository.git('submodule', '--quiet', 'add', '--', repository.path, 'lib/sub');
  symlinkSync('a', join(repository.path, 'link'));
  const tree = git.tree(repository.commit('second'));
  expect((await tree.list('')).map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'file .gitmodules',
    'file a',
    'submodule lib/sub',
    'link link',
  ]);
  expect(await everything(tree)).toEqual(await everything(workingTree(repository.path)));
  await expect(tree.read('link')).rejects.toThrow('"link" is a symbolic link, which is not followed');
  await expect(tree.read('lib/sub')).rejects.toThrow('"lib/sub" is another git repository');
});

test('what cannot be read says so', async () => {
  make();
  repository.write({ a: 'content a', b: 'content b' });
  const commit = repository.commit('first');
  const oid = repository.git('rev-parse', 'HEAD:a');
  rmSync(join(repository.path, '.git/objects', oid.slice(0, 2)), { recursive: true });
  const tree = git.tree(commit);
  expect((await tree.list('')).map(({ path, kind }) => [path, kind])).toEqual([
    ['a', 'file'],
    ['b', 'file'],
  ]);
  for (const path of ['a', 'none', '', '../b', '/etc/passwd', 'b/', 'HEAD:b']) {
    await expect(tree.read(path), path).rejects.toThrow(UnreadableFileError);
  }
  await expect(tree.read('a')).rejects.toThrow(`its content ${oid} is missing from the repository`);
  expect(Buffer.from(await tree.read('b')).toString()).toBe('content b');
});

test('names that are not UTF-8 are listed as unreadable', async () => {
  make();
  execFileSync('git', ['update-index', '-z', '--index-info'], {
    cwd: repository.path,
    env: repository.env,
    input: Buffer.from(
      `100644 ${repository.git('hash-object', '-w', '-t', 'blob', '/dev/null')}\tbad-\xff\0`,
      'latin1',
    ),
  });
  repository.git('commit', '--quiet', '--message', 'bad name');
  const tree = git.tree('HEAD');
  expect(await tree.list('')).toEqual([{ path: 'bad-\uFFFD', kind: 'unreadable', size: 0 }]);
  await expect(tree.read('bad-\uFFFD')).rejects.toThrow('its name is not UTF-8');
});

test('a file that is larger than asked for is refused with its size, and the next one is read', async () => {
  make();
  repository.write({ 'a/large': 'x'.repeat(3_000_000), 'a/small': 'small' });
  const tree = git.tree(repository.commit('first'));
  const reads = ['a/large', 'a/small', 'a/large', 'a/small'].map((path) => tree.read(path, 5));
  const results = await Promise.allSettled(reads);
  expect(results.map((result) => ('reason' in result ? result.reason : Buffer.from(result.value).toString()))).toEqual([
    new FileTooLargeError(3_000_000),
    'small',
    new FileTooLargeError(3_000_000),
    'small',
  ]);
  expect(await tree.read('a/large')).toHaveLength(3_000_000);
});

test('a folder listed by itself is what a listing of everything says of it, and other files are read all the same', async () => {
  make();
  repository.write({ 'a/b/c': '1', 'a/*': '2', 'a*/b': '3', d: '4' });
  const commit = repository.commit('first');
  const tree = git.tree(commit);
  for (const folder of ['a', 'a/b', 'a*']) {
    expect(await tree.list(folder)).toEqual(
      (await git.tree(commit).list('')).filter(({ path }) => path.startsWith(`${folder}/`)),
    );
  }
  expect(Buffer.from(await tree.read('d')).toString()).toBe('4');
  expect(Buffer.from(await tree.read('a/*')).toString()).toBe('2');
});

test('what is not a commit is an error, and never an option', async () => {
  make();
  repository.commit('first');
  for (const revision of ['none', '--help', '-r', '0'.repeat(40)]) {
    await expect(git.tree(revision).list(''), revision).rejects.toThrow(GitError);
  }
});

test('a bare repository has the same trees', async () => {
  make();
  repository.write({ 'flags/a': 'a' });
  const commit = repository.commit('first');
  repository.git('clone', '--quiet', '--bare', '.', 'bare.git');
  const path = join(repository.path, 'bare.git');
  const bare = findRepository(path, { GIT_DIR: path });
  if (bare === undefined) throw new Error('no repository was made');
  const other = openGit(bare, { env: repository.env });
  expect(await everything(other.tree(commit))).toEqual(['flags/a: a']);
  await other.close();
});
