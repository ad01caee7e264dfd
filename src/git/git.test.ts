import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TemporaryRepository } from '../../test/support/repository.ts';
import { temporaryRepository } from '../../test/support/repository.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { GitError } from './git-process.ts';
import type { Git } from './git.ts';
import { openGit } from './git.ts';
import { findRepository } from './repository.ts';

let repository: TemporaryRepository;
let git: Git;

beforeEach(() => {
  repository = temporaryRepository();
  git = open(repository.path);
});

afterEach(() => {
  repository.remove();
});

function open(path: string, env: Readonly<Record<string, string>> = repository.env): Git {
  const found = findRepository(path, env);
  if (found === undefined) throw new Error(`no repository at ${path}`);
  return openGit(found, { env });
}

/** A clone of the repository, in a folder of it that git ignores. */
function clone(...options: string[]): { git: Git; path: string } {
  const path = join(repository.path, '.git', 'clone');
  repository.git('clone', '--quiet', ...options, `file://${repository.path}`, path);
  const env = options.includes('--bare') ? { ...repository.env, GIT_DIR: path } : repository.env;
  return { git: open(path, env), path };
}

describe('resolve', () => {
  test('gives the id of a commit, however it is named', async () => {
    const first = repository.commit('first');
    const second = repository.commit('second');
    repository.git('tag', '--annotate', '--message', 'one', 'v1', first);
    for (const name of [first, first.slice(0, 8), 'v1', 'HEAD~1', 'main^']) expect(await git.resolve(name)).toBe(first);
    expect(await git.resolve('HEAD')).toBe(second);
  });

  test('a name that stands for no single commit is the caller’s to put right', async () => {
    repository.write({ file: 'x' });
    repository.commit('first');
    const output = join(repository.path, 'written');
    const names = [
      'none',
      '',
      '^HEAD',
      'HEAD..HEAD',
      'HEAD:file',
      'HEAD:',
      '0'.repeat(40),
      'HEAD~9',
      '@{upstream}',
      'a\0b',
    ];
    for (const name of [...names, `--output=${output}`, '-n1', '--all', '$(touch x)', 'main main', 'HEAD\nHEAD']) {
      const error: unknown = await git.resolve(name).catch((error: unknown) => error);
      expect(error, name).toBeInstanceOf(UserError);
      expect((error as UserError).message).toBe(`no commit is called "${name}"`);
      expect((error as UserError).help).not.toBe('');
    }
    expect(existsSync(output)).toBe(false);
  });

  test('speaks of the history that a shallow clone lacks', async () => {
    repository.commit('first');
    repository.commit('second');
    const shallow = clone('--depth=1').git;
    expect(await shallow.isShallow()).toBe(true);
    expect(await git.isShallow()).toBe(false);
    await expect(shallow.resolve('HEAD~1')).rejects.toMatchObject({ help: expect.stringContaining('fetch-depth: 0') });
  });
});

describe('head', () => {
  test('is undefined on a branch without commits', async () => {
    expect(await git.head()).toBeUndefined();
  });

  test('gives commit, branch, committer date and subject', async () => {
    const commit = repository.commit('Ä subject\nof two lines\n\nand a body', { date: '2026-11-05T10:20:30Z' });
    expect(await git.head()).toEqual({
      commit,
      branch: 'main',
      committedAt: new Date('2026-11-05T10:20:30Z'),
      subject: 'Ä subject of two lines',
    });
    repository.git('checkout', '--quiet', '-b', 'topic/ü-1');
    expect(await git.head()).toMatchObject({ commit, branch: 'topic/ü-1' });
    repository.git('checkout', '--quiet', '--detach');
    expect(await git.head()).toMatchObject({ commit, branch: undefined });
  });

  test('is not taken in by configuration or by a tag of the same name', async () => {
    repository.git('config', 'log.showSignature', 'true');
    repository.git('config', 'i18n.logOutputEncoding', 'latin1');
    repository.git('config', 'log.decorate', 'full');
    repository.commit('ü');
    repository.git('tag', 'main');
    expect(await git.head()).toMatchObject({ subject: 'ü', branch: 'main' });
  });

  test('a broken repository is not taken for an empty one', async () => {
    repository.commit('first');
    repository.write({ '.git/refs/heads/main': `${'1'.repeat(40)}\n` });
    await expect(git.head()).rejects.toThrow(GitError);
  });
});

test('mergeBase is where two histories part, if they do', async () => {
  const base = repository.commit('base');
  repository.git('checkout', '--quiet', '-b', 'topic');
  repository.commit('on topic');
  repository.git('checkout', '--quiet', 'main');
  repository.commit('on main');
  expect(await git.mergeBase('main', 'topic')).toBe(base);
  repository.git('checkout', '--quiet', '--orphan', 'other');
  repository.commit('unrelated');
  expect(await git.mergeBase('main', 'other')).toBeUndefined();
  await expect(git.mergeBase('main', '--fork-point')).rejects.toThrow(UserError);
});

describe('upstream and defaultBranch', () => {
  test('in a clone are those of origin', async () => {
    repository.commit('first');
    const other = clone();
    expect(await other.git.upstream()).toBe('refs/remotes/origin/main');
    expect(await other.git.defaultBranch()).toBe('refs/remotes/origin/main');
    expect(await other.git.resolve('refs/remotes/origin/main')).toBe(await git.resolve('main'));
    repository.git('-C', other.path, 'checkout', '--quiet', '--detach');
    expect(await other.git.upstream()).toBeUndefined();
  });

  test('origin’s HEAD goes before its main, that before master, and origin before what is local', async () => {
    expect(await git.defaultBranch()).toBeUndefined();
    repository.commit('first');
    expect(await git.defaultBranch()).toBe('refs/heads/main');
    repository.git('branch', 'master');
    expect(await git.defaultBranch()).toBe('refs/heads/main');
    repository.git('branch', '--move', 'main', 'trunk');
    expect(await git.defaultBranch()).toBe('refs/heads/master');
    for (const name of ['master', 'main', 'develop']) {
      repository.git('update-ref', `refs/remotes/origin/${name}`, 'HEAD');
      if (name !== 'develop') expect(await git.defaultBranch()).toBe(`refs/remotes/origin/${name}`);
    }
    repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/develop');
    expect(await git.defaultBranch()).toBe('refs/remotes/origin/develop');
    repository.git('update-ref', '-d', 'refs/remotes/origin/develop');
    expect(await git.defaultBranch()).toBe('refs/remotes/origin/main');
  });

  test('without a remote there is no upstream', async () => {
    expect(await git.upstream()).toBeUndefined();
    repository.commit('first');
    expect(await git.upstream()).toBeUndefined();
  });
});

describe('changedFiles', () => {
  test('gives what was edited, staged, committed since, removed and added, but not what is ignored', async () => {
    repository.write({ '.gitignore': 'ignored\n', same: '', edited: '', staged: '', removed: '', 'old/name': 'moved' });
    repository.commit('base');
    repository.write({ committed: '' });
    repository.commit('after');
    const odd = ['x;touch y;.yaml', '-rf', 'a b/"q\'\n.yaml', 'é/\u{1F600}'];
    for (const name of odd) repository.write({ [name]: '' });
    repository.write({ edited: 'x', staged: 'x', removed: null, ignored: '', 'new/name': 'moved', 'old/name': null });
    repository.git('add', 'staged', 'new/name');
    const expected = ['committed', 'edited', 'new/name', 'old/name', 'removed', 'staged', ...odd];
    expect(await git.changedFiles('HEAD~1')).toEqual(expected.toSorted());
    expect(await git.changedFiles('HEAD')).toEqual(expected.filter((name) => name !== 'committed').toSorted());
  });

  test('leaves out what git does not know, if asked to, but not what it has been told to forget', async () => {
    repository.write({ same: '', edited: '', forgotten: '' });
    repository.commit('base');
    repository.write({ edited: 'x', unknown: '' });
    repository.git('rm', '--quiet', '--cached', 'forgotten');
    repository.write({ forgotten: 'x' });
    expect(await git.changedFiles('HEAD', false)).toEqual(['edited', 'forgotten']);
    expect(await git.changedFiles('HEAD')).toEqual(['edited', 'forgotten', 'unknown']);
  });

  test('gives paths from the top, whatever is configured', async () => {
    repository.git('config', 'diff.relative', 'true');
    repository.write({ 'a/b': '' });
    repository.commit('base');
    repository.write({ 'a/b': 'x', 'a/c': '' });
    expect(await open(join(repository.path, 'a')).changedFiles('HEAD')).toEqual(['a/b', 'a/c']);
  });

  test('names a nested repository once, as the working tree does', async () => {
    repository.commit('base');
    repository.git('init', '--quiet', 'nested');
    repository.write({ 'nested/file': '' });
    repository.git('-C', 'nested', 'add', '.');
    expect(await git.changedFiles('HEAD')).toEqual(['nested']);
  });

  test('is nothing right after a commit, and refused where it makes no sense', async () => {
    repository.write({ a: '' });
    repository.commit('base');
    expect(await git.changedFiles('HEAD')).toEqual([]);
    await expect(git.changedFiles('--cached')).rejects.toThrow(UserError);
    await expect(clone('--bare').git.changedFiles('HEAD')).rejects.toThrow('a bare repository has no working tree');
  });
});

test('works in a bare repository, a linked worktree and with sha256', async () => {
  const commit = repository.commit('first');
  expect(await clone('--bare').git.head()).toMatchObject({ commit, branch: 'main' });
  repository.git('worktree', 'add', '--quiet', '-b', 'other', 'linked');
  expect(await open(join(repository.path, 'linked')).head()).toMatchObject({ commit, branch: 'other' });
  const sha256 = temporaryRepository({ objectFormat: 'sha256' });
  try {
    const long = sha256.commit('first');
    expect(long).toHaveLength(64);
    const other = open(sha256.path);
    expect(await other.resolve(long.slice(0, 10))).toBe(long);
    expect(await other.head()).toMatchObject({ commit: long });
    expect(await other.mergeBase('HEAD', long)).toBe(long);
  } finally {
    sha256.remove();
  }
});

test('in a hook, a relative GIT_DIR leads to the repository from any folder', async () => {
  const commit = repository.commit('first');
  mkdirSync(join(repository.path, 'a'));
  expect(await open(repository.path, { ...repository.env, GIT_DIR: '.git' }).resolve('HEAD')).toBe(commit);
  const below = open(join(repository.path, 'a'), { ...repository.env, GIT_DIR: '../.git' });
  expect(below.repository.root).toBe(repository.path);
  expect(await below.resolve('HEAD')).toBe(commit);
  expect(await below.changedFiles('HEAD')).toEqual([]);
});

test('commit ids are the same on every run', () => {
  repository.write({ a: 'a' });
  expect(repository.commit('first')).toMatchInlineSnapshot(`"31f6bddda845b7365f608cd33164f9e47d291e24"`);
  expect(repository.commit('second', { author: 'Bo Other <bo@example.com>' })).toMatchInlineSnapshot(
    `"f5c20b696418bf180081e79e5407ad86c557168b"`,
  );
  expect(repository.git('log', '--format=%an %ae %aI %cI')).toMatchInlineSnapshot(`
    "Bo Other bo@example.com 2026-11-01T00:01:00+00:00 2026-11-01T00:01:00+00:00
    Ada Example ada@example.com 2026-11-01T00:00:00+00:00 2026-11-01T00:00:00+00:00"
  `);
});

test('userEmail gives the address that is configured, and nothing where it is not configured', async () => {
  expect(await git.userEmail()).toBeUndefined();
  repository.git('config', 'user.email', 'ada@example.com');
  expect(await git.userEmail()).toBe('ada@example.com');
});
