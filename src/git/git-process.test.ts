import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TemporaryRepository } from '../../test/support/repository.ts';
import { temporaryRepository } from '../../test/support/repository.ts';
import { UserError } from '../diagnostic/user-error.ts';
import type { GitOptions } from './git-process.ts';
import { GitError, runGit, splitZ, streamGit } from './git-process.ts';

let repository: TemporaryRepository;
let at: GitOptions;

beforeAll(() => {
  repository = temporaryRepository();
  at = { cwd: repository.path, env: repository.env };
  repository.write({ a: 'a', '*': 'star', big: 'x'.repeat(5_000_000) });
  repository.commit('first');
});

afterAll(() => {
  repository.remove();
});

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'none',
    (error: unknown) => error,
  );

describe.each([
  ['runGit', async (args: string[], options: GitOptions) => (await runGit(args, options)).stdout],
  ['streamGit', async (args: string[], options: GitOptions) => collect(streamGit(args, options))],
] as const)('%s', (_name, output) => {
  test('gives all output, also much of it', async () => {
    expect((await output(['cat-file', 'blob', 'HEAD:a'], at)).toString()).toBe('a');
    expect(await output(['cat-file', 'blob', 'HEAD:big'], at)).toHaveLength(5_000_000);
  });

  test('gives git its standard input, read or not', async () => {
    const id = await output(['hash-object', '--stdin'], { ...at, stdin: 'a' });
    expect(id.toString()).toBe(`${repository.git('rev-parse', 'HEAD:a')}\n`);
    expect((await output(['cat-file', 'blob', 'HEAD:a'], { ...at, stdin: 'x'.repeat(1_000_000) })).toString()).toBe(
      'a',
    );
  });

  test('rejects for an exit code that is not expected', async () => {
    const args = ['rev-parse', '--verify', '--quiet', 'none'];
    expect(await failure(output(args, at))).toMatchObject({ name: 'GitError', args, code: 1, stderr: '' });
    expect(await output(args, { ...at, okCodes: [0, 1] })).toHaveLength(0);
    const error = await failure(output(['cat-file', 'blob', 'none'], at));
    expect(error).toBeInstanceOf(GitError);
    expect((error as GitError).message).toBe('git cat-file blob none: fatal: Not a valid object name none');
  });

  test('says that git is not installed, or that the folder is not there', async () => {
    const noGit = await failure(output(['version'], { cwd: repository.path, env: { PATH: '/nowhere' } }));
    expect(noGit).toBeInstanceOf(UserError);
    expect(noGit).toMatchObject({ message: 'git is not installed', help: 'install git and see that it is on PATH' });
    const cwd = join(repository.path, 'none');
    expect(await failure(output(['version'], { ...at, cwd }))).toMatchObject({
      message: `there is no folder "${cwd}"`,
    });
  });

  test('ends when told to', async () => {
    const stop = new AbortController();
    const waiting = failure(output(['version'], { ...at, signal: stop.signal }));
    stop.abort();
    expect(await waiting).toMatchObject({ name: 'AbortError' });
    expect(await failure(output(['version'], { ...at, signal: stop.signal }))).toMatchObject({ name: 'AbortError' });
  });

  test('takes arguments and pathspecs as they are', async () => {
    expect((await output(['ls-files', '-z', '--', '*'], at)).toString()).toBe('*\0');
    expect((await output(['ls-files', '-z', '--', ';touch x', '$(id)'], at)).toString()).toBe('');
    const env = { ...repository.env, GIT_GLOB_PATHSPECS: '1', GIT_ICASE_PATHSPECS: '1' };
    expect((await output(['ls-files', '-z', '--', 'A', 'a'], { ...at, env })).toString()).toBe('a\0');
  });
});

test('a repository that somebody else owns is explained', async () => {
  for (const words of [
    "detected dubious ownership in repository at '/x'",
    "unsafe repository ('/x' is owned by someone else)",
  ]) {
    const error = await failure(runGit(['version'], { ...at, env: saying(`fatal: ${words}`) }));
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ help: "git config --global --add safe.directory '/x'" });
  }
});

/** An environment in which git says something and fails. */
function saying(text: string): GitOptions['env'] {
  const folder = join(repository.path, '.git', 'fake');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'git'), `#!/bin/sh\ncat >&2 <<'END'\n${text}\nEND\nexit 128\n`, { mode: 0o755 });
  return { ...repository.env, PATH: `${folder}:${repository.env.PATH}` };
}

test('leaving a stream early ends git', async () => {
  for await (const chunk of streamGit(['cat-file', 'blob', 'HEAD:big'], at)) {
    expect(chunk.length).toBeLessThan(5_000_000);
    break;
  }
});

test('a stream gives what there was before it fails', async () => {
  const seen: Buffer[] = [];
  const stream = streamGit(['rev-parse', 'HEAD', 'none'], at);
  const error = await failure(
    (async () => {
      for await (const chunk of stream) seen.push(chunk);
    })(),
  );
  expect(error).toMatchObject({ name: 'GitError', code: 128 });
  expect(Buffer.concat(seen).toString()).toContain(repository.git('rev-parse', 'HEAD'));
});

test('splitZ gives the parts of -z output', () => {
  expect(splitZ(Buffer.from(''))).toEqual([]);
  expect(splitZ(Buffer.from('a\0b\nc\0"é"\0'))).toEqual(['a', 'b\nc', '"é"']);
  expect(splitZ(Buffer.from('a\0\0b\0'))).toEqual(['a', '', 'b']);
  expect(splitZ(Buffer.from('a\0\xff\0', 'latin1'))).toEqual(['a', '\uFFFD']);
  expect(splitZ(Buffer.from('a\0b'))).toEqual(['a', 'b']);
});
