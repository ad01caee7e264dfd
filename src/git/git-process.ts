import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import type { ProcessEnvironment } from '../platform/environment.ts';
import { filtersOff } from './filters.ts';
import { gitEnvironment } from './git-environment.ts';
import { explainRefusal, explainStart, explainWriteRefusal } from './git-refusal.ts';
import { settingsFor } from './git-settings.ts';
import { isPartialClone } from './partial-clone.ts';
import { findRepository, type Repository } from './repository.ts';

export interface GitOptions {
  readonly cwd: string;
  /** Written to git's standard input, which is empty without it. */
  readonly stdin?: string | Uint8Array | undefined;
  /** In place of the environment of this process. Of git's own variables few have an effect; see `gitEnvironment`. */
  readonly env?: ProcessEnvironment | undefined;
  /** Kills git; the call then rejects with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /** Exit codes that are answers rather than failures; by default only 0. */
  readonly okCodes?: readonly number[] | undefined;
  /**
   * Leaves environment and configuration as the user has them, for what runs programs of the user: hooks, signing,
   * pushing. Git's messages may then be in the user's language.
   */
  readonly asUser?: boolean | undefined;
  /**
   * Lets git finish whatever happens: neither `signal` nor a Ctrl+C at the terminal reaches it. For what is short, and leaves
   * locks behind if it is stopped at the wrong moment.
   */
  readonly shielded?: boolean | undefined;
}

export interface GitResult {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly code: number;
}

/** Git ran and failed. */
export class GitError extends Error {
  override readonly name = 'GitError';
  readonly args: readonly string[];
  readonly code: number;
  readonly stderr: string;

  constructor(args: readonly string[], code: number, stderr: string) {
    super(`git ${args.join(' ')}: ${stderr.trim() || `exit code ${code}`}`);
    this.args = args;
    this.code = code;
    this.stderr = stderr;
  }
}

/**
 * Runs git and gives all of its output. No shell is involved: every argument is passed as it is.
 * Pathspecs are taken literally, so a file named `*` is only a name.
 *
 * @throws GitError for an exit code that is not in `okCodes`
 * @throws UserError if git is not installed, or refuses the repository because of its owner
 */
export async function runGit(args: readonly string[], options: GitOptions): Promise<GitResult> {
  const comparesFiles = commandOf(args) === 'status' && !options.asUser;
  const off = comparesFiles ? await filtersOff((more, okCodes) => runGit(more, { ...options, okCodes })) : [];
  const { child, ended } = startGit([...off, ...args], options);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const { code, stderr } = await ended;
  return { stdout: Buffer.concat(chunks), stderr, code };
}

/**
 * Starts git at once and gives its output piece by piece; fails as `runGit` does, after the last piece.
 * To be iterated once. Leaving the loop early ends git.
 */
export function streamGit(args: readonly string[], options: GitOptions): AsyncIterable<Buffer> {
  const process = startGit(args, options);
  // Whoever iterates hears of a failure; one that comes before must not be an unhandled rejection.
  process.ended.catch(() => {});
  return pieces(process);
}

async function* pieces({ child, ended }: GitProcess): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
  } catch (error) {
    // Why git could not start says more than that its output ended early.
    await ended;
    throw error;
  } finally {
    // Without effect on a process that has ended.
    child.kill();
  }
  await ended;
}

/** The parts of `-z` output, each of which ends with a NUL. Bytes that are not UTF-8 become U+FFFD. */
export function splitZ(output: Uint8Array): string[] {
  const parts = Buffer.from(output.buffer, output.byteOffset, output.byteLength).toString('utf8').split('\0');
  if (parts.at(-1) === '') parts.pop();
  return parts;
}

export interface GitProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Settles when git has ended and its output was taken. Rejects as `runGit` does. */
  readonly ended: Promise<{ readonly code: number; readonly stderr: string }>;
}

/**
 * Starts git, so that nothing which is configured, set in the environment or lies in the working tree changes what it
 * shows or has it run a program: see `settingsFor` and `gitEnvironment`.
 * Its standard input is left open only if `keepOpen` is given.
 */
export function startGit(args: readonly string[], options: GitOptions & { readonly keepOpen?: boolean }): GitProcess {
  const { cwd, asUser = false, env = process.env } = options;
  const repository = asUser ? undefined : repositoryAt(cwd, env);
  const mayFetch = repository !== undefined && isPartialClone(repository);
  const command = commandOf(args);
  const purpose = { asUser, mayFetch, asksSettings: ASKING.has(command) };
  const child = spawn('git', [...settingsFor(command, env, purpose), ...args], {
    cwd,
    env: { ...gitEnvironment(env, purpose), ...(repository && pinned(repository, cwd, env)) },
    ...(options.signal === undefined || options.shielded ? {} : { signal: options.signal }),
    detached: options.shielded === true && process.platform !== 'win32',
    windowsHide: true,
  });
  const complaints: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  // Git may end without reading what it is given; its exit code says whether that is a failure.
  child.stdin.on('error', () => {});
  if (options.keepOpen !== true) child.stdin.end(options.stdin);

  const ended = new Promise<{ code: number; stderr: string }>((resolve, reject) => {
    child.on('error', (error) => {
      // Told to end, git first takes its locks away. What it starts may take longer, and is not waited for.
      if (
        error.name === 'AbortError' &&
        child.exitCode === null &&
        child.signalCode === null &&
        child.pid !== undefined
      )
        child.once('exit', () => reject(error));
      else reject(explainStart(error, cwd));
    });
    child.on('close', (code, signal) => {
      const stderr = Buffer.concat(complaints).toString('utf8');
      // Not so of the user's own programs, which may complain of what they write elsewhere.
      const full = code === 0 || asUser ? undefined : explainWriteRefusal(stderr);
      if (full !== undefined) reject(full);
      else if (code !== null && (options.okCodes ?? [0]).includes(code)) resolve({ code, stderr });
      // First what it said: git ends by SIGPIPE where a fetch that it started refused and ended before it.
      else
        reject(
          explainRefusal(stderr) ??
            (code === null
              ? new UserError(`git ${command} was ended by ${signal}`, 'see what ended it, and run it again')
              : new GitError(args, code, stderr)),
        );
    });
  });
  return { child, ended };
}

/** Commands that answer with what is configured, or are meant to have regard for it: how conflicts are marked. */
const ASKING: ReadonlySet<string | undefined> = new Set(['config', 'merge-file']);

/** The command among the arguments of git: settings may go before it. */
function commandOf(args: readonly string[]): string | undefined {
  return args.find((_, index) => args[index] !== '-c' && args[index - 1] !== '-c');
}

function repositoryAt(cwd: string, env: ProcessEnvironment): Repository | undefined {
  try {
    return findRepository(cwd, env);
  } catch {
    // Git says why it cannot use it.
    return undefined;
  }
}

/**
 * At the top of a working tree, git uses this one and no other, whatever `core.worktree` and `core.bare` say. It still
 * looks for the repository by itself, since only then it looks at the owner.
 */
function pinned({ root }: Repository, cwd: string, env: ProcessEnvironment): ProcessEnvironment {
  if (root !== cwd || env.GIT_DIR || env.GIT_WORK_TREE) return {};
  return { GIT_WORK_TREE: root, GIT_CEILING_DIRECTORIES: dirname(root) };
}
