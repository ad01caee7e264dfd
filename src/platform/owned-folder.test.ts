import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../diagnostic/user-error.ts';
import { fillFolder, type FolderChanges } from './owned-folder.ts';

let top: string;
let root: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-owned-')));
  root = join(top, 'project');
  mkdirSync(root);
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

function fill(path: string, files: Readonly<Record<string, string>>): FolderChanges {
  const isOwn = (name: string): boolean => name === '.mark' || name.endsWith('.html');
  return fillFolder({ path, root, mark: '.mark', markStart: 'ours', isOwn }, new Map(Object.entries({ '.mark': 'ours\n', ...files }))); // prettier-ignore
}

const listed = (path: string): string[] => (readdirSync(path, { recursive: true }) as string[]).sort();

function refusal(path: string): string {
  try {
    fill(path, { 'a.html': 'a' });
  } catch (error) {
    if (error instanceof UserError) return error.message.replace(top, '');
    throw error;
  }
  return 'it was filled';
}

describe('fillFolder', () => {
  it('makes a folder, and then changes what is not the same', () => {
    const path = join(root, 'a/b');
    expect(fill(path, { 'a.html': '1', 'x/b.html': '2' })).toEqual({ written: 3, removed: 0, same: 0 });
    const before = statSync(join(path, 'a.html')).ino;
    expect(fill(path, { 'a.html': '1', 'y/c.html': '3' })).toEqual({ written: 1, removed: 1, same: 2 });
    expect(listed(path)).toEqual(['.mark', 'a.html', 'y', 'y/c.html']);
    expect(statSync(join(path, 'a.html')).ino).toBe(before);
    expect(fill(path, { 'a.html': '1', 'y/c.html': '3' })).toEqual({ written: 0, removed: 0, same: 3 });
  });

  it('goes on where an earlier run was killed', () => {
    const path = join(root, 'out');
    mkdirSync(path);
    const draft = `.flagwright-999999999-${'0'.repeat(32)}-0`;
    const left = { '.mark': 'ours\n', 'a.html': 'new already', 'b.html': 'gone by now', [draft]: 'half' };
    for (const [name, text] of Object.entries(left)) writeFileSync(join(path, name), text);
    fill(path, { 'a.html': '2' });
    expect(listed(path)).toEqual(['.mark', 'a.html']);
  });

  it.each([
    ['a file of somebody', { 'notes.txt': 'mine' }, '/project/out holds something else: notes.txt'],
    ['pages without the mark', { 'index.html': 'mine' }, '/project/out holds something else: index.html'],
    ['the mark of another', { '.mark': 'theirs', 'index.html': '' }, '/project/out holds something else: .mark, index.html'],
    ['our mark and more', { '.mark': 'ours', 'a.css': '', 'b.css': '', 'c.css': '', 'd.css': '' }, '/project/out holds something else: a.css, b.css, c.css and 1 more'],
  ])('does not touch a folder with %s', (_, files, expected) => {
    const path = join(root, 'out');
    mkdirSync(path);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    const before = listed(path);
    expect(refusal(path)).toBe(expected);
    expect(listed(path)).toEqual(before);
  }); // prettier-ignore

  it('does not follow a link, wherever it is below the root', () => {
    const elsewhere = join(top, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(root, 'link'));
    expect(refusal(join(root, 'link'))).toBe('/project/link leads through a link');
    expect(refusal(join(root, 'link/deeper'))).toBe('/project/link/deeper leads through a link');
    fill(join(root, 'out'), {});
    symlinkSync(elsewhere, join(root, 'out/x'));
    expect(refusal(join(root, 'out'))).toBe('/project/out holds something else: x (not a file)');
    // From outside of the root, somebody's own link may lead anywhere but into it.
    symlinkSync(root, join(top, 'into'));
    expect(refusal(join(top, 'into/link'))).toBe('/into/link leads through a link');
    symlinkSync(elsewhere, join(top, 'mine'));
    expect(fill(join(top, 'mine'), { 'a.html': 'a' }).written).toBe(2);
    expect(readFileSync(join(elsewhere, 'a.html'), 'utf8')).toBe('a');
  });

  it('says what is in the way', () => {
    writeFileSync(join(root, 'out'), 'mine');
    expect(refusal(join(root, 'out'))).toBe('/project/out is not a folder');
    expect(refusal(join(root, 'out/deeper'))).toContain('/project/out/deeper');
    expect(refusal('/proc/flagwright/deeper')).toBe('cannot write /proc/flagwright/deeper: no such file or directory');
  });
});
