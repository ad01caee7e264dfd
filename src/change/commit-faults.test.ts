import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TemporaryRepository } from '../../test/support/repository.ts';
import { userError } from '../../test/support/host.ts';
import { commitFiles, commitOnBranch } from './commit-files.ts';
import { damage, deadProcess, failing, make, open, type Moment } from '../../test/support/git-writer.ts';
import { settleInterrupted } from './settle.ts';

/** Changes one file, removes one, adds one, beside edits of somebody's own. */
const files = new Map([
  ['a.yaml', 'a: 2\n'],
  ['b.yaml', null],
  ['sub/c.yaml', 'c: 1\n'],
]);
const others = '?? new.txt\nM  staged.txt';
const staged = 'M  a.yaml\nD  b.yaml\nA  sub/c.yaml';

function prepare() {
  const repository = make();
  repository.write({ 'staged.txt': 'staged\n', 'new.txt': 'new\n' });
  repository.git('add', 'staged.txt');
  return repository;
}

/** `before` or `complete`, if it is exactly one of them, with everything else as it was. */
function stateOf(repository: TemporaryRepository & { readonly base: string }): string {
  const landed = repository.git('rev-parse', 'HEAD') !== repository.base;
  expect(repository.git('status', '--porcelain').split('\n').sort().join('\n')).toBe(others);
  expect(readFileSync(join(repository.path, 'a.yaml'), 'utf8')).toBe(landed ? 'a: 2\n' : 'a: 1\n');
  expect(repository.git('log', '--format=%s')).toBe(landed ? 'Change\nStart' : 'Start');
  expect(damage(repository)).toBe('');
  const left = readdirSync(join(repository.path, '.git'));
  expect(left.filter((name) => /lock|flagwright/.test(name))).toEqual([]);
  return landed ? 'complete' : 'before';
}

const commit = (repository: ReturnType<typeof make>, { git, writer }: ReturnType<typeof open>) =>
  commitFiles(git, writer, { base: repository.base, files, message: 'Change\n', verify: true });

async function callsOf(): Promise<readonly string[]> {
  const repository = prepare();
  const { git, writer } = open(repository);
  const counted = failing(writer, { at: 0, moment: 'before', kill: false });
  await commit(repository, { git, writer: counted });
  expect(stateOf(repository)).toBe('complete');
  return counted.calls();
}

const calls = await callsOf();
const moments: readonly Moment[] = ['before', 'after'];
const cases = moments.flatMap((moment) => calls.map((name, at) => ({ n: at + 1, name, moment })));

describe('a commit in which one call fails', () => {
  it.each(cases)('$moment $n $name', async ({ n, moment }) => {
    const repository = prepare();
    const { git, writer } = open(repository);
    const faulty = failing(writer, { at: n, moment, kill: false });
    const result = await commit(repository, { git, writer: faulty }).then(
      () => 'complete',
      () => 'before',
    );
    // Taking the lock is the one call whose outcome is then unknown; the lock is given back with the process.
    if (n === 1 && moment === 'after') await writer.unlock();
    expect(stateOf(repository)).toBe(result);
  });
});

describe('a commit whose process is killed', () => {
  it.each(cases)('$moment $n $name', async ({ n, moment }) => {
    const repository = prepare();
    const killed = open(repository, deadProcess());
    const faulty = failing(killed.writer, { at: n, moment, kill: true });
    await commit(repository, { git: killed.git, writer: faulty }).catch(() => {});
    const landed = repository.git('rev-parse', 'HEAD') !== repository.base;
    const isStaged = repository.git('status', '--porcelain', 'a.yaml', 'b.yaml', 'sub') === staged;
    const next = open(repository);
    const settled = await settleInterrupted(next.git, next.writer);
    expect(stateOf(repository)).toBe(landed || isStaged ? 'complete' : 'before');
    if (settled) expect(settled.outcome).toBe(landed ? 'landed' : isStaged ? 'finished' : 'undone');
    expect(next.writer.isUnfinished()).toBe(false);
  });
});

describe('a commit that is interrupted while the branch moves', () => {
  it.each(moments)('%s it does', async (moment) => {
    const repository = prepare();
    const { git, writer } = open(repository, deadProcess());
    const faulty = failing(writer, { at: 'moveRef', moment, kill: false });
    const interrupted = {
      ...faulty,
      commitOf: async () => {
        throw new Error('interrupted');
      },
    };
    const result = await userError(() => commit(repository, { git, writer: interrupted }));
    expect(result).toContain('git was stopped while the branch was moving');
    const next = open(repository);
    await settleInterrupted(next.git, next.writer);
    expect(stateOf(repository)).toBe('complete');
  });
});

describe('a commit on a new branch', () => {
  const branchCases = moments.flatMap((moment) =>
    (['writeBlob', 'stage', 'writeTree', 'runHook', 'commitTree', 'moveRef', 'unlock'] as const).flatMap((at) =>
      [true, false].map((kill) => ({ at, moment, kill })),
    ),
  );

  it.each(branchCases)('$moment $at, killed: $kill', async ({ at, moment, kill }) => {
    const repository = prepare();
    const { writer } = open(repository, kill ? deadProcess() : undefined);
    const faulty = failing(writer, { at, moment, kill });
    const plan = { base: repository.base, files, message: 'Change\n', verify: true };
    const landed = await commitOnBranch(faulty, 'flags/a', plan).then(
      () => true,
      () => false,
    );
    // A killed process cannot say that it has done all.
    const isThere = repository.git('branch', '--list', 'flags/a') !== '';
    expect(kill || landed === isThere).toBe(true);
    expect(repository.git('rev-parse', 'HEAD')).toBe(repository.base);
    if (isThere) expect(repository.git('log', '--format=%s', 'flags/a')).toBe('Change\nStart');
    const next = open(repository);
    await next.writer.lock();
    await next.writer.unlock();
    expect(stateOf(repository)).toBe('before');
  });
});

describe('the next commit after a kill', () => {
  it.each(moments)('finishes the one before it, killed %s the branch moved', async (moment) => {
    const repository = prepare();
    const killed = open(repository, deadProcess());
    const faulty = failing(killed.writer, { at: 'moveRef', moment, kill: true });
    await commit(repository, { git: killed.git, writer: faulty }).catch(() => {});
    expect(repository.git('status', '--porcelain', 'a.yaml')).toBe(moment === 'before' ? 'M  a.yaml' : '');
    if (moment === 'before') {
      const next = open(repository);
      await settleInterrupted(next.git, next.writer);
    }
    const { git, writer } = open(repository);
    const base = repository.git('rev-parse', 'HEAD');
    await commitFiles(git, writer, { base, files: new Map([['a.yaml', 'a: 3\n']]), message: 'Next\n', verify: true });
    expect(repository.git('log', '--format=%s')).toBe('Next\nChange\nStart');
    expect(repository.git('status', '--porcelain').split('\n').sort().join('\n')).toBe(others);
  });

  it('leaves what somebody has edited since', async () => {
    const repository = prepare();
    const killed = open(repository, deadProcess());
    const faulty = failing(killed.writer, { at: 'moveRef', moment: 'after', kill: true });
    await commit(repository, { git: killed.git, writer: faulty }).catch(() => {});
    repository.write({ 'a.yaml': 'a: mine\n' });
    const next = open(repository);
    await settleInterrupted(next.git, next.writer);
    expect(readFileSync(join(repository.path, 'a.yaml'), 'utf8')).toBe('a: mine\n');
    expect(repository.git('status', '--porcelain', 'a.yaml', 'b.yaml', 'sub')).toBe(' M a.yaml');
  });
});
