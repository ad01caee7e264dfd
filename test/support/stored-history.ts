import type { DefinitionKind } from '../../src/meaning/definition-kind.ts';
import { afterEach } from 'vitest';
import type { ImportedCommit } from './imported-history.ts';
import { temporaryRepository, type TemporaryRepository } from './repository.ts';
import { openGit, type Git } from '../../src/git/git.ts';
import { findRepository } from '../../src/git/repository.ts';
import { storeFile } from '../../src/platform/store-file.ts';
import type { StoreFile } from '../../src/project/record-store.ts';
import type { History } from '../../src/history/history.ts';
import { openHistory } from '../../src/history/open-history.ts';

const opened: { readonly git: Git[]; readonly repositories: TemporaryRepository[] } = { git: [], repositories: [] };

afterEach(async () => {
  await Promise.all(opened.git.splice(0).map((git) => git.close()));
  for (const repository of opened.repositories.splice(0)) repository.remove();
});

/** A repository that is removed after the test. */
export function make(options: Parameters<typeof temporaryRepository>[0] = {}): TemporaryRepository {
  const repository = temporaryRepository(options);
  opened.repositories.push(repository);
  return repository;
}

/** Closed after the test. */
export function gitAt(path: string, { env }: TemporaryRepository): Git {
  const found = findRepository(path, env);
  if (found === undefined) throw new Error(`no repository at ${path}`);
  const git = openGit(found, { env });
  opened.git.push(git);
  return git;
}

export const onDisk =
  (git: Git) =>
  (name: string): StoreFile =>
    storeFile(git.repository.commonDir, name);

export async function historyOf(git: Git, folder = '', revision = 'HEAD', store = onDisk(git)): Promise<History> {
  return openHistory(git, { commit: git.resolve(revision), folder, store });
}

/** One line a version, with its commit by its place in the list. */
export async function shown(
  history: History,
  ids: readonly string[],
  key: string,
  kind: DefinitionKind = 'flag',
): Promise<string[]> {
  const versions = await history.versions(kind, key);
  return versions.map(
    ({ number, commit, path, state, movedFrom }) =>
      `${number}: ${ids.indexOf(commit)} ${state} ${path}${movedFrom === undefined ? '' : ` from ${movedFrom}`}`,
  );
}

export const flag = (value: number, more = ''): string => `description: text ${value}\n${more}`;

/** A history with a bit of everything at the root of a repository. */
export const everything: readonly ImportedCommit[] = [
  { files: { 'flagwright.yaml': 'version: 1\n', 'a.flag.yaml': flag(1) } },
  { files: { 'a.flag.yaml': flag(1, '# a comment\n') } },
  { files: { 'a.flag.yaml': flag(2), 'b.flag.yaml': flag(1) } },
  { files: { 'README.md': 'text' } },
  { files: { 'a.flag.yaml': 'description: [\n' } },
  { files: { 'a.flag.yaml': null, 'b.flag.yaml': null, 'sub/b.flag.yaml': flag(1) } },
  { files: { 'sub/a.flag.yaml': flag(2) } },
  { files: { 'policy.yaml': 'version: 1\n' } },
];

export const versionsOfA = [
  '1: 0 present a.flag.yaml',
  '2: 2 present a.flag.yaml',
  '3: 4 unreadable a.flag.yaml',
  '4: 5 removed a.flag.yaml',
  '5: 6 present sub/a.flag.yaml',
];
