import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { UserError } from '../diagnostic/user-error.ts';

/** Environment variables of a process, as in `process.env`. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

export interface GitOptions {
  readonly cwd: string;
  /** Written to git's standard input, which is empty without it. */
  readonly stdin?: string | Uint8Array | undefined;
  /** In place of the environment of this process. What makes git's answers predictable is set in either. */
  readonly env?: ProcessEnvironment | undefined;
  /** Kills git; the call then rejects with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /** Exit codes that are answers rather than failures; by default only 0. */
  readonly okCodes?: readonly number[] | undefined;
  /**
   * Leaves the environment as the user has it, for what runs programs of the user: hooks, signing, pushing. Git's
   * messages may then be in the user's language.
   */
  readonly asUser?: boolean | undefined;
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
  /** Undefined if a signal ended it. */
  readonly code: number | undefined;
  readonly stderr: string;

  constructor(args: readonly string[], code: number | undefined, stderr: string, how = `exit code ${code}`) {
    super(`git ${args.join(' ')}: ${stderr.trim() || how}`);
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
  const { child, ended } = startGit(args, options);
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

/** The parts of `-z` output, each of which ends with a NUL. Bytes that are no UTF-8 become U+FFFD. */
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

/** Starts git. Its standard input is left open only if `keepOpen` is given. */
export function startGit(args: readonly string[], options: GitOptions & { readonly keepOpen?: boolean }): GitProcess {
  const child = spawn('git', args, {
    cwd: options.cwd,
    env: options.asUser ? { ...(options.env ?? process.env) } : gitEnvironment(options.env ?? process.env),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    windowsHide: true,
  });
  const complaints: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  // Git may end without reading what it is given; its exit code says whether that is a failure.
  child.stdin.on('error', () => {});
  if (options.keepOpen !== true) child.stdin.end(options.stdin);

  const ended = new Promise<{ code: number; stderr: string }>((resolve, reject) => {
    child.on('error', (error) => reject(explainStart(error, options.cwd)));
    child.on('close', (code, signal) => {
      const stderr = Buffer.concat(complaints).toString('utf8');
      if (code !== null && (options.okCodes ?? [0]).includes(code)) resolve({ code, stderr });
      else if (code === null) reject(new GitError(args, undefined, stderr, `ended by ${signal}`));
      else reject(refusedOwner(stderr) ?? new GitError(args, code, stderr));
    });
  });
  return { child, ended };
}

function gitEnvironment(env: ProcessEnvironment): NodeJS.ProcessEnv {
  return {
    ...env,
    LC_ALL: 'C',
    // Reading must not take the index's lock from under somebody's commit. Locks that a command needs are still taken.
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: 'cat',
    GIT_LITERAL_PATHSPECS: '1',
    // A log is read as a whole: written commit by commit, it takes a third longer.
    GIT_FLUSH: '0',
    // What a clone has been told to see in place of its commits is nobody else's history.
    GIT_NO_REPLACE_OBJECTS: '1',
    // Likewise the older way to say so; there is no such file, which git takes without a word.
    GIT_GRAFT_FILE: '/dev/null/none',
    // Git refuses to have these beside literal pathspecs.
    GIT_GLOB_PATHSPECS: undefined,
    GIT_NOGLOB_PATHSPECS: undefined,
    GIT_ICASE_PATHSPECS: undefined,
  };
}

function explainStart(error: Error, cwd: string): Error {
  // The system reports a missing working folder as if the program were missing.
  if (!('code' in error) || error.code !== 'ENOENT') return error;
  return existsSync(cwd)
    ? new UserError('git is not installed', 'install git and see that it is on PATH')
    : new UserError(`there is no folder "${cwd}"`);
}

function refusedOwner(stderr: string): UserError | undefined {
  const folder = /detected dubious ownership in repository at '(.*)'/.exec(stderr)?.[1];
  return folder === undefined
    ? undefined
    : new UserError(
        `git does not trust "${folder}", because somebody else owns it`,
        `git config --global --add safe.directory '${folder}'`,
      );
}
