import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { programOnPath, type ProgramOnPath } from './support/program-on-path.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';

/** Git itself calls the built program, found on PATH. */
let program: ProgramOnPath;
let repository: TemporaryRepository;

beforeAll(() => {
  program = programOnPath();
});
afterAll(() => program.remove());

/** Where the project is: a shell has to be told with care. */
const folder = "it's my (config)";
const flag = `${folder}/checkout/express-checkout.flag.yaml`;

beforeEach(() => {
  repository = temporaryRepository();
  cpSync('flags.example', join(repository.path, folder), { recursive: true });
});
afterEach(() => repository.remove());

interface Where {
  readonly path?: string;
  readonly cwd?: string;
}

const run = (words: readonly string[], { path = program.path, cwd = repository.path }: Where = {}) => {
  const [command = '', ...args] = words;
  const env = { ...repository.env, PATH: path, LANG: 'C.UTF-8', FLAGWRIGHT_NOW: '2026-11-22' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  return { status, output: stdout + stderr };
};
const install = (...args: string[]) => run(['flagwright', '--project', folder, 'git', 'install', ...args]);
const commit = (where?: Where) => run(['git', 'commit', '--quiet', '--message', 'a commit'], where);
const at = (path: string): string => join(repository.path, path);
const edit = (from: string, to: string, base = repository.path): void => {
  const text = readFileSync(join(base, flag), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(base, flag), text.replace(from, to));
};

it('judges what is staged, not what lies in the working tree', () => {
  expect(install('--hooks')).toMatchObject({ status: 0, output: expect.stringMatching(/wrote +git hook +pre-commit/) });
  repository.git('add', '--all');
  expect(commit()).toMatchObject({ status: 0, output: expect.stringContaining('no problems') });

  edit('owner: checkout', 'owner: nobody');
  repository.git('add', '--all');
  edit('owner: nobody', 'owner: checkout');
  const refused = commit();
  expect(refused.status).toBe(1);
  expect(refused.output).toContain('unknown-owner');
  expect(refused.output).not.toContain('tmp');

  edit('criticality: medium', 'criticality: high');
  repository.git('add', '--all');
  edit('owner: checkout', 'owner: nobody');
  expect(commit()).toMatchObject({ status: 0, output: expect.stringContaining('nothing new against HEAD') });
  writeFileSync(at('notes'), 'staged');
  repository.git('add', 'notes');
  expect(commit()).toEqual({ status: 0, output: '' });
  // `--all` has an index of its own for the commit.
  expect(run(['git', 'commit', '--quiet', '--all', '--message', 'all'])).toMatchObject({ status: 1 });
});

it('lets a commit pass that it cannot check, and says so', () => {
  install('--hooks');
  edit('owner: checkout', 'owner: nobody');
  repository.git('add', '--all');
  const { status, output } = commit({ path: program.without });
  expect({ status, output }).toEqual({
    status: 0,
    output: 'flagwright is not on PATH: the feature flags of this commit are not checked\n',
  });
});

it('works in a linked working tree, and where the project is not staged', () => {
  repository.commit('all');
  install('--hooks');
  const linked = at('linked');
  repository.git('worktree', 'add', '--quiet', linked);
  edit('owner: checkout', 'owner: nobody', linked);
  run(['git', 'add', '--all'], { cwd: linked });
  expect(commit({ cwd: linked })).toMatchObject({ status: 1, output: expect.stringContaining('unknown-owner') });
  run(['git', 'rm', '-r', '--quiet', '--cached', folder], { cwd: linked });
  expect(commit({ cwd: linked })).toEqual({ status: 0, output: '' });
});

it('never writes over a hook, and says what to add to it', () => {
  const hook = at('.git/hooks/pre-commit');
  mkdirSync(at('.git/hooks'), { recursive: true });
  writeFileSync(hook, '#!/bin/sh\n');
  const { status, output } = install('--hooks');
  expect(status).toBe(2);
  expect(output).toContain('there is a pre-commit hook already');
  expect(output).toContain('add this line to it: flagwright lint --changed --base HEAD || exit 1');
  expect(install('--uninstall').status).toBe(0);
  expect(readFileSync(hook, 'utf8')).toBe('#!/bin/sh\n');
  // Nothing else was done either.
  expect(repository.git('config', '--local', '--list')).not.toContain('flagwright');
});

it('writes where git looks for hooks, if that is in the repository', () => {
  repository.git('config', 'core.hooksPath', '.hooks');
  expect(install('--hooks').status).toBe(0);
  expect(readFileSync(at('.hooks/pre-commit'), 'utf8')).toContain('flagwright lint');
  expect(install('--hooks')).toMatchObject({ status: 0, output: expect.stringMatching(/kept +git hook +pre-commit/) });
  expect(install('--uninstall').output).toMatch(/removed +git hook +pre-commit/);
  expect(() => readFileSync(at('.hooks/pre-commit'))).toThrow('ENOENT');

  repository.git('config', 'core.hooksPath', program.folder);
  const refused = install('--hooks');
  expect(refused.status).toBe(2);
  expect(refused.output).toContain('which is not of this repository');
});
