import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepCode } from './keep-code.ts';
import { loadKept } from './kept-code.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-code-'));
  writeFileSync(join(folder, 'm.cjs'), "exports.answer = () => require('./n.cjs') * 2;");
  writeFileSync(join(folder, 'n.cjs'), 'module.exports = 21;');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cache = (): string => join(folder, 'cache', 'here');
const load = () => loadKept(join(folder, 'm.cjs'), 'm', cache());
const answer = ({ exports }: ReturnType<typeof load>): number => (exports as { answer(): number }).answer();

/** Loads the module, and keeps what it is compiled to. */
function keep(): string {
  const loaded = load();
  expect(answer(loaded)).toBe(42);
  const toKeep = loaded.toKeep()!;
  keepCode(toKeep, 'm-');
  return toKeep.path;
}

describe('compiled code', () => {
  it('is kept and used', () => {
    const path = keep();
    expect(readdirSync(cache())).toEqual([path.slice(cache().length + 1)]);
    for (let run = 2; run <= 5; run++) expect(keep()).toBe(path);
    const again = load();
    expect(answer(again)).toBe(42);
    expect(again.toKeep()).toBeUndefined();
  });

  it('grows with what later runs compile, and never shrinks', () => {
    const sizeAfter = (used: string): number => {
      const loaded = load();
      (loaded.exports as Record<string, () => number>)[used]?.();
      keepCode(loaded.toKeep()!, 'm-');
      return readFileSync(loaded.toKeep()!.path).length;
    };
    const [first, second, third] = ['none', 'answer', 'none'].map(sizeAfter);
    expect(second).toBeGreaterThan(first!);
    expect(third).toBe(second);
  });

  it('of which a block is damaged anywhere is compiled again', () => {
    const path = keep();
    const content = readFileSync(path);
    for (let at = 0; at < content.length - 32; at += 7) {
      const damaged = Buffer.from(content);
      const part = damaged.subarray(at, at + 512);
      if (at % 2 === 0) part.fill(at % 3 === 0 ? 0 : 255);
      else part.forEach((byte, index) => (part[index] = byte ^ (1 + (index % 5))));
      if (damaged.equals(content)) continue;
      writeFileSync(path, damaged);
      const loaded = load();
      expect(answer(loaded)).toBe(42);
      expect(loaded.toKeep()).toBeDefined();
    }
    for (const size of [0, 1, 4, 5, 100, content.length - 1]) {
      writeFileSync(path, content.subarray(0, size));
      expect(answer(load())).toBe(42);
    }
  });

  it('is not read through a link, nor from a folder, and a link is replaced by the file', () => {
    const path = keep();
    const content = readFileSync(path);
    const other = join(folder, 'other');
    writeFileSync(other, content);
    rmSync(path);
    symlinkSync(other, path);
    expect(load().toKeep()).toBeDefined();
    keep();
    expect(readFileSync(other)).toEqual(content);
    rmSync(path);
    mkdirSync(path);
    expect(answer(load())).toBe(42);
  });

  it('of other builds goes, that of another bundle of this one stays', () => {
    const path = keep();
    const twin = path.replace('m-', 'all-m-');
    writeFileSync(twin, '');
    rmSync(path);
    writeFileSync(join(cache(), 'old-v1.code'), '');
    writeFileSync(join(cache(), 'mine.txt'), '');
    keep();
    const others = readdirSync(cache()).filter((name) => !name.startsWith('m-'));
    expect(others.map((name) => name.replace(/^all-.*/, 'all'))).toEqual(['all', 'mine.txt']);
  });

  it('that cannot be kept is no trouble', () => {
    writeFileSync(join(folder, 'cache'), '');
    expect(keep()).toContain('cache');
  });
});
