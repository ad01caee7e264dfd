import { buildHost } from '../../src/cli/host.ts';
import type { Host } from '../../src/workspace/host.ts';
import type { TemporaryRepository } from './repository.ts';

/** The host of a process in a repository, on a fixed day, with nobody to ask. Close it after use. */
export async function realHost(
  { path, env }: TemporaryRepository,
  now = '2026-11-22',
): Promise<{ host: Host; close: () => void }> {
  const io = {
    stdin: (async function* (): AsyncGenerator<string> {})(),
    stdout: { write: () => true },
    stderr: { write: () => true },
    env: { ...env, FLAGWRIGHT_NOW: now, GIT_AUTHOR_DATE: `${now}T12:00:00Z`, GIT_COMMITTER_DATE: `${now}T12:00:00Z` },
    cwd: () => path,
  };
  return buildHost(io, {}, new AbortController().signal);
}
