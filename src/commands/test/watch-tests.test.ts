import { describe, expect, it } from 'vitest';
import { fakeHost, projectWith, userError } from '../../../test/support/host.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { FileTree } from '../../platform/file-tree.ts';
import { memoryTree } from '../../platform/memory-tree.ts';
import type { TestOptions, TestReport } from './test.ts';
import type { WatchHost } from '../../workspace/watch-project.ts';
import { watchTests } from './watch-tests.ts';

const options = { names: [], environment: undefined, coverage: false };
const spec = (variant: string): string =>
  `flag: theme\ncases: [{ name: all, environment: production, expect: { variant: ${variant} } }]\n`;
const start = { ...projectWith({ theme: 'tags: [a]\n' }), 'theme.spec.yaml': spec('on') };

type Files = Record<string, string>;

/** A host whose files are changed while it waits: by one step for each pause, then it is interrupted. */
function changing(steps: readonly ((files: Files) => Files)[]): WatchHost & { readonly pauses: number[] } {
  let files: Files = start;
  const pending = [...steps];
  const pauses: number[] = [];
  const interrupted = new AbortController();
  const now: FileTree = {
    list: (folder) => memoryTree(files).list(folder),
    read: (path) => memoryTree(files).read(path),
  };
  const watched: FileTree = {
    ...now,
    list: async (folder) => (await now.list(folder)).map((entry) => ({ ...entry, stamp: files[entry.path] })),
  };
  return {
    ...fakeHost(),
    tree: now,
    watched,
    signal: interrupted.signal,
    pauses,
    async pause(milliseconds) {
      pauses.push(milliseconds);
      const step = pending.shift();
      if (step) files = step(files);
      else interrupted.abort();
    },
  };
}

const same = (files: Files): Files => files;
const write = (path: string, text: string) => (files: Files) => ({ ...files, [path]: text });

async function outcomes(host: WatchHost, chosen: TestOptions = options): Promise<string[]> {
  const found: string[] = [];
  for await (const one of watchTests(host, chosen)) {
    found.push(one instanceof UserError ? one.message : summary(one));
  }
  return found;
}

const summary = ({ passed, failed }: TestReport): string => `${passed} passed, ${failed} failed`;

describe('watchTests', () => {
  it('runs once, and no more while nothing changes', async () => {
    const host = changing([same, same]);
    expect(await outcomes(host)).toEqual(['1 passed, 0 failed']);
    expect(new Set(host.pauses)).toEqual(new Set([400]));
  });

  it('runs again when a file of the project has changed and come to rest', async () => {
    const host = changing([
      write('theme.spec.yaml', 'flag: theme\n'),
      write('theme.spec.yaml', spec('off')),
      same,
      same,
      write('README.md', 'no file of the project'),
      same,
    ]);
    expect(await outcomes(host)).toEqual(['1 passed, 0 failed', '0 passed, 1 failed']);
    expect(host.pauses.slice(0, 4)).toEqual([400, 100, 100, 400]);
  });

  it('does not run again for what was changed and changed back', async () => {
    const back = write('theme.spec.yaml', spec('on'));
    expect(await outcomes(changing([write('theme.spec.yaml', spec('off')), back, same, same]))).toHaveLength(1);
  });

  it('goes on after what the user can put right', async () => {
    const host = changing([write('other.spec.yaml', spec('on')), same]);
    expect(await outcomes(host, { ...options, names: ['other.spec.yaml'] })).toEqual([
      'there is no spec, folder or flag "other.spec.yaml"',
      '1 passed, 0 failed',
    ]);
  });

  it('needs a working tree', async () => {
    const host = { ...changing([]), at: 'abc' };
    expect(await userError(() => outcomes(host))).toBe('--watch follows the working tree / leave out --at');
  });
});
