import { cpSync, readFileSync } from 'node:fs';
import { rollbackDefaults } from './support/rollback-options.ts';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settleBefore } from '../src/workspace/settle-interrupted.ts';
import type { Host } from '../src/workspace/host.ts';
import type { GitWriter } from '../src/git/git-writer.ts';
import { damage, deadProcess, failing, make, open } from './support/git-writer.ts';
import { realHost } from './support/real-host.ts';
import type { TemporaryRepository } from './support/repository.ts';
import { rollback } from '../src/commands/rollback/rollback.ts';
import type { RollbackOptions } from '../src/rollback/options.ts';

const changed = ['checkout/new-checkout-ui.flag.yaml', 'payments/payment-api-v2.flag.yaml'];

const subject = 'Switch off payment-api-v2 in production';

/** Switches a flag off, and with it the one that needs it: two files in one commit. */
const off: RollbackOptions = {
  ...rollbackDefaults,
  flags: ['payment-api-v2'],
  environments: ['production'],
  off: true,
  cascade: true,
  accept: ['fallback-capacity'],
  apply: true,
};

function prepare(): TemporaryRepository {
  const repository = make();
  cpSync('flags.example', repository.path, { recursive: true });
  repository.commit('The flags');
  return repository;
}

/** Uses the host of a process in a repository, with another writer of git's if one is given. */
async function inProcess<Result>(
  repository: TemporaryRepository,
  use: (host: Host) => Promise<Result>,
  writer?: GitWriter,
): Promise<Result> {
  const { host, close } = await realHost(repository);
  try {
    return await use(writer ? { ...host, openWriter: async () => writer } : host);
  } finally {
    close();
  }
}

/** `before` or `complete`, if it is exactly one of them: files, index, branch and objects. */
function stateOf(repository: TemporaryRepository): string {
  const subjects = repository.git('log', '--format=%s').split('\n');
  const landed = subjects[0] !== 'The flags';
  expect(subjects).toEqual([...(landed ? [subject] : []), 'The flags', 'Start']);
  for (const path of changed) {
    const text = readFileSync(join(repository.path, path), 'utf8');
    expect(text === readFileSync(join('flags.example', path), 'utf8')).toBe(!landed);
  }
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(damage(repository)).toBe('');
  return landed ? 'complete' : 'before';
}

async function callsOf(): Promise<readonly string[]> {
  const repository = prepare();
  const counted = failing(open(repository).writer, { at: 0, moment: 'before', kill: false });
  const report = await inProcess(repository, (host) => rollback(host, off), counted);
  expect([report.applied?.subject, stateOf(repository)]).toEqual([subject, 'complete']);
  return counted.calls();
}

const calls = await callsOf();
// After one call is before the next: a process that has ended does nothing in between.
const cases = [
  ...calls.map((name, at) => ({ n: at + 1, name, moment: 'before' as const })),
  { n: calls.length, name: calls.at(-1), moment: 'after' as const },
];

describe('a rollback that is killed', { timeout: 30_000 }, () => {
  it.each(cases)('$moment $n $name: as before or complete, and done when asked for again', async ({ n, moment }) => {
    const repository = prepare();
    const base = repository.git('rev-parse', 'HEAD');
    const killed = failing(open(repository, deadProcess()).writer, { at: n, moment, kill: true });
    // What it would still have said nobody hears.
    await inProcess(repository, (host) => rollback(host, off), killed).catch(() => {});
    expect(killed.calls().slice(0, n)).toEqual(calls.slice(0, n));
    const landed = repository.git('rev-parse', 'HEAD') !== base;
    const isStaged =
      repository.git('status', '--porcelain', ...changed) === changed.map((path) => `M  ${path}`).join('\n');
    await inProcess(repository, settleBefore);
    expect(stateOf(repository)).toBe(landed || isStaged ? 'complete' : 'before');
    const again = await inProcess(repository, (host) => rollback(host, off));
    const isDone = again.applied === undefined;
    expect([again.ok, isDone, stateOf(repository)]).toEqual([true, landed || isStaged, 'complete']);
  });
});
