import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileTooLargeError, UnreadableFileError } from './file-tree.ts';
import { readPlainFile, type PlainFileOptions } from './plain-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-plain-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function refusal(name: string, options: Partial<PlainFileOptions> = {}): UnreadableFileError {
  try {
    readPlainFile(join(folder, name), { maxSize: 1024, ...options });
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableFileError);
    return error as UnreadableFileError;
  }
  throw new Error('it was read');
}

it('gives the bytes of a file', () => {
  writeFileSync(join(folder, 'file'), new Uint8Array([0, 255, 10]));
  expect([...readPlainFile(join(folder, 'file'), { maxSize: 3 })]).toEqual([0, 255, 10]);
  writeFileSync(join(folder, 'empty'), '');
  expect(readPlainFile(join(folder, 'empty'), { maxSize: 0 })).toHaveLength(0);
});

it('refuses a file over the limit before any of it is read', () => {
  writeFileSync(join(folder, 'large'), '');
  truncateSync(join(folder, 'large'), 2 ** 40);
  const error = refusal('large');
  expect(error).toBeInstanceOf(FileTooLargeError);
  expect((error as FileTooLargeError).size).toBe(2 ** 40);
});

it('follows a link only where it is told to', () => {
  writeFileSync(join(folder, 'file'), 'text');
  symlinkSync('file', join(folder, 'link'));
  expect(refusal('link').message).toBe('it is a symbolic link, which is not followed');
  expect(readPlainFile(join(folder, 'link'), { maxSize: 1024, followLinks: true }).toString()).toBe('text');
});

it.each([false, true])('waits for no pipe, device, socket or folder; following links: %s', async (followLinks) => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  mkdirSync(join(folder, 'folder'));
  symlinkSync('/dev/zero', join(folder, 'zeros'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
  try {
    expect(refusal('pipe', { followLinks }).message).toBe('it is not a file');
    expect(refusal('socket', { followLinks }).message).toBe('it is not a file');
    expect(refusal('folder', { followLinks }).message).toBe('it is a folder');
    expect(refusal('zeros', { followLinks }).message).toMatch(followLinks ? /^it is not a file$/ : /symbolic link/);
  } finally {
    server.close();
  }
});

it('says in the words of the system what else is wrong, with its error', () => {
  expect(refusal('none')).toMatchObject({ message: 'no such file or directory', cause: { code: 'ENOENT' } });
});
