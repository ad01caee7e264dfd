import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TemporaryRepository } from '../../test/support/repository.ts';
import { temporaryRepository } from '../../test/support/repository.ts';
import { catFileBatch } from './cat-file.ts';
import type { CommitInfo } from './commit-info.ts';
import { commitInfos, trailerValues } from './commit-info.ts';
import { GitError } from './git-process.ts';

let repository: TemporaryRepository;

beforeEach(() => {
  repository = temporaryRepository();
});

afterEach(() => {
  repository.remove();
});

async function read(...ids: string[]): Promise<ReadonlyMap<string, CommitInfo>> {
  const objects = catFileBatch({ cwd: repository.path, env: repository.env });
  try {
    return await commitInfos(
      ids,
      (id) => objects.read(id),
      () => new Set(),
    );
  } finally {
    await objects.close();
  }
}

test('gives people, dates, message and trailers of many commits', async () => {
  const first = repository.commit(
    'Ä subject\nof two lines\n\nA body.\n\nMore: of it\n\nReason: because\n it had to be\nreason: and more\nIncident: INC-42\n',
    {
      author: 'Zoë <zoe@example.com>',
      date: '2026-11-05T10:20:30+02:00',
    },
  );
  const second = repository.commit('only a subject');
  const infos = await read(second, first, second);
  expect([...infos.keys()].sort()).toEqual([first, second].sort());
  expect(infos.get(first)).toEqual({
    id: first,
    parents: [],
    author: { name: 'Zoë', email: 'zoe@example.com' },
    committer: { name: 'Ada Example', email: 'ada@example.com' },
    authoredAt: new Date('2026-11-05T08:20:30Z'),
    committedAt: new Date('2026-11-05T08:20:30Z'),
    subject: 'Ä subject of two lines',
    body: 'A body.\n\nMore: of it',
    trailers: { Reason: ['because it had to be', 'and more'], Incident: ['INC-42'] },
  });
  expect(infos.get(second)).toMatchObject({ parents: [first], subject: 'only a subject', body: '', trailers: {} });
  expect(trailerValues(infos.get(first) as CommitInfo, 'INCIDENT')).toEqual(['INC-42']);
  expect(trailerValues(infos.get(first) as CommitInfo, 'Other')).toEqual([]);
  expect(await read()).toEqual(new Map());
});

test('is not taken in by configuration, notes or odd trailers', async () => {
  repository.git('config', 'trailer.separators', '#=');
  repository.git('config', 'log.showSignature', 'true');
  repository.git('config', 'i18n.logOutputEncoding', 'latin1');
  const id = repository.commit('ü\n\ntoString: x\nconstructor: y\n');
  repository.git('notes', 'add', '-m', 'a note', id);
  const info = (await read(id)).get(id);
  expect(info?.subject).toBe('ü');
  expect(Object.entries(info?.trailers ?? {})).toEqual([
    ['toString', ['x']],
    ['constructor', ['y']],
  ]);
});

test('an id that is not a commit is an error', async () => {
  repository.write({ a: 'a' });
  repository.commit('first');
  for (const id of ['0'.repeat(40), '--all']) await expect(read(id), id).rejects.toThrow(GitError);
});
