import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/cli/main.ts';
import { projectWith } from './support/host.ts';
import { temporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

let folder: string;
let elsewhere: string;
const project = (): string => join(folder, 'shop');

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-inputs-')));
  elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  for (const [path, text] of Object.entries(projectWith({ theme: '' }))) write(join('shop', path), text);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const optionsOf = {
  context: (path: string) => ['evaluate', 'theme', '--env', 'production', '--context', `@${path}`],
  population: (path: string) => ['simulate', 'theme', '--env', 'production', '--population', path],
  outcomes: (path: string) => ['impact-report', 'theme', '--env', 'production', '--outcomes', path],
} as const;
const content = {
  context: '{"targetingKey":"u-1"}',
  population: 'targetingKey\nu-1\nu-2\n',
  outcomes: 'key,variant,at\nu-1,on,2026-11-03\nu-2,off,2026-11-03\n',
};

/** What is said of a file that is refused. */
async function refusal(kind: keyof typeof optionsOf, path: string, input = ''): Promise<string> {
  const { exitCode, stdout, stderr } = await runMain(optionsOf[kind](path), project(), {}, input);
  expect([exitCode, stdout]).toEqual([2, '']);
  return (stderr.split('\n', 1)[0] ?? '').replace('error: ', '');
}

async function isRead(kind: keyof typeof optionsOf, path: string, input = ''): Promise<boolean> {
  return (await runMain(optionsOf[kind](path), project(), {}, input)).exitCode === 0;
}

describe.each(['context', 'population', 'outcomes'] as const)('a file that --%s names', (kind) => {
  it('is read wherever it is', async () => {
    write('shop/one', content[kind]);
    write('elsewhere/two', content[kind]);
    expect(await isRead(kind, 'one')).toBe(true);
    expect(await isRead(kind, join(elsewhere, 'two'))).toBe(true);
    expect(await isRead(kind, '../elsewhere/two')).toBe(true);
  });

  it('may be a link where the user keeps it, but not in the project', async () => {
    write('elsewhere/two', content[kind]);
    symlinkSync('two', join(elsewhere, 'link'));
    symlinkSync(join(elsewhere, 'two'), join(project(), 'link'));
    symlinkSync(elsewhere, join(project(), 'folder'));
    expect(await isRead(kind, '../elsewhere/link')).toBe(true);
    expect(await refusal(kind, 'link')).toBe('cannot read link: its path has a symbolic link');
    expect(await refusal(kind, 'folder/two')).toBe('cannot read folder/two: its path has a symbolic link');
  });

  it('is neither a pipe, a device nor a folder, and none of them is waited for', async () => {
    execFileSync('mkfifo', [join(project(), 'pipe'), join(elsewhere, 'pipe')]);
    symlinkSync('/dev/zero', join(elsewhere, 'zeros'));
    expect(await refusal(kind, 'pipe')).toBe('cannot read pipe: it is not a file');
    expect(await refusal(kind, '../elsewhere/pipe')).toBe('cannot read ../elsewhere/pipe: it is not a file');
    expect(await refusal(kind, '../elsewhere/zeros')).toBe('cannot read ../elsewhere/zeros: it is not a file');
    expect(await refusal(kind, '/dev/zero')).toBe('cannot read /dev/zero: it is not a file');
    expect(await refusal(kind, '../elsewhere')).toBe('cannot read ../elsewhere: it is a folder');
    expect(await refusal(kind, 'none')).toBe('there is no file none');
    expect(await refusal(kind, 'none/none')).toBe('there is no file none/none');
    expect(await refusal(kind, 'owners.yaml/none')).toBe('cannot read owners.yaml/none: ENOTDIR');
  });

  it('has a limit, whatever it is', async () => {
    write('shop/large', '');
    truncateSync(join(project(), 'large'), 2 ** 33);
    if (kind === 'outcomes') {
      // It may be of any size, and is not read on where it cannot be rows.
      expect(await refusal(kind, 'large')).toBe('large:1:1: this row is longer than a mebibyte');
      expect(await refusal(kind, '-', ' '.repeat(130 * 1024 * 1024))).toMatch(/^standard input:1:1: /);
      return;
    }
    const limit = kind === 'context' ? '1 MiB' : '128 MiB';
    expect(await refusal(kind, 'large')).toBe(`large is larger than ${limit}`);
    expect(await refusal(kind, '-', ' '.repeat(130 * 1024 * 1024))).toBe(`standard input is larger than ${limit}`);
  });

  it('may be one that a shell hands over', async () => {
    write('elsewhere/two', content[kind]);
    const descriptor = openSync(join(elsewhere, 'two'), 'r');
    expect(await isRead(kind, `/dev/fd/${descriptor}`)).toBe(true);
    expect(() => closeSync(descriptor)).toThrow('EBADF');
    expect(await refusal(kind, '/dev/fd/987654')).toBe('cannot read /dev/fd/987654: EBADF');
    expect(await isRead(kind, '/dev/stdin', content[kind])).toBe(true);
  });
});

it('standard input that never ends is not read on', async () => {
  let given = 0;
  const io = {
    stdin: (async function* () {
      for (;;) {
        given++;
        yield 'x'.repeat(1 << 20);
      }
    })(),
    stdout: { write: () => true },
    stderr: { write: () => true },
    env: {},
    cwd: project,
  };
  expect(await runCommandLine(['lint', '--stdin-filepath', 'theme.flag.yaml'], io)).toBe(2);
  expect(given).toBe(17);
});

it('a huge flag file is not held in memory to be shown', async () => {
  write('shop/huge.flag.yaml', '');
  truncateSync(join(project(), 'huge.flag.yaml'), 2 ** 33);
  const { exitCode, stdout, stderr } = await runMain(['lint', '--quiet'], project(), {});
  expect([exitCode, stderr]).toEqual([1, '']);
  expect(stdout).toContain('error[file-too-large]: the file is 8192.0 MiB; files over 1 MiB are not read');
});

it.each([
  ['a pipe', (path: string) => execFileSync('mkfifo', [path])],
  ['a link to a device that never ends', (path: string) => symlinkSync('/dev/zero', path)],
  ['a folder', (path: string) => mkdirSync(path)],
  [
    'a file of 8 GiB',
    (path: string) => {
      writeFileSync(path, '');
      truncateSync(path, 2 ** 33);
    },
  ],
])('%s in the place of what is kept between runs is passed over', async (_, put) => {
  const repository = temporaryRepository();
  try {
    const flags = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`flag-${i}`, '']));
    repository.write(projectWith(flags));
    repository.commit('Add flags');
    const outputs = async (): Promise<unknown[]> => {
      const results: unknown[] = [];
      for (const args of [['lint'], ['list', '--at', 'HEAD'], ['history', 'flag-7'], ['audit']]) {
        results.push(await runMain([...args, '--json'], repository.path, repository.env));
      }
      return results;
    };
    const before = await outputs();
    const kept = join(repository.path, '.git/flagwright');
    const names = readdirSync(kept);
    expect(names.length).toBeGreaterThanOrEqual(2);
    for (const name of names) {
      rmSync(join(kept, name));
      put(join(kept, name));
    }
    expect(await outputs()).toEqual(before);
  } finally {
    repository.remove();
  }
});
