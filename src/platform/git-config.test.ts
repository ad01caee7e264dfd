import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from '../../test/support/repository.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { localConfig } from './git-config.ts';

let repository: TemporaryRepository;
beforeEach(() => (repository = temporaryRepository()));
afterEach(() => repository.remove());

it('sets and removes what a repository has of its own', async () => {
  const config = localConfig(repository.path, repository.env);
  const before = repository.git('config', '--local', '--list');
  const value = ' f() { a "$1" \\ # ; }\n%O ';
  expect(await config.get('merge.x y.driver')).toBeUndefined();
  await config.set('merge.x y.driver', value);
  expect(await config.get('merge.x y.driver')).toBe(value);
  repository.git('config', '--add', 'merge.x y.driver', 'second');
  await config.set('merge.x y.driver', 'third');
  expect(repository.git('config', '--get-all', 'merge.x y.driver')).toBe('third');
  await config.removeSection('merge.x y');
  await config.removeSection('merge.x y');
  expect(repository.git('config', '--local', '--list')).toBe(before);
});

it('says what git says where it cannot', async () => {
  writeFileSync(join(repository.path, '.git/config.lock'), '');
  const config = localConfig(repository.path, repository.env);
  await expect(config.set('a.b', 'c')).rejects.toThrow(UserError);
  await expect(config.removeSection('core')).rejects.toThrow(UserError);
});
