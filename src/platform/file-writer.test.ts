import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../diagnostic/user-error.ts';
import { prepareFiles } from './file-changes.ts';
import { fileWriter, replaceFile, writeNamedFile } from './file-writer.ts';

let top = '';
/** The project, and beside it what must not be touched. */
let root = '';
let victim = '';

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-')));
  root = join(top, 'project');
  victim = join(top, 'victim');
  mkdirSync(join(root, 'sub'), { recursive: true });
  mkdirSync(victim);
  writeFileSync(join(victim, 'bashrc'), 'mine\n');
  writeFileSync(join(root, 'a.yaml'), 'a: 1\n');
  writeFileSync(join(root, 'sub', 'b.yaml'), 'b: 1\n');
});

afterEach(() => {
  expect(readFileSync(join(victim, 'bashrc'), 'utf8')).toBe('mine\n');
  expect(readdirSync(victim)).toEqual(['bashrc']);
  rmSync(top, { recursive: true, force: true });
});

const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const litter = (): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.flagwright'));

function refused(call: () => void): string {
  try {
    call();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
}

describe('writing files of a project', () => {
  const write = (files: Record<string, string>): void => fileWriter(root).write(new Map(Object.entries(files)));

  it('replaces and creates, and keeps permissions', () => {
    chmodSync(join(root, 'a.yaml'), 0o640);
    write({ 'a.yaml': 'a: 2\n', 'new/deep/c.yaml': 'c: 1\n' });
    expect([read('a.yaml'), read('new/deep/c.yaml'), litter()]).toEqual(['a: 2\n', 'c: 1\n', []]);
    expect(statSync(join(root, 'a.yaml')).mode & 0o777).toBe(0o640);
  });

  it.each([
    ['a link in the place of the file', 'x.yaml', 'x.yaml is a link'],
    ['a link on the way', 'away/x.yaml', 'away/x.yaml leads through a link: away'],
    ['a link deeper on the way', 'sub/away/x/y.yaml', 'sub/away/x/y.yaml leads through a link: sub/away'],
    ['a file on the way', 'a.yaml/x.yaml', 'a.yaml is not a folder'],
    ['a folder in its place', 'sub', 'sub is a folder'],
    ['a pipe in its place', 'pipe.yaml', 'pipe.yaml is not a plain file'],
    ['a way out', '../victim/x.yaml', '"../victim/x.yaml" is not a path inside the project'],
    ['git’s own folder', 'sub/.GIT/config', '"sub/.GIT/config" is not a path inside the project'],
  ])('refuses %s, and changes nothing', (_, name, message) => {
    symlinkSync(join(victim, 'bashrc'), join(root, 'x.yaml'));
    symlinkSync(victim, join(root, 'away'));
    symlinkSync('../../victim', join(root, 'sub', 'away'));
    execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
    const result = refused(() => write({ 'a.yaml': 'a: 2\n', 'fresh/f.yaml': 'f: 1\n', [name]: 'text\n' }));
    expect(result).toContain(message);
    expect([read('a.yaml'), existsSync(join(root, 'fresh')), litter()]).toEqual(['a: 1\n', false, []]);
  });

  it('is not led astray by what looks like its own drafts', () => {
    // Names that can be guessed: those of a former form, of every process a container is likely to give it.
    for (let pid = 1; pid <= 300; pid++) {
      symlinkSync(join(victim, 'bashrc'), join(root, `a.yaml.flagwright-${pid}`));
      symlinkSync(join(victim, 'bashrc'), join(root, `.flagwright-${pid}-${'0'.repeat(32)}-0`));
    }
    write({ 'a.yaml': 'a: 2\n' });
    expect([read('a.yaml'), lstatSync(join(root, 'a.yaml')).isFile()]).toEqual(['a: 2\n', true]);
  });

  it('sees a link that was put in the way after all was prepared', () => {
    const changes = prepareFiles(root, new Map([['sub/b.yaml', 'b: 2\n']]));
    rmSync(join(root, 'sub'), { recursive: true });
    symlinkSync(victim, join(root, 'sub'));
    expect(refused(() => changes.apply())).toContain('leads through a link');
  });

  it('takes back what was applied, and removes the folders it made', () => {
    const files = new Map<string, string | null>([
      ['a.yaml', 'a: 2\n'],
      ['sub/b.yaml', null],
      ['new/c.yaml', 'c: 1\n'],
    ]);
    const changes = prepareFiles(root, files);
    changes.apply();
    expect([read('a.yaml'), existsSync(join(root, 'sub/b.yaml')), read('new/c.yaml')]).toEqual([
      'a: 2\n',
      false,
      'c: 1\n',
    ]);
    changes.undo();
    expect([read('a.yaml'), read('sub/b.yaml'), existsSync(join(root, 'new')), litter()]).toEqual([
      'a: 1\n',
      'b: 1\n',
      false,
      [],
    ]);
  });

  it('removes a folder that is left empty, and what processes that are gone have left', () => {
    const gone = spawnSync('true').pid;
    writeFileSync(join(root, 'sub', `.flagwright-${gone}-${'0'.repeat(32)}-0`), 'half');
    const changes = prepareFiles(root, new Map([['sub/b.yaml', null]]));
    changes.apply();
    changes.finish();
    expect(existsSync(join(root, 'sub'))).toBe(false);
  });
});

describe('writing a file that the user named', () => {
  it('replaces a link inside of the project, and refuses one on the way', () => {
    symlinkSync(join(victim, 'bashrc'), join(root, 'report.sarif'));
    writeNamedFile(join(root, 'report.sarif'), 'report\n', root);
    expect([read('report.sarif'), lstatSync(join(root, 'report.sarif')).isFile()]).toEqual(['report\n', true]);
    symlinkSync(victim, join(root, 'out'));
    expect(refused(() => writeNamedFile(join(root, 'out', 'report.sarif'), 'report\n', root))).toContain('is a link');
    // The same place by another name.
    symlinkSync(root, join(top, 'alias'));
    symlinkSync(join(victim, 'bashrc'), join(root, 'again.sarif'));
    writeNamedFile(join(top, 'alias', 'again.sarif'), 'report\n', root);
    expect(lstatSync(join(root, 'again.sarif')).isFile()).toBe(true);
  });

  it('follows the user’s own links elsewhere, and writes to what is not a file', () => {
    writeFileSync(join(top, 'real.txt'), 'old');
    symlinkSync('real.txt', join(top, 'link.txt'));
    writeNamedFile(join(top, 'link.txt'), 'new', root);
    expect([readFileSync(join(top, 'real.txt'), 'utf8'), lstatSync(join(top, 'link.txt')).isSymbolicLink()]).toEqual([
      'new',
      true,
    ]);
    writeNamedFile('/dev/null', 'nothing', root);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('says what cannot be written', () => {
    expect(refused(() => writeNamedFile(join(top, 'no', 'such.txt'), 'text', root))).toContain(
      'no such file or directory',
    );
    expect(refused(() => writeNamedFile(join(root, 'sub'), 'text', root))).toMatch(/cannot write .*sub/);
  });
});

describe('replaceFile', () => {
  it('replaces a link in its place', () => {
    symlinkSync(join(victim, 'bashrc'), join(root, 'l.txt'));
    replaceFile(join(root, 'l.txt'), 'text');
    expect([read('l.txt'), litter()]).toEqual(['text', []]);
  });
});
