import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real git repository in a temporary folder, for tests. */
export interface TemporaryRepository {
  /** The top of the working tree (the repository itself if bare), absolute, with symbolic links resolved. */
  readonly path: string;
  /** What git is run with: a fixed identity, no configuration from outside. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes files; `null` removes one. Folders are made. */
  write(files: Readonly<Record<string, string | Uint8Array | null>>): void;
  /** Commits everything in the working tree, also if nothing changed, and returns the commit's id. */
  commit(message: string, options?: CommitOptions): string;
  /** Runs git at the top and returns its output without the last line end. Throws with git's message if it fails. */
  git(...args: string[]): string;
  /** Deletes the folder. */
  remove(): void;
}

interface CommitOptions {
  /** `Name <address>`; the committer stays the same. */
  readonly author?: string;
  /** Of author and committer, ISO 8601. By default the next minute. */
  readonly date?: string;
}

const COMPILED_CODE = join(tmpdir(), 'flagwright-tests-compiled');
const FIRST_COMMIT = Date.UTC(2026, 10, 1);
const MAKES_COMMITS: ReadonlySet<string> = new Set(['commit', 'merge', 'cherry-pick', 'revert', 'commit-tree', 'tag']);

/**
 * Makes an empty repository on branch `main`. The first commit is of 2026-11-01T00:00:00Z and each later one of a
 * minute after, so commit ids are the same on every run.
 */
export function temporaryRepository(
  options: { readonly objectFormat?: 'sha1' | 'sha256'; readonly bare?: boolean } = {},
): TemporaryRepository {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-')));
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: path,
    // Newer Nodes keep compiled code there: beside the repository, never among its files.
    XDG_CACHE_HOME: COMPILED_CODE,
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada Example',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada Example',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
  let commits = 0;

  const run = (args: readonly string[], extra: Readonly<Record<string, string>> = {}): string => {
    const date = `${FIRST_COMMIT / 1000 + commits * 60} +0000`;
    if (MAKES_COMMITS.has(args[0] ?? '')) commits++;
    const output = execFileSync('git', ['-c', 'gc.auto=0', '-c', 'protocol.file.allow=always', ...args], {
      cwd: path,
      env: { ...env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, ...extra },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return output.replace(/\n$/, '');
  };

  run([
    'init',
    '--quiet',
    '--initial-branch=main',
    `--object-format=${options.objectFormat ?? 'sha1'}`,
    ...(options.bare === true ? ['--bare'] : []),
  ]);

  return {
    path,
    env,
    write(files) {
      for (const [name, content] of Object.entries(files)) {
        const file = join(path, name);
        if (content === null) {
          rmSync(file);
          continue;
        }
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    },
    commit(message, { author, date } = {}) {
      const extra: Record<string, string> = {};
      if (author !== undefined) {
        const [, name = '', address = ''] = /^(.*?) <(.*)>$/.exec(author) ?? [];
        Object.assign(extra, { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: address });
      }
      if (date !== undefined) Object.assign(extra, { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date });
      run(['add', '--all']);
      run(['commit', '--quiet', '--allow-empty', '--message', message], extra);
      return run(['rev-parse', 'HEAD']);
    },
    git: (...args) => run(args),
    remove() {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
