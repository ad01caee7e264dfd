import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeFlag, completeSegment, exampleFiles } from '../../test/support/example-project.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { parseDocument } from '../source/document.ts';
import type { FileEntry, FileTree } from '../platform/file-tree.ts';
import { memoryTree } from '../platform/memory-tree.ts';
import { makeRecord, type Inspector } from './file-record.ts';
import { loadProject } from './load.ts';
import { packRecord, unpackRecord } from './pack.ts';
import type { Project } from './project.ts';
import { contentIdOf, type StoreFile } from './record-store.ts';

const text = fc.constantFrom('on', 'off', 'a', '', 'b-c', '2026-10-01', '2026-10-01T00:00:00Z', '__proto__');
const scalar = fc.oneof(text, fc.integer({ min: 0, max: 9 }), fc.boolean(), fc.constant(null));
const condition = fc.oneof(
  fc.record({ segment: text }),
  fc.record({ all: fc.array(fc.record({ segment: text })) }),
  scalar,
);
const rule = fc.record(
  { when: condition, serve: fc.oneof(text, fc.dictionary(text, fc.nat(3))), from: scalar, until: scalar },
  { requiredKeys: [] },
);
const block = fc.oneof(
  fc.boolean(),
  fc.record({ enabled: fc.boolean(), rules: fc.array(rule), otherwise: scalar }, { requiredKeys: [] }),
);
const definition = fc.record(
  {
    type: scalar, owner: scalar, criticality: scalar, created: scalar, expires: scalar,
    review: fc.oneof(scalar, fc.record({ every: scalar, last: scalar }, { requiredKeys: [] })),
    extensions: fc.array(scalar), affects: fc.array(scalar), tags: fc.array(scalar),
    variants: fc.oneof(scalar, fc.dictionary(text, scalar)), off: scalar,
    prerequisites: fc.array(fc.oneof(scalar, fc.record({ flag: scalar, variant: fc.oneof(scalar, fc.array(scalar)) }, { requiredKeys: [] }))),
    conflicts: fc.array(fc.record({ flag: scalar })), fallback: fc.oneof(scalar, fc.record({ flag: scalar, system: scalar }, { requiredKeys: [] })),
    environments: fc.dictionary(text, block),
  },
  { requiredKeys: [] },
); // prettier-ignore

describe('a packed record', () => {
  it('is the same when unpacked, whatever the file says', async () => {
    await fc.assert(
      fc.asyncProperty(
        definition,
        fc.constantFrom('flag' as const, 'segment' as const, 'spec' as const),
        async (value, kind) => {
          const file = `a-key.${kind}.yaml`;
          const record = await makeRecord(kind, 'a-key', parseDocument(file, JSON.stringify(value)));
          const kept = JSON.stringify(packRecord(record));
          const { flag, segment, spec, problems, suppressions } = unpackRecord(kind, 'a-key', file, kept);
          expect({ flag, segment, spec, problems, suppressions }).toEqual({
            flag: undefined,
            segment: undefined,
            spec: undefined,
            ...record,
          });
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });
});

/** Enough files for keeping to be worth it. */
function manyFiles(): Record<string, string> {
  const files = exampleFiles({});
  for (let at = 0; at < 120; at++) files[`flag-${at}.flag.yaml`] = completeFlag(`tags: [t${at}]\n`);
  files['staff.segment.yaml'] = completeSegment('');
  return files;
}

/** A tree with stamps that says which files were read. */
function stampedTree(
  files: Record<string, string>,
  stamps: Record<string, string> = {},
): { tree: FileTree; reads: string[] } {
  const inner = memoryTree(files);
  const reads: string[] = [];
  const stamped = (entry: FileEntry): FileEntry => ({ ...entry, stamp: stamps[entry.path] ?? 'same' });
  const tree: FileTree = {
    list: async (folder) => (await inner.list(folder)).map(stamped),
    read: (path) => {
      reads.push(path);
      return inner.read(path);
    },
  };
  return { tree, reads };
}

const plain = ({ files, flags, segments }: Project): unknown => ({
  files: [...files],
  flags: [...flags],
  segments: [...segments],
});
const load = (tree: FileTree, store: StoreFile, signature = 'x'): Promise<Project> => {
  const inspector: Inspector = { signature, inspect: () => [] };
  return loadProject(tree, '', { inspector: () => inspector, store: async () => store, toolVersion: '1' }).then(
    (project) => {
      project.memory?.save();
      return project;
    },
  );
};

it('calls contents what git calls them', () => {
  const sha1 = (bytes: Uint8Array | string): string => createHash('sha1').update(bytes).digest('hex');
  expect(contentIdOf(Buffer.from('hello\n'), sha1)).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  for (const size of [0, 9, 10, 1000, 70_000, 100, 200_000, 1]) {
    const bytes = Buffer.alloc(size, 'x');
    expect(contentIdOf(bytes, sha1)).toBe(sha1(Buffer.concat([Buffer.from(`blob ${size}\0`), bytes])));
  }
});

describe('the record store', () => {
  it('spares reading what is untouched, and gives the same project', async () => {
    const store = memoryStore();
    const files = manyFiles();
    const first = await load(stampedTree(files).tree, store);
    const { tree, reads } = stampedTree(files);
    expect(plain(await load(tree, store))).toEqual(plain(first));
    expect(reads.filter((path) => path.endsWith('.flag.yaml'))).toEqual([]);
  });

  it('reads what was touched, and sees what changed', async () => {
    const store = memoryStore();
    const files = manyFiles();
    await load(stampedTree(files).tree, store);
    files['flag-7.flag.yaml'] = completeFlag('tags: [new]\n');
    const { tree, reads } = stampedTree(files, { 'flag-7.flag.yaml': 'new', 'flag-8.flag.yaml': 'new' });
    const project = await load(tree, store);
    expect(reads.filter((path) => path.endsWith('.flag.yaml')).sort()).toEqual([
      'flag-7.flag.yaml',
      'flag-8.flag.yaml',
    ]);
    expect(project.flags.get('flag-7')?.tags).toEqual(['new']);
    expect(project.flags.get('flag-8')?.tags).toEqual(['t8']);
  });

  it('says the same of the same project, whatever had to be read', async () => {
    const store = memoryStore();
    const files = manyFiles();
    const first = await load(stampedTree(files).tree, store);
    const again = await load(stampedTree(files, { 'flag-7.flag.yaml': 'new' }).tree, store);
    expect(again.memory?.fingerprint()).toBe(first.memory?.fingerprint());
    files['flag-7.flag.yaml'] = completeFlag('tags: [new]\n');
    const changed = await load(stampedTree(files, { 'flag-7.flag.yaml': 'newer' }).tree, store);
    expect(changed.memory?.fingerprint()).not.toBe(first.memory?.fingerprint());
  });

  it('reads a file with a strange name every time, and the others once', async () => {
    const store = memoryStore();
    const strange = { 'two words.flag.yaml': completeFlag(''), 'two\nlines.flag.yaml': completeFlag('') };
    const files = { ...manyFiles(), ...strange };
    const first = await load(stampedTree(files).tree, store);
    const { tree, reads } = stampedTree(files);
    expect(plain(await load(tree, store))).toEqual(plain(first));
    expect(reads.filter((path) => path.endsWith('.flag.yaml'))).toEqual(['two\nlines.flag.yaml']);
  });

  it('forgets everything when the tool or its settings changed', async () => {
    const store = memoryStore();
    const files = manyFiles();
    await load(stampedTree(files).tree, store, 'before');
    const { tree, reads } = stampedTree(files);
    await load(tree, store, 'after');
    expect(reads.filter((path) => path.endsWith('.flag.yaml'))).toHaveLength(120);
  });

  it('never believes a damaged file', async () => {
    const files = manyFiles();
    const whole = memoryStore();
    const expected = plain(await load(stampedTree(files).tree, whole));
    const good = whole.bytes ?? new Uint8Array();
    const flip = (at: number): Uint8Array => good.map((byte, index) => (index === at ? byte ^ 1 : byte));
    const middle = Math.floor(good.length / 2);
    const damaged = [
      new Uint8Array(),
      good.slice(0, middle),
      good.slice(1),
      flip(3),
      flip(middle),
      flip(good.length - 1),
      Buffer.from('{}'),
    ];
    for (const bytes of damaged) {
      const store = Object.assign(memoryStore(), { bytes });
      const { tree, reads } = stampedTree(files);
      expect(plain(await load(tree, store))).toEqual(expected);
      expect(reads.filter((path) => path.endsWith('.flag.yaml'))).toHaveLength(120);
    }
  });
});
