import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from './repository.ts';
import { openGit, type Git } from '../../src/git/git.ts';
import type { GitWriter } from '../../src/git/git-writer.ts';
import { openGitWriter } from '../../src/git/open-git-writer.ts';
import { findRepository } from '../../src/git/repository.ts';

const opened: { readonly git: Git[]; readonly repositories: TemporaryRepository[] } = { git: [], repositories: [] };

afterEach(async () => {
  await Promise.all(opened.git.splice(0).map((git) => git.close()));
  for (const repository of opened.repositories.splice(0)) repository.remove();
});

/** A repository with some files in one commit; removed after the test. */
export function make(options: Parameters<typeof temporaryRepository>[0] = {}): TemporaryRepository & { base: string } {
  const repository = temporaryRepository(options);
  opened.repositories.push(repository);
  repository.write({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n', 'other.txt': 'text\n', 'staged.txt': 'text\n' });
  return { ...repository, base: repository.commit('Start') };
}

/** What reads and writes a repository; closed after the test. */
export function open(repository: TemporaryRepository, pid?: number): { git: Git; writer: GitWriter } {
  const found = findRepository(repository.path, repository.env);
  if (found === undefined) throw new Error('no repository');
  const git = openGit(found, { env: repository.env });
  opened.git.push(git);
  const writer = openGitWriter(found, { env: repository.env, ...(pid !== undefined && { pid }) });
  return { git, writer };
}

/** The id of a process that has ended. */
export function deadProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

/** Where a call fails: before it does anything, or after it has done all. */
export type Moment = 'before' | 'after';

/**
 * A writer one call of which fails: the `at`-th, or the first of that name. With `kill`, every later one fails too
 * and does nothing, as in a process that has ended.
 */
export function failing(
  writer: GitWriter,
  { at, moment, kill }: { readonly at: number | keyof GitWriter; readonly moment: Moment; readonly kill: boolean },
): GitWriter & { readonly calls: () => readonly string[] } {
  const calls: string[] = [];
  let hasFailed = false;
  const wrapped = Object.fromEntries(
    Object.entries(writer).map(([name, call]) => [
      name,
      name === 'isUnfinished'
        ? call
        : async (...args: readonly unknown[]): Promise<unknown> => {
            calls.push(name);
            if (kill && hasFailed) throw new Error(`fault: no call of ${name}`);
            const isHere = !hasFailed && (calls.length === at || name === at);
            hasFailed ||= isHere;
            if (isHere && moment === 'before') throw new Error(`fault before ${name}`);
            const result: unknown = await (call as (...given: readonly unknown[]) => Promise<unknown>)(...args);
            if (isHere) throw new Error(`fault after ${name}`);
            return result;
          },
    ]),
  );
  return { ...(wrapped as unknown as GitWriter), calls: () => calls };
}

/** What is wrong with a repository, in git's words; empty if nothing is. */
export function damage(repository: TemporaryRepository): string {
  return repository.git('fsck', '--strict', '--no-dangling', '--no-progress');
}

/** A bare repository beside another, as its remote `origin`. */
export function addRemote(repository: TemporaryRepository): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-')));
  execFileSync('git', ['init', '--quiet', '--bare', path], { env: repository.env });
  repository.git('remote', 'add', 'origin', path);
  opened.repositories.push({ ...repository, path, remove: () => rmSync(path, { recursive: true, force: true }) });
  return path;
}
