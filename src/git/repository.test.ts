import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TemporaryRepository } from '../../test/support/repository.ts';
import { temporaryRepository } from '../../test/support/repository.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { findRepository } from './repository.ts';

let repository: TemporaryRepository;

beforeEach(() => {
  repository = temporaryRepository();
});

afterEach(() => {
  repository.remove();
});

/** What git itself says of a folder. */
function gitSays(folder: string): { root: string; gitDir: string; commonDir: string } {
  const say = (what: string): string =>
    realpathSync(repository.git('-C', folder, 'rev-parse', '--path-format=absolute', what));
  return { root: say('--show-toplevel'), gitDir: say('--git-dir'), commonDir: say('--git-common-dir') };
}

function refusal(call: () => unknown): { message: string; help: string | undefined } {
  try {
    call();
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, help: error.help };
    throw error;
  }
  throw new Error('it was not refused');
}

describe('without GIT_DIR', () => {
  test('finds the repository from the top, from a folder in it and through a symbolic link', () => {
    const { path } = repository;
    repository.write({ 'a/b/c': '' });
    const expected = { root: path, gitDir: join(path, '.git'), commonDir: join(path, '.git'), bare: false };
    expect(findRepository(path)).toEqual(expected);
    expect(findRepository(join(path, 'a/b'))).toEqual(expected);
    expect(findRepository(join(path, 'a/b/none'))).toEqual(expected);
    expect(findRepository(join(path, 'a/b/c'))).toEqual(expected);
    symlinkSync('a', join(path, 'link'));
    expect(findRepository(join(path, 'link/b'))).toEqual(expected);
    expect(gitSays('a/b')).toMatchObject({ root: path, gitDir: join(path, '.git') });
  });

  test('finds a linked worktree and what it shares', () => {
    repository.commit('first');
    repository.git('worktree', 'add', '--quiet', '-b', 'other', 'linked');
    const found = findRepository(join(repository.path, 'linked'));
    expect(found).toEqual({ ...gitSays('linked'), bare: false });
    expect(found?.commonDir).toBe(join(repository.path, '.git'));
    expect(found?.gitDir).not.toBe(found?.commonDir);
  });

  test('finds a submodule as a repository of its own', () => {
    repository.commit('first');
    repository.git('submodule', '--quiet', 'add', '--', repository.path, 'sub');
    expect(findRepository(join(repository.path, 'sub'))).toEqual({ ...gitSays('sub'), bare: false });
    expect(findRepository(join(repository.path, 'sub'))?.root).toBe(join(repository.path, 'sub'));
  });

  test('refuses what looks like a bare repository, and says which checkout it is in', () => {
    repository.git('clone', '--quiet', '--bare', '.', 'bare.git');
    const bare = join(repository.path, 'bare.git');
    const message = `"${bare}" looks like a bare git repository, and is used as one only where GIT_DIR names it`;
    const command = `GIT_DIR=${bare} flagwright list --at main`;
    const inside = `it is inside the checkout ${repository.path}: run this there; or, if it is yours: ${command}`;
    for (const folder of [bare, join(bare, 'refs/heads')]) {
      expect(refusal(() => findRepository(folder))).toEqual({ message, help: inside });
    }
    rmSync(join(repository.path, '.git'), { recursive: true });
    expect(refusal(() => findRepository(bare))).toEqual({ message, help: `if it is yours: ${command}` });
    // A folder that holds one is a folder like others.
    expect(findRepository(repository.path)).toBeUndefined();
  });

  test('takes the git folder itself for a part of its checkout', () => {
    for (const folder of ['.git', '.git/hooks']) {
      mkdirSync(join(repository.path, folder), { recursive: true });
      expect(findRepository(join(repository.path, folder))?.root).toBe(repository.path);
    }
  });

  test('a HEAD that git would not read makes no repository', () => {
    const folder = join(repository.path, 'a');
    mkdirSync(join(folder, 'refs'), { recursive: true });
    mkdirSync(join(folder, 'objects'));
    const found = (): string | undefined => {
      try {
        return findRepository(folder)?.root;
      } catch (error) {
        return (error as Error).message;
      }
    };
    for (const text of ['ref: refs/heads/main', 'ref:refs/x', '1'.repeat(40)]) {
      writeFileSync(join(folder, 'HEAD'), text);
      expect(found(), text).toContain('looks like a bare');
    }
    for (const text of ['', 'main', 'ref: heads/main', '1'.repeat(39)]) {
      writeFileSync(join(folder, 'HEAD'), text);
      expect(found(), text).toBe(repository.path);
    }
    rmSync(join(folder, 'HEAD'));
    symlinkSync('refs/heads/none', join(folder, 'HEAD'));
    expect(found()).toContain('looks like a bare');
    rmSync(join(folder, 'HEAD'));
    symlinkSync('/dev/zero', join(folder, 'HEAD'));
    expect(found()).toBe(repository.path);
  });

  test('does not read a device or a pipe in the place of git’s files', () => {
    const folder = join(repository.path, 'a');
    for (const name of ['refs', 'objects']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/main');
    symlinkSync('/dev/zero', join(folder, 'commondir'));
    expect(() => findRepository(folder)).toThrow('looks like a bare');
    rmSync(join(folder, 'commondir'));
    execFileSync('mkfifo', [join(folder, 'commondir')]);
    expect(() => findRepository(folder)).toThrow('looks like a bare');
  });

  test('passes over an empty .git folder, stops at a .git file that leads nowhere', () => {
    mkdirSync(join(repository.path, 'a/.git'), { recursive: true });
    expect(findRepository(join(repository.path, 'a'))?.root).toBe(repository.path);
    for (const text of ['gitdir: /nowhere\n', 'gitdir: \n', 'nonsense', 'gitdir: ../a']) {
      rmSync(join(repository.path, 'a/.git'), { recursive: true });
      writeFileSync(join(repository.path, 'a/.git'), text);
      expect(findRepository(join(repository.path, 'a')), text).toBeUndefined();
    }
  });

  test('finds nothing where there is none, or above a ceiling', () => {
    const folder = join(repository.path, 'a/b');
    mkdirSync(folder, { recursive: true });
    expect(findRepository(folder, { GIT_CEILING_DIRECTORIES: repository.path })).toBeUndefined();
    expect(findRepository(folder, { GIT_CEILING_DIRECTORIES: `relative:${folder}` })?.root).toBe(repository.path);
    expect(findRepository(repository.path, { GIT_CEILING_DIRECTORIES: repository.path })?.root).toBe(repository.path);
    rmSync(join(repository.path, '.git'), { recursive: true });
    expect(findRepository(folder, { GIT_CEILING_DIRECTORIES: join(repository.path, '..') })).toBeUndefined();
  });
});

describe('with GIT_DIR', () => {
  test('takes it, and the current folder as the top', () => {
    const other = join(repository.path, 'other');
    mkdirSync(other);
    const gitDir = join(repository.path, '.git');
    const elsewhere = temporaryRepository();
    try {
      expect(findRepository(elsewhere.path, { GIT_DIR: gitDir })).toEqual({
        root: elsewhere.path,
        gitDir,
        commonDir: gitDir,
        bare: false,
      });
      expect(findRepository(elsewhere.path, { GIT_DIR: gitDir, GIT_WORK_TREE: other })?.root).toBe(other);
      expect(findRepository(elsewhere.path, { GIT_WORK_TREE: other })).toMatchObject({
        root: other,
        gitDir: join(elsewhere.path, '.git'),
      });
    } finally {
      elsewhere.remove();
    }
  });

  test('keeps the top of the repository for a hook that works in a folder below it', () => {
    const folder = join(repository.path, 'a');
    mkdirSync(folder);
    expect(findRepository(repository.path, { GIT_DIR: '.git' })?.root).toBe(repository.path);
    expect(findRepository(folder, { GIT_DIR: join(repository.path, '.git') })?.root).toBe(repository.path);
  });

  test('sees a bare repository, as its own hooks do', () => {
    repository.git('clone', '--quiet', '--bare', '.', 'bare.git');
    const gitDir = join(repository.path, 'bare.git');
    expect(findRepository(gitDir, { GIT_DIR: '.' })).toEqual({
      root: undefined,
      gitDir,
      commonDir: gitDir,
      bare: true,
    });
  });

  test('has no working tree in the git folder itself, as after a push', () => {
    const gitDir = join(repository.path, '.git');
    const expected = { root: undefined, gitDir, commonDir: gitDir, bare: true };
    expect(findRepository(gitDir, { GIT_DIR: '.' })).toEqual(expected);
    expect(findRepository(join(gitDir, 'refs'), { GIT_DIR: gitDir })).toEqual(expected);
  });

  test('is not hindered by what looks like a bare repository', () => {
    repository.git('clone', '--quiet', '--bare', '.', 'bare.git');
    const bare = join(repository.path, 'bare.git');
    const gitDir = join(repository.path, '.git');
    expect(findRepository(bare, { GIT_DIR: gitDir })).toMatchObject({ root: bare, gitDir });
  });

  test('refuses one that is not a repository', () => {
    expect(() => findRepository(repository.path, { GIT_DIR: 'nowhere' })).toThrow(UserError);
    expect(() => findRepository(repository.path, { GIT_DIR: 'nowhere' })).toThrow(
      'GIT_DIR is "nowhere", which is not a git repository',
    );
  });
});
