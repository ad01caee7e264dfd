import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const made: (() => void)[] = [];
afterEach(() => {
  for (const remove of made.splice(0)) remove();
});

/** A repository whose project, in `real/flags`, has one error. */
function shop(): TemporaryRepository {
  const repository = temporaryRepository();
  made.push(() => repository.remove());
  repository.write({
    'real/flags/flagwright.yaml': 'version: 1\nenvironments: { production: {} }\n',
    'real/flags/owners.yaml': 'teams:\n  shop: { name: Shop, members: [ada@example.com] }\n',
    'real/flags/a.flag.yaml':
      'description: A flag of the shop.\ntype: ops\nowner: nobody\ncreated: 2026-01-01\nreview: { every: 180d, last: 2026-11-01 }\nenvironments: { production: true }\n',
  });
  repository.commit('Start');
  return repository;
}

/** A folder outside of the repository. */
function elsewhere(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-'));
  made.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const lint = (repository: TemporaryRepository, ...args: string[]) =>
  runMain(['lint', ...args], repository.path, repository.env);

describe('a project folder that is a link', () => {
  it.each([
    ['found from above', [] as string[]],
    ['named', ['--project', 'flags']],
    ['entered', ['-C', 'flags']],
  ])('is followed inside of the repository: %s', async (_, args) => {
    const repository = shop();
    symlinkSync('real/flags', join(repository.path, 'flags'));
    const { stdout, exitCode } = await lint(repository, ...args);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('--> real/flags/a.flag.yaml:3:8');
  });

  it.each([
    ['found from above', [] as string[]],
    ['named', ['--project', 'flags']],
    ['entered', ['-C', 'flags']],
    ['a folder above is entered', ['-C', 'up/flags']],
    ['a folder above is the link', ['--project', 'up/flags']],
  ])('is refused where it leads out of the repository: %s', async (_, args) => {
    const repository = shop();
    const outside = elsewhere();
    renameSync(join(repository.path, 'real', 'flags'), join(outside, 'flags'));
    symlinkSync(join(outside, 'flags'), join(repository.path, 'flags'));
    symlinkSync(outside, join(repository.path, 'up'));
    const { stderr, exitCode } = await lint(repository, ...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('leads out of the repository through a link')]);
  });

  it('is refused where the manifest is one', async () => {
    const repository = shop();
    mkdirSync(join(repository.path, 'flags'));
    symlinkSync('../real/flags/flagwright.yaml', join(repository.path, 'flags', 'flagwright.yaml'));
    const { stderr, exitCode } = await lint(repository);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('flagwright.yaml is a symbolic link')]);
  });
});

describe('a project without flags', () => {
  it('is a warning, in every format', async () => {
    const repository = shop();
    repository.write({ 'real/flags/a.flag.yaml': null });
    const args = ['--project', 'real/flags'];
    for (const format of ['text', 'json', 'github', 'sarif', 'gitlab', 'junit', 'markdown']) {
      const { stderr, exitCode } = await lint(repository, ...args, '--format', format);
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('warning: the project has no flags')]);
      expect((await lint(repository, ...args, '--format', format, '--fail-on', 'warning')).exitCode).toBe(1);
    }
    expect((await lint(repository, ...args)).stdout).toContain('0 flags: nothing to check (2 files)');
  });
});
