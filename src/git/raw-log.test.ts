import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TemporaryRepository } from '../../test/support/repository.ts';
import { temporaryRepository } from '../../test/support/repository.ts';
import { GitError } from './git-process.ts';
import type { LoggedCommit } from './raw-log.ts';
import { rawLog, RawLogParser } from './raw-log.ts';

let repository: TemporaryRepository;

beforeEach(() => {
  repository = temporaryRepository();
});

afterEach(() => {
  repository.remove();
});

async function log(commit = 'HEAD', limits: Parameters<typeof rawLog>[1] = {}): Promise<LoggedCommit[]> {
  const all: LoggedCommit[] = [];
  for await (const batch of rawLog(commit, limits, { cwd: repository.path, env: repository.env })) all.push(...batch);
  return all;
}

const shown = (commits: readonly LoggedCommit[]): string[][] =>
  commits.map(({ changes }) =>
    changes.map(({ path, before, after }) => `${before ? (after ? 'M' : 'D') : 'A'} ${after?.kind ?? ''} ${path}`),
  );

test('gives every commit of the chain with its changes, newest first', async () => {
  repository.write({ 'a.yaml': '1', 'x/b.yaml': '1', c: '1' });
  const first = repository.commit('first', { date: '2026-11-05T10:00:00Z' });
  const nothing = repository.commit('nothing\n\nwith a body');
  repository.write({ 'a.yaml': null, 'x/b.yaml': '2', ':odd\n\t"ü".yaml': '1' });
  const last = repository.commit('last');
  const commits = await log();
  expect(commits.map(({ id, parent }) => [id, parent])).toEqual([
    [last, nothing],
    [nothing, first],
    [first, undefined],
  ]);
  expect(commits[2]?.committedAt).toBe(Date.parse('2026-11-05T10:00:00Z'));
  expect(shown(commits)).toEqual([
    ['A file :odd\n\t"ü".yaml', 'D  a.yaml', 'M file x/b.yaml'],
    [],
    ['A file a.yaml', 'A file c', 'A file x/b.yaml'],
  ]);
  const blob = (name: string): string => repository.git('rev-parse', name);
  expect(commits[0]?.changes[2]).toEqual({
    path: 'x/b.yaml',
    before: { kind: 'file', oid: blob('HEAD~1:x/b.yaml') },
    after: { kind: 'file', oid: blob('HEAD:x/b.yaml') },
  });
  expect(shown(await log('HEAD', { suffix: 'b.yaml' }))).toEqual([['M file x/b.yaml'], [], ['A file x/b.yaml']]);
  expect(shown(await log('HEAD', { folder: 'x' }))).toEqual([['M file x/b.yaml'], ['A file x/b.yaml']]);
});

test('a merge is what it changed against its first parent', async () => {
  repository.commit('first');
  repository.git('checkout', '--quiet', '-b', 'side');
  repository.write({ 'side.yaml': '1' });
  repository.commit('on the side');
  repository.git('checkout', '--quiet', 'main');
  repository.write({ 'main.yaml': '1' });
  repository.commit('on main');
  repository.git('merge', '--quiet', '--no-edit', 'side');
  expect(shown(await log())).toEqual([['A file side.yaml'], ['A file main.yaml'], []]);
});

test('what is not a commit is an error, and never an option', async () => {
  repository.commit('first');
  for (const revision of ['none', '--all', '0'.repeat(40)]) await expect(log(revision)).rejects.toThrow(GitError);
});

test('the commits do not depend on where the output is cut', async () => {
  repository.write({ 'a.yaml': '1' });
  repository.commit('first');
  repository.write({ 'a.yaml': '2', 'b.yaml': '1' });
  repository.commit('second');
  const ids = ['HEAD', 'HEAD~1'].map((name) => repository.git('rev-parse', name));
  const raw = (a: string, b: string, path: string): string =>
    `:000000 100644 ${a.repeat(40)} ${b.repeat(40)} A\0${path}\0`;
  const output = Buffer.from(
    `${ids[0]} 5 ${ids[1]} ${ids[1]}\0\n${raw('0', '1', 'ü.yaml')}${raw('0', '2', 'b')}${ids[1]} 6 \0\n${raw('0', '3', '\n')}`,
  );
  const parse = (ends: readonly number[]): LoggedCommit[] => {
    const parser = new RawLogParser('');
    const commits: LoggedCommit[] = [];
    let start = 0;
    for (const end of [...ends.map((cut) => cut % output.length).sort((a, b) => a - b), output.length]) {
      commits.push(...parser.push(output.subarray(start, end)));
      start = end;
    }
    return [...commits, ...parser.end()];
  };
  const whole = parse([]);
  expect(shown(whole)).toEqual([['A file ü.yaml', 'A file b'], ['A file \n']]);
  expect(whole.map(({ committedAt }) => committedAt)).toEqual([5000, 6000]);
  fc.assert(fc.property(fc.array(fc.nat()), (cuts) => void expect(parse(cuts)).toEqual(whole)));
});
