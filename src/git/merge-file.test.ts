import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UserError } from '../diagnostic/user-error.ts';
import { GitError } from './git-process.ts';
import { replaceFile } from '../platform/file-writer.ts';
import { mergeFiles, mergeLines, readBytes, type MergeFileOptions } from './merge-file.ts';

let folder: string;
let options: MergeFileOptions;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-test-'));
  writeFileSync(join(folder, 'config'), '[merge]\n\tconflictStyle = diff3\n');
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: join(folder, 'config'), GIT_CONFIG_NOSYSTEM: '1' };
  options = { cwd: folder, env, markerSize: 9 };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('merges lines', async () => {
  const texts = { base: 'a\nb\nc\nd\n', ours: 'A\nb\nc\nd\n', theirs: 'a\nb\nc\nD\n' };
  expect(await mergeLines(texts, options)).toEqual({ text: 'A\nb\nc\nD\n', isClean: true });
});

it('marks what is in conflict as configured, or plainly', async () => {
  // Git reads its configuration in repositories only.
  execFileSync('git', ['init', '--quiet', folder]);
  const texts = { base: 'a\n', ours: 'b\n', theirs: 'ü\n' };
  expect(await mergeLines(texts, options)).toEqual({
    text: '<<<<<<<<< ours\nb\n||||||||| base\na\n=========\nü\n>>>>>>>>> theirs\n',
    isClean: false,
  });
  expect((await mergeLines(texts, { ...options, plain: true })).text).toBe(
    '<<<<<<<<< ours\nb\n=========\nü\n>>>>>>>>> theirs\n',
  );
});

it('shows both sides but for the lines they share where there is no base', async () => {
  const texts = { base: '', ours: 'x\na\nb\nc\nd\n', theirs: 'a\nb\nc\nd\ny\n' };
  expect((await mergeLines(texts, { ...options, plain: true })).text).toBe(
    '<<<<<<<<< ours\nx\n=========\n>>>>>>>>> theirs\na\nb\nc\nd\n<<<<<<<<< ours\n=========\ny\n>>>>>>>>> theirs\n',
  );
});

it('merges files whose names look like options, and writes none of them', async () => {
  for (const [name, text] of [
    ['-base', 'a\n'],
    ['--ours', 'b\n'],
    ['-p', 'a\n'],
  ] as const) {
    writeFileSync(join(folder, name), text);
  }
  const { bytes, isClean } = await mergeFiles({ base: '-base', ours: '--ours', theirs: '-p' }, options);
  expect([new TextDecoder().decode(bytes), isClean]).toEqual(['b\n', true]);
  expect(readdirSync(folder).sort()).toEqual(['--ours', '-base', '-p', 'config']);
});

it('fails for binary files', async () => {
  writeFileSync(join(folder, 'x'), 'a\0');
  await expect(mergeFiles({ base: 'x', ours: 'x', theirs: 'x' }, options)).rejects.toThrow(GitError);
});

it('replaces a file at once, and leaves nothing behind where it cannot', () => {
  const path = join(folder, 'config');
  replaceFile(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(() => replaceFile(folder, 'x')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(readdirSync(folder)).toEqual(['config']);
});

it('says which file it cannot read', () => {
  expect(() => readBytes(join(folder, 'none'))).toThrow(UserError);
});
