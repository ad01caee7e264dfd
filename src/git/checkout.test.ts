import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from '../../test/support/repository.ts';
import { readCheckout, type Checkout } from './checkout.ts';
import { findRepository } from './repository.ts';

const repositories: TemporaryRepository[] = [];
afterEach(() => repositories.splice(0).forEach((repository) => repository.remove()));

function make(): TemporaryRepository {
  const repository = temporaryRepository();
  repositories.push(repository);
  return repository;
}

function checkout(path: string, { env }: TemporaryRepository): Checkout | undefined {
  const found = findRepository(path, env);
  if (!found) throw new Error(`no repository at ${path}`);
  return readCheckout(found);
}

function committed(): { repository: TemporaryRepository; commit: string } {
  const repository = make();
  writeFileSync(join(repository.path, 'a'), 'a\n');
  repository.commit('Add a');
  return { repository, commit: repository.git('rev-parse', 'HEAD').trim() };
}

describe('what is checked out', () => {
  it('is not a commit on a branch without any', () => {
    const repository = make();
    expect(checkout(repository.path, repository)).toEqual({ commit: undefined, shallow: false });
  });

  it('is the commit of the branch, packed or not', () => {
    const { repository, commit } = committed();
    expect(checkout(repository.path, repository)).toEqual({ commit, shallow: false });
    repository.git('branch', 'other/main');
    repository.git('pack-refs', '--all');
    expect(checkout(repository.path, repository)).toEqual({ commit, shallow: false });
    repository.git('commit', '-q', '--allow-empty', '-m', 'Newer than what is packed');
    expect(checkout(repository.path, repository)?.commit).toBe(repository.git('rev-parse', 'HEAD').trim());
  });

  it('is the detached commit, and in another working tree what that one has', () => {
    const { repository, commit } = committed();
    repository.git('worktree', 'add', '-q', '-b', 'side', 'side');
    repository.git('-C', 'side', 'commit', '-q', '--allow-empty', '-m', 'Aside');
    repository.git('checkout', '-q', '--detach');
    expect(checkout(repository.path, repository)).toEqual({ commit, shallow: false });
    const aside = repository.git('rev-parse', 'side').trim();
    expect(checkout(join(repository.path, 'side'), repository)).toEqual({ commit: aside, shallow: false });
  });

  it('follows references that stand for others', () => {
    const { repository, commit } = committed();
    repository.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/alias');
    expect(checkout(repository.path, repository)?.commit).toBe(commit);
  });

  it('says that a clone is shallow', () => {
    const { repository, commit } = committed();
    repository.git('clone', '-q', '--no-local', '--depth', '1', '.', 'clone');
    const clone = join(repository.path, 'clone');
    expect(checkout(clone, repository)).toEqual({ commit, shallow: true });
    writeFileSync(join(clone, '.git', 'shallow'), '');
    expect(checkout(clone, repository)).toEqual({ commit, shallow: false });
  });

  it('is left to git where the files do not tell', () => {
    const { repository } = committed();
    const head = join(repository.path, '.git', 'HEAD');
    for (const text of ['', 'ref: ../../secret\n', 'ref: refs/heads/../../x\n', 'ref: HEAD\n', 'nonsense\n']) {
      writeFileSync(head, text);
      const found = readCheckout({
        root: repository.path,
        gitDir: join(repository.path, '.git'),
        commonDir: join(repository.path, '.git'),
        bare: false,
      });
      expect(found, readFileSync(head, 'utf8')).toBeUndefined();
    }
  });
});
