import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importHistory } from '../../test/support/imported-history.ts';
import type { Git } from '../git/git.ts';
import {
  everything,
  flag,
  gitAt,
  historyOf,
  make,
  onDisk,
  shown,
  versionsOfA,
} from '../../test/support/stored-history.ts';
import type { History } from './history.ts';
import { openHistory } from './open-history.ts';

test('what is stored is used, extended, shared by branches, and never needed', async () => {
  const repository = make();
  const ids = importHistory(repository, [...everything, { files: { 'a.flag.yaml': flag(7) }, parents: [2] }]);
  const git = gitAt(repository.path, repository);
  const asked: string[] = [];
  const counting: Git = {
    ...git,
    log: (commit, limits) => {
      asked.push(commit);
      return git.log(commit, limits);
    },
  };
  const at = (i: number): Promise<History> => historyOf(counting, '', ids[i], onDisk(git));
  expect(await shown(await at(6), ids, 'a')).toEqual(versionsOfA);
  expect(await shown(await at(7), ids, 'a')).toEqual(versionsOfA);
  expect(asked).toEqual([ids[6], ids[7]]);
  for (const i of [7, 0, 3, 5]) expect((await at(i)).length).toBe(i + 1);
  expect(asked).toHaveLength(2);
  const branch = [...versionsOfA.slice(0, 2), '3: 8 present a.flag.yaml'];
  expect(await shown(await at(8), ids, 'a')).toEqual(branch);
  expect(await shown(await at(7), ids, 'a')).toEqual(versionsOfA);
  rmSync(join(repository.path, '.git/flagwright'), { recursive: true });
  expect(await shown(await at(7), ids, 'a')).toEqual(versionsOfA);
  const inMemory = await openHistory(git, { commit: ids[7] ?? '', folder: '' });
  expect(await shown(inMemory, ids, 'a')).toEqual(versionsOfA);
});

test('a short branch does not throw away the index of a long one', async () => {
  const repository = make();
  const commits = Array.from({ length: 700 }, (_, i) => ({ files: { 'a.flag.yaml': flag(i) } }));
  const ids = importHistory(repository, [...commits, { files: { 'a.flag.yaml': flag(-1) }, parents: [10] }]);
  const git = gitAt(repository.path, repository);
  await historyOf(git, '', ids[699]);
  const folder = join(repository.path, '.git/flagwright');
  const stored = (): Buffer[] => readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  const before = stored();
  expect(await historyOf(git, '', ids[700])).toMatchObject({ length: 12, head: ids[700] });
  expect(stored()).toEqual(before);
});

test('opening it several times at once leaves one sound index', async () => {
  const repository = make();
  const ids = importHistory(repository, everything);
  const revisions = [7, 6, 5, 7, 6, 5].map((i) => ids[i] ?? '');
  const all = await Promise.all(
    revisions.map(async (commit) => shown(await historyOf(gitAt(repository.path, repository), '', commit), ids, 'a')),
  );
  const cut = versionsOfA.slice(0, 4);
  expect(all).toEqual([versionsOfA, versionsOfA, cut, versionsOfA, versionsOfA, cut]);
  const names = readdirSync(join(repository.path, '.git/flagwright'));
  expect(names.filter((name) => /\.\d+$/.test(name))).toEqual([]);
  expect(await shown(await historyOf(gitAt(repository.path, repository)), ids, 'a')).toEqual(versionsOfA);
});

test('what is stored is believed only whole: not cut off, nor changed in one bit, nor of another format', async () => {
  const repository = make();
  const ids = importHistory(repository, everything);
  const git = gitAt(repository.path, repository);
  await shown(await historyOf(git), ids, 'a');
  const folder = join(repository.path, '.git/flagwright');
  const files = readdirSync(folder).map((name) => join(folder, name));
  expect(files).toHaveLength(2);
  for (const file of files) {
    const good = readFileSync(file);
    const damaged: Uint8Array[] = [new Uint8Array(), Buffer.from('junk'), Buffer.concat([good, Buffer.from('x')])];
    for (let cut = 1; cut < good.length; cut += 97) damaged.push(good.subarray(0, cut));
    for (let at = 0; at < good.length; at += 41) {
      const flipped = Buffer.from(good);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      damaged.push(flipped);
    }
    damaged.push(Buffer.from(good.toString('latin1').replace(' 1 ', ' 0 '), 'latin1'));
    for (const bytes of damaged) {
      writeFileSync(file, bytes);
      const history = await historyOf(git);
      expect(await shown(history, ids, 'a')).toEqual(versionsOfA);
      const [first] = await history.versions('flag', 'a');
      expect(first && (await history.value(first))).toEqual({ description: 'text 1' });
    }
  }
});

test('what another version of the tool made of a text is not taken over', async () => {
  const repository = make();
  importHistory(repository, everything);
  const git = gitAt(repository.path, repository);
  const read: string[] = [];
  const counting: Git = {
    ...git,
    object: (oid, maxSize) => {
      read.push(oid);
      return git.object(oid, maxSize);
    },
  };
  const open = async (toolVersion: string): Promise<number> => {
    read.length = 0;
    const options = { commit: git.resolve('HEAD'), folder: '', store: onDisk(git), toolVersion };
    await (await openHistory(counting, options)).versions('flag', 'a');
    return read.length;
  };
  expect([await open('1'), await open('1'), await open('2'), await open('2')]).toEqual([4, 1, 4, 1]);
});

test('nothing is kept where nothing can be written', async () => {
  const repository = make();
  const ids = importHistory(repository, everything);
  writeFileSync(join(repository.path, '.git/flagwright'), 'a file where the folder would be');
  for (let run = 0; run < 2; run++) {
    expect(await shown(await historyOf(gitAt(repository.path, repository)), ids, 'a')).toEqual(versionsOfA);
  }
});
