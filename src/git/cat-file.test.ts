import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TemporaryRepository } from '../../test/support/repository.ts';
import { temporaryRepository } from '../../test/support/repository.ts';
import { UserError } from '../diagnostic/user-error.ts';
import type { CatFileBatch } from './cat-file.ts';
import { catFileBatch } from './cat-file.ts';

let repository: TemporaryRepository;
let batch: CatFileBatch;

beforeEach(() => {
  repository = temporaryRepository();
  batch = catFileBatch({ cwd: repository.path, env: repository.env });
});

afterEach(async () => {
  await batch.close();
  repository.remove();
});

async function text(name: string): Promise<string | undefined> {
  return (await batch.read(name))?.content.toString('latin1');
}

/** Where git keeps an object that is in no pack. */
function looseObject(oid: string): string {
  return join(repository.path, '.git/objects', oid.slice(0, 2), oid.slice(2));
}

test('reads any content, side by side and one after another', async () => {
  const contents: Record<string, string> = {
    empty: '',
    lines: '\n\nabc missing\n',
    nul: 'a\0b\0',
    header: `${'0'.repeat(40)} blob 3\nabc\n`,
    big: 'ab\n\0'.repeat(1_000_000),
    latin: '\xff\xfe',
  };
  for (const [name, content] of Object.entries(contents)) {
    repository.write({ [name]: Buffer.from(content, 'latin1') });
  }
  const commit = repository.commit('all');
  const names = Object.keys(contents);
  const side = await Promise.all(names.map((name) => text(`${commit}:${name}`)));
  expect(side.map((content, i) => content === contents[names[i] ?? ''])).toEqual(names.map(() => true));
  for (const name of names) expect((await text(`HEAD:${name}`)) === contents[name], name).toBe(true);
  const object = await batch.read('HEAD:nul');
  expect(object).toMatchObject({ type: 'blob', size: 4, oid: repository.git('rev-parse', 'HEAD:nul') });
  expect((await batch.read(commit))?.type).toBe('commit');
});

test('gives undefined for what there is not, between what there is', async () => {
  repository.write({ a: '1', b: '2' });
  repository.commit('all');
  const names = [
    'HEAD:a',
    '0'.repeat(40),
    'HEAD:none',
    '',
    ' ',
    'a\0b',
    `${'0'.repeat(40)} blob 3`,
    'HEAD:b',
    '\uD800',
  ];
  expect(await Promise.all(names.map(text))).toEqual(['1', ...Array<undefined>(6), '2', undefined]);
});

test('reads by names that hold line ends', async () => {
  repository.write({ 'a\nb': 'newline', 'c\r': 'return', c: 'other', 'HEAD:c\nHEAD:c': 'two' });
  repository.commit('all');
  expect(await Promise.all(['HEAD:a\nb', 'HEAD:c\r', 'HEAD:HEAD:c\nHEAD:c', 'HEAD:x\ny', 'HEAD:c'].map(text))).toEqual([
    'newline',
    'return',
    'two',
    undefined,
    'other',
  ]);
});

test('a damaged object fails the reads under way, and later ones work again', async () => {
  repository.write({ good: 'good', bad: Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * i) % 251)) });
  repository.commit('all');
  const bad = repository.git('rev-parse', 'HEAD:bad');
  // Its beginning stays, so git announces the size before it sees the damage.
  const stored = readFileSync(looseObject(bad));
  rmSync(looseObject(bad));
  writeFileSync(looseObject(bad), stored.fill(0, stored.length / 2));
  const reads = await Promise.allSettled([batch.read('HEAD:good'), batch.read(bad), batch.read('HEAD:good')]);
  expect(reads.map((read) => read.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(reads[2]).toMatchObject({ reason: { name: 'GitError', code: 128 } });
  expect(await text('HEAD:good')).toBe('good');
});

test('an object that is named but missing is undefined', async () => {
  repository.write({ a: 'a' });
  repository.commit('all');
  const oid = repository.git('rev-parse', 'HEAD:a');
  rmSync(looseObject(oid));
  expect(await batch.read(oid)).toBeUndefined();
});

test('an ambiguous name is an error', async () => {
  const byStart = new Map<string, string>();
  for (let i = 0; ; i++) {
    const content = `content ${i}`;
    const start = createHash('sha1').update(`blob ${content.length}\0${content}`).digest('hex').slice(0, 4);
    const earlier = byStart.get(start);
    if (earlier !== undefined) {
      repository.write({ one: earlier, two: content });
      repository.commit('both');
      await expect(batch.read(start)).rejects.toThrow('ambiguous');
      return;
    }
    byStart.set(start, content);
  }
});

test('keeps the process alive only while something is asked', async () => {
  repository.write({ a: 'a' });
  repository.commit('all');
  const children = (): number => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
  // Processes of other tests that have ended are forgotten only in the next turns.
  while (children() > 0) await setImmediate();
  const reading = text('HEAD:a');
  expect(children()).toBe(1);
  await reading;
  expect(children()).toBe(0);
  expect(await text('HEAD:a')).toBe('a');
});

test('closing lets the reads under way finish, and refuses later ones', async () => {
  repository.write({ a: 'a' });
  repository.commit('all');
  const under = [text('HEAD:a'), text('HEAD:a')];
  const closing = batch.close();
  expect(await Promise.all(under)).toEqual(['a', 'a']);
  await closing;
  await expect(batch.read('HEAD:a')).rejects.toThrow('closed');
  await batch.close();
});

test('says that a folder holds no repository, or does not exist', async () => {
  const outside = join(repository.path, 'outside');
  mkdirSync(outside);
  const env = { ...repository.env, GIT_CEILING_DIRECTORIES: repository.path };
  await expect(catFileBatch({ cwd: outside, env }).read('HEAD')).rejects.toThrow('not a git repository');
  await expect(catFileBatch({ cwd: join(outside, 'none'), env }).read('HEAD')).rejects.toThrow(UserError);
});
