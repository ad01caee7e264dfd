import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  const set = async (driver: string): Promise<void> =>
    (await config.prepare({ set: new Map([['merge.x y.driver', driver]]) })).apply();
  const remove = async (): Promise<void> => (await config.prepare({ removeSections: ['merge.x y'] })).apply();
  await set(value);
  expect(await config.get('merge.x y.driver')).toBe(value);
  repository.git('config', '--add', 'merge.x y.driver', 'second');
  await set('third');
  expect(repository.git('config', '--get-all', 'merge.x y.driver')).toBe('third');
  await remove();
  await remove();
  expect(repository.git('config', '--local', '--list')).toBe(before);
});

it('has no effect until it is applied, and none where it cannot be', async () => {
  const config = localConfig(repository.path, repository.env);
  const file = join(repository.path, '.git/config');
  const prepare = () => config.prepare({ set: new Map([['a.b', 'c']]) });
  const left = (): string[] =>
    readdirSync(join(repository.path, '.git')).filter((name) => /flagwright|lock/.test(name));
  const before = readFileSync(file, 'utf8');
  (await prepare()).discard();
  const changed = await prepare();
  expect(readFileSync(file, 'utf8')).toBe(before);
  repository.git('config', 'x.y', 'z');
  const now = readFileSync(file, 'utf8');
  expect(() => changed.apply()).toThrow(UserError);
  changed.discard();
  expect([readFileSync(file, 'utf8'), left()]).toEqual([now, []]);
  const locked = await prepare();
  writeFileSync(`${file}.lock`, '');
  expect(() => locked.apply()).toThrow('another process is changing');
  locked.discard();
  expect([readFileSync(file, 'utf8'), left()]).toEqual([now, ['config.lock']]);
});

it('says what git says of a name that it does not take', async () => {
  const config = localConfig(repository.path, repository.env);
  await expect(config.prepare({ set: new Map([['nothing', 'c']]) })).rejects.toThrow(UserError);
});
