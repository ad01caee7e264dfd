import { describe, expect, it } from 'vitest';
import type { FileTree } from '../platform/file-tree.ts';
import { joined } from '../../test/support/memory-store.ts';
import type { StoreFile } from '../project/record-store.ts';
import { readCode, type ListedFile } from './code-file.ts';
import { CodeMemory } from './code-memory.ts';
import { findFlagUsage, type CodeUsage } from './usage.ts';

interface Shop {
  /** Text by path; its stamp is its length. */
  readonly files: Record<string, string>;
  /** Paths that were read, in the last look. */
  readonly read: string[];
  stored: Uint8Array | undefined;
  writes: number;
  look(settings?: { keys?: readonly string[]; signature?: string; stamps?: boolean }): Promise<CodeUsage>;
}

function shop(files: Record<string, string>): Shop {
  const read: string[] = [];
  const tree = {
    async read(path: string) {
      read.push(path);
      return Buffer.from(files[path]!);
    },
  } as unknown as FileTree;
  const self: Shop = {
    files,
    read,
    stored: undefined,
    writes: 0,
    async look({ keys = ['fast-cart', 'slow-cart'], signature = keys.join(), stamps = true } = {}) {
      const store: StoreFile = {
        read: () => self.stored,
        write(pieces) {
          self.stored = joined(pieces);
          self.writes++;
        },
        digest: (bytes) => String(Buffer.from(bytes as string).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7)),
      };
      read.length = 0;
      const memory = new CodeMemory(store, signature);
      const listed: ListedFile[] = Object.entries(files).map(([path, text]) => ({
        path,
        stamp: stamps ? `stamp-${text.length}` : undefined,
      }));
      const settings = { aliases: ['camelCase'], calls: ['openfeature'] };
      const found = await findFlagUsage(keys, new Set(keys), readCode(tree, listed, memory), settings, memory);
      memory.save();
      return found;
    },
  };
  return self;
}

const files = (): Record<string, string> => ({
  'a.ts': '// fast-cart\nuse(fastCart);\n',
  'b c.ts': 'nothing here\n',
  'c.bin': 'x\0fast-cart',
  'd.ts': 'client.getBooleanValue("no-cart", false);\n"slow-cart"',
});

describe('what is kept of code', () => {
  it('is the same as what is found, without reading the files again', async () => {
    const { look, read } = shop(files());
    const first = await look();
    expect(read).toEqual(['a.ts', 'b c.ts', 'c.bin', 'd.ts']);
    expect(await look()).toEqual(first);
    // Of that one the text is shown.
    expect(read).toEqual(['d.ts']);
    expect(first).toMatchObject({ files: 3, lines: 5, undeclared: [{ key: 'no-cart', file: 'd.ts', line: 1 }] });
    expect(first.references.get('fast-cart')).toMatchObject([
      { file: 'a.ts', line: 1, column: 4, spelling: 'fast-cart' },
      { file: 'a.ts', line: 2, column: 5, spelling: 'fastCart' },
    ]);
    expect([...first.texts.keys()]).toEqual(['d.ts']);
  });

  it('is forgotten of a file that was changed, and of one that is gone', async () => {
    const place = shop(files());
    await place.look();
    place.files['b c.ts'] = 'now slow-cart is here\n';
    delete place.files['a.ts'];
    const found = await place.look();
    expect(place.read).toEqual(['b c.ts', 'd.ts']);
    expect(found.references.get('slow-cart')).toHaveLength(2);
    expect(found.references.get('fast-cart')).toEqual([]);
    expect(Buffer.from(place.stored!).toString()).not.toContain('a.ts');
  });

  it('is written only when it differs', async () => {
    const place = shop(files());
    delete place.files['d.ts'];
    await place.look();
    await place.look();
    expect(place.writes).toBe(1);
  });

  it('is not believed for other flags, nor where no stamp tells that a file is the same', async () => {
    const place = shop(files());
    await place.look();
    const found = await place.look({ keys: ['slow-cart'] });
    expect(place.read).toHaveLength(4);
    expect([...found.references.keys()]).toEqual(['slow-cart']);
    await place.look({ stamps: false });
    await place.look({ stamps: false });
    expect(place.read).toHaveLength(4);
  });

  it.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, -3)],
    ['changed', (bytes: Buffer) => Buffer.from(bytes.toString().replace('"line":1', '"line":9'))],
    ['empty', () => Buffer.alloc(0)],
    ['of another program', () => Buffer.from('hello\nworld')],
  ])('is not believed where the file is %s', async (_, damage) => {
    const place = shop(files());
    const first = await place.look();
    place.stored = damage(Buffer.from(place.stored!));
    expect(await place.look()).toEqual(first);
    expect(place.read).toHaveLength(4);
  });
});
