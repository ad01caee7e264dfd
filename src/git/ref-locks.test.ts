import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { make } from '../../test/support/git-writer.ts';
import { removeStaleLocks } from './ref-locks.ts';
import { findRepository, type Repository } from './repository.ts';

const locks = ['HEAD.lock', join('refs', 'heads', 'main.lock')];

function prepare(contents: readonly string[]) {
  const { path, base } = make();
  const repository = findRepository(path) as Repository;
  locks.forEach((name, at) => writeFileSync(join(repository.gitDir, name), contents[at] ?? ''));
  const left = (): boolean[] => locks.map((name) => existsSync(join(repository.gitDir, name)));
  return { repository, base, left };
}

describe('locks of a branch', () => {
  it('are removed where git was killed while it moved the branch to the commit', async () => {
    const { repository, base, left } = prepare(['']);
    writeFileSync(join(repository.gitDir, locks[1] as string), `${base}\n`);
    await removeStaleLocks(repository, 'refs/heads/main', base);
    expect(left()).toEqual([false, false]);
  });

  it('stay where somebody else moves it', async () => {
    const { repository, base, left } = prepare([`${'1'.repeat(40)}\n`, `${'2'.repeat(40)}\n`]);
    await removeStaleLocks(repository, 'refs/heads/main', base);
    expect(left()).toEqual([true, true]);
  });

  it('stay where they are those of a process at work', async () => {
    const { repository, base, left } = prepare(['', '']);
    const removing = removeStaleLocks(repository, 'refs/heads/main', base);
    writeFileSync(join(repository.gitDir, 'HEAD.lock'), `${'1'.repeat(40)}\n`);
    await removing;
    expect(left()).toEqual([true, false]);
  });
});
