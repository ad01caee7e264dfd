import { afterEach, describe, expect, it } from 'vitest';
import { addRemote, make } from './support/git-writer.ts';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const flag = (owner: string): string => `description: A flag of the shop.
type: ops
owner: ${owner}
created: 2026-01-01
review: { every: 180d, last: 2026-11-01 }
environments: { production: true }
`;

const project = {
  'flagwright.yaml': 'version: 1\nenvironments: { production: {} }\n',
  'owners.yaml': 'teams:\n  shop: { name: Shop, members: [ada@example.com] }\n',
  'old.flag.yaml': flag('nobody'),
};

/** A repository with a remote; its main has one error. */
function shop(): TemporaryRepository {
  const repository = make();
  repository.write(project);
  repository.commit('The flags');
  addRemote(repository);
  repository.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  return repository;
}

const empty: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of empty.splice(0)) repository.remove();
});

const lint = (repository: TemporaryRepository, ...args: string[]) =>
  runMain(['lint', '--changed', '--now', '2026-11-22', ...args], repository.path, repository.env);

describe('lint --changed', () => {
  it('does not take a branch as it was pushed for the base of that branch', async () => {
    const repository = shop();
    repository.git('switch', '--quiet', '--create', 'feature');
    repository.write({ 'new.flag.yaml': flag('nobody-either') });
    repository.commit('A new flag');
    repository.git('push', '--quiet', '--set-upstream', 'origin', 'feature');
    const { stdout, exitCode } = await lint(repository);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('error[unknown-owner]');
    expect(stdout).toMatch(/\n1 error in 2 flags \(4 files\); compared with origin\/main \([0-9a-f]{7}\)\n$/);
    const json = validOutput('lint', (await lint(repository, '--json')).stdout);
    expect(json.base).toEqual({
      revision: 'origin/main',
      commit: repository.git('rev-parse', 'main'),
      changed: ['new.flag.yaml'],
      olderErrors: 1,
    });
  });

  it('says what it compared with where there is nothing new, in every format', async () => {
    const repository = shop();
    const nothing = /nothing new against origin\/main \([0-9a-f]{7}\); 1 older error/;
    for (const format of ['text', 'github', 'markdown', 'junit']) {
      const { stdout, exitCode } = await lint(repository, '--format', format);
      expect([exitCode, stdout.replaceAll('\\', '')]).toEqual([0, expect.stringMatching(nothing)]);
    }
    expect((await lint(repository, '--format', 'sarif')).stdout).toContain('"revision": "origin/main"');
  });

  it('takes an upstream of another name', async () => {
    const repository = shop();
    repository.git('switch', '--quiet', '--create', 'topic', '--track', 'origin/main');
    expect((await lint(repository)).stdout).toContain('nothing new against origin/main');
  });

  it('says that there is no commit yet', async () => {
    const repository = temporaryRepository();
    empty.push(repository);
    repository.write(project);
    const { stderr, exitCode } = await lint(repository);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('this repository has no commit yet')]);
  });
});
