import { expect, test } from 'vitest';
import { importHistory } from '../../test/support/imported-history.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { gitAt, make } from '../../test/support/stored-history.ts';
import { instantOfRevision, resolveRevision } from './revision.ts';

const now = new Date('2026-11-22T12:00:00Z');

const at = (text: string): number => Date.parse(text) / 1000;

test('dates are ISO 8601 or a time before now, and nothing else', () => {
  const shown = (text: string): string | undefined => {
    const instant = instantOfRevision(text, now);
    return instant === undefined ? undefined : new Date(instant).toISOString();
  };
  expect(shown('2026-11-22')).toBe('2026-11-22T00:00:00.000Z');
  expect(shown('2026-11-22T14:05+02:00')).toBe('2026-11-22T12:05:00.000Z');
  expect(shown('90m')).toBe('2026-11-22T10:30:00.000Z');
  expect(shown('2d ago')).toBe('2026-11-20T12:00:00.000Z');
  for (const text of ['yesterday', '2 days', 'now', '2026-13-01', '2026-11-22T14:05', '1w', 'HEAD', '', '2dago']) {
    expect(shown(text), text).toBeUndefined();
  }
});

test('a date is the first commit on the way back from HEAD that is not later, even where a clock was wrong', async () => {
  const repository = make();
  const ids = importHistory(repository, [
    { files: { a: '0' }, date: at('2026-11-20T10:00Z') },
    { files: { a: '1' }, date: at('2026-11-21T10:00Z') },
    // This one was off the first-parent chain.
    { files: { a: '2' }, date: at('2026-11-21T11:00Z'), parents: [1] },
    { files: { a: '3' }, date: at('2026-11-21T20:00Z'), parents: [1, 2] },
    { files: { a: '4' }, date: at('2026-11-21T12:00Z') },
    { files: { a: '5' }, date: at('2026-11-22T10:00Z') },
  ]);
  const git = gitAt(repository.path, repository);
  const found = async (text: string): Promise<number> => ids.indexOf(await resolveRevision(git, text, now));
  expect(await found('2026-11-22T10:00Z')).toBe(5);
  expect(await found('2026-11-22T09:59:59Z')).toBe(4);
  expect(await found('2026-11-21T11:30Z')).toBe(1);
  expect(await found('2026-11-21')).toBe(0);
  expect(await found('1h')).toBe(5);
  expect(await found('25h')).toBe(1);
  expect(await found('HEAD~1')).toBe(4);
  expect(await found((ids[2] ?? '').slice(0, 8))).toBe(2);
  await expect(found('2026-11-20')).rejects.toThrow('no commit of HEAD is as old as 2026-11-20');
});

test('a branch or tag of the very name goes before a date', async () => {
  const repository = make();
  const [first = ''] = importHistory(repository, [{ files: { a: '0' } }, { files: { a: '1' } }]);
  repository.git('tag', '2026-11-22', first);
  repository.git('branch', '2d', first);
  repository.git('branch', '3d/x', first);
  const git = gitAt(repository.path, repository);
  expect(await resolveRevision(git, '2026-11-22', now)).toBe(first);
  expect(await resolveRevision(git, '2d', now)).toBe(first);
  expect(await resolveRevision(git, '3d', now)).not.toBe(first);
});

test('what stands for nothing is the caller’s to put right', async () => {
  const repository = make();
  const git = gitAt(repository.path, repository);
  await expect(resolveRevision(git, '2d', now)).rejects.toThrow(UserError);
  repository.commit('first');
  for (const text of ['yesterday', 'HEAD@{yesterday}', 'main@{2 days ago}', '--all', 'a\0b', '@{now}']) {
    await expect(resolveRevision(git, text, now), text).rejects.toThrow(UserError);
  }
  await expect(resolveRevision(git, 'HEAD@{yesterday}', now)).rejects.toThrow('is not an exact date');
  expect(await resolveRevision(git, 'main@{0}', now)).toBe(repository.git('rev-parse', 'HEAD'));
});
