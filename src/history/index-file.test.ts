import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { append, folderAt, truncate, type IndexData, type IndexStep } from './index-data.ts';
import { decodeIndex, encodeIndex } from './index-file.ts';
import { Timelines } from './timeline.ts';

const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const id = (n: number): string => n.toString(16).padStart(40, '0');

function walk(first: number, count: number): { ids: string[]; steps: IndexStep[] } {
  const ids = Array.from({ length: count }, (_, i) => id(first + count - 1 - i));
  const steps = ids
    .filter((_, i) => i % 2 === 0)
    .map((commit, i) => ({
      id: commit,
      date: 1000 * i,
      changes: [{ path: `flag-${i % 3} "ü\n.flag.yaml`, kind: 'file' as const, oid: id(900 + i) }],
    }));
  return { ids, steps };
}

function sample(): IndexData {
  const first = append(undefined, { ...walk(1, 10), seams: [], oldestFolder: 'old', unclear: [id(1)] });
  const seams = [{ id: id(15), folder: 'new' }];
  return append(first, { ...walk(11, 10), seams, oldestFolder: 'old', unclear: [] });
}

const plain = (data: IndexData | undefined): unknown =>
  data && { ...data, chain: data.chain.bytes.toString('hex'), changeBlob: data.changeBlob.toString('hex') };

test('an index is the same after it was written and read', () => {
  const data = sample();
  const bytes = encodeIndex(data, 'context', digest);
  expect(plain(decodeIndex(bytes, 'context', digest))).toEqual(plain(data));
  expect(plain(decodeIndex(new Uint8Array([0, ...bytes]).subarray(1), 'context', digest))).toEqual(plain(data));
  expect(decodeIndex(bytes, 'another context', digest)).toBeUndefined();
  expect(decodeIndex(undefined, 'context', digest)).toBeUndefined();
});

test('an index cut back is the one that was there before', () => {
  const data = sample();
  expect([0, 13, 14, 19].map((position) => folderAt(data, position))).toEqual(['old', 'old', 'new', 'new']);
  expect(plain({ ...truncate(data, 9), paths: [] })).toEqual(
    plain({ ...append(undefined, { ...walk(1, 10), seams: [], oldestFolder: 'old', unclear: [id(1)] }), paths: [] }),
  );
  expect(truncate(data, 0)).toMatchObject({ chain: { length: 1 }, folders: [{ from: 0, folder: 'old' }] });
});

test('columns that are not columns are refused, though their digest is right', () => {
  const wrong: Partial<Record<keyof IndexData, unknown>>[] = [
    { paths: ['one', 2, 3] },
    { paths: null },
    { folders: [] },
    { folders: [{ from: 0, folder: 1 }] },
    { folders: [null] },
    { changeKind: new Uint8Array(9) },
    { unclear: 'x' },
  ];
  for (const change of wrong) {
    const bytes = encodeIndex({ ...sample(), ...change } as IndexData, 'context', digest);
    expect(decodeIndex(bytes, 'context', digest) === undefined, JSON.stringify(change)).toBe(true);
  }
});

test('numbers that lead nowhere lead to no version, and never astray', () => {
  const wrong: Partial<IndexData>[] = [
    { touched: Uint32Array.from({ length: 10 }, (_, i) => 100 + i) },
    { changeCommit: new Uint32Array(10).fill(10) },
    { changePath: new Uint32Array(10).fill(1000) },
    { changeKind: new Uint8Array(10).fill(9) },
  ];
  for (const change of wrong) {
    const bytes = encodeIndex({ ...sample(), ...change }, 'context', digest);
    const data = decodeIndex(bytes, 'context', digest);
    const timelines = new Timelines(data as IndexData);
    for (let ask = 0; ask < 20; ask++) expect(timelines.of('flag', 'flag-1 "ü\n')).toEqual([]);
  }
  const whole = new Timelines(sample());
  for (let ask = 0; ask < 20; ask++) expect(whole.of('flag', 'flag-1 "ü\n').length).toBeGreaterThan(1);
});
