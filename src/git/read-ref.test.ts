import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from '../../test/support/repository.ts';
import { mayFollow, readRef } from './read-ref.ts';
import { findRepository, type Repository } from './repository.ts';

let repository: TemporaryRepository;
const found = (folder = repository.path): Repository => findRepository(folder, repository.env) as Repository;
const read = (name: string, folder?: string): string | undefined => readRef(found(folder), name);

beforeEach(() => {
  repository = temporaryRepository();
});

afterEach(() => repository.remove());

test('HEAD and branches, loose and packed, are where git says', () => {
  expect(read('HEAD')).toBeUndefined();
  const first = repository.commit('first');
  repository.git('branch', 'old');
  repository.git('tag', '-a', '-m', 'annotated', 'v1');
  expect([read('HEAD'), read('refs/heads/old')]).toEqual([first, first]);
  repository.git('pack-refs', '--all');
  expect([read('HEAD'), read('refs/heads/old'), read('refs/heads/ol')]).toEqual([first, first, undefined]);
  const second = repository.commit('second');
  expect([read('HEAD'), read('refs/heads/old')]).toEqual([second, first]);
  repository.git('checkout', '--quiet', '--detach', 'old');
  expect(read('HEAD')).toBe(first);
});

test('a linked working tree has its own HEAD', () => {
  const first = repository.commit('first');
  const linked = join(repository.path, 'linked');
  repository.git('worktree', 'add', '--quiet', '-b', 'side', linked);
  const second = repository.commit('second');
  expect([read('HEAD'), read('HEAD', linked), read('refs/heads/side', linked)]).toEqual([second, first, first]);
});

test('what is not a branch, or leads elsewhere, is left to git', () => {
  const id = repository.commit('first');
  const file = (path: string, text: string): void => writeFileSync(join(repository.path, '.git', path), text);
  file('secret', `${id}\n`);
  mkdirSync(join(repository.path, '.git', 'refs', 'remotes', 'origin'), { recursive: true });
  file('refs/remotes/origin/HEAD', 'ref: refs/remotes/origin/main\n');
  file('refs/remotes/origin/main', `${id}\n`);
  expect(read('refs/remotes/origin/HEAD')).toBe(id);
  for (const name of ['secret', 'refs/heads/../../secret', '../x', 'refs/tags/v1', 'main', 'refs/heads/a b', '']) {
    expect(read(name), name).toBeUndefined();
  }
  const there = found();
  for (const text of ['ref: refs/heads/../../secret', 'ref: HEAD', 'garbage', '', 'ref: refs/heads/.invalid']) {
    file('HEAD', `${text}\n`);
    expect(readRef(there, 'HEAD'), text).toBeUndefined();
  }
});

test('a branch may follow another only if the configuration has a section for it', () => {
  repository.commit('first');
  expect(mayFollow(found())).toBe(false);
  repository.git('config', 'include.path', 'more');
  expect(mayFollow(found())).toBe(true);
  repository.git('config', '--remove-section', 'include');
  repository.git('config', 'branch.main.remote', '.');
  expect(mayFollow(found())).toBe(true);
});
