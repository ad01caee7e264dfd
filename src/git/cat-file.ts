import type { Socket } from 'node:net';
import type { GitOptions, GitProcess } from './git-process.ts';
import { GitError, runGit, startGit } from './git-process.ts';
import type { BatchAnswer, GitObject } from './object-reader.ts';
import { ObjectReader } from './object-reader.ts';

/** The objects of one repository, read through one long-lived `git cat-file --batch`. */
export interface CatFileBatch {
  /**
   * The object that an id or any other name (`HEAD:path`) stands for; undefined if there is none. Calls made side by
   * side are sent and answered in one go. An object of more than `maxSize` bytes comes without its content.
   * @throws GitError if git ends: a damaged object ends it and fails all calls under way. Also for an ambiguous name
   */
  read(name: string, maxSize?: number): Promise<GitObject | undefined>;
  /** Ends git once it has answered the calls under way. Later calls fail. */
  close(): Promise<void>;
}

interface Request {
  readonly maxSize: number;
  readonly resolve: (object: GitObject | undefined) => void;
  readonly reject: (error: unknown) => void;
}

const ARGS: readonly string[] = ['cat-file', '--batch'];

/**
 * Starts git at the first `read`, and again if it has ended since. While nothing is asked of it, it does not keep this
 * process alive.
 */
export function catFileBatch(options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>): CatFileBatch {
  let session: Session | undefined;
  let closed = false;

  const read = async (name: string, maxSize = Infinity): Promise<GitObject | undefined> => {
    if (closed) throw new Error('the repository was closed before this read');
    if (name.includes('\0')) return undefined;
    // A request is one line, and git drops a CR at its end.
    if (/[\r\n]/.test(name)) {
      const oid = await resolveName(name, options);
      return oid === undefined ? undefined : read(oid, maxSize);
    }
    if (session === undefined || session.ended) session = new Session(options);
    return session.ask(name, maxSize);
  };

  return {
    read,
    async close() {
      closed = true;
      await session?.close();
    },
  };
}

async function resolveName(name: string, options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>) {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', name];
  const { code, stdout } = await runGit(args, { ...options, okCodes: [0, 1, 128] });
  return code === 0 ? stdout.toString('utf8').trim() : undefined;
}

/** One run of git: requests are answered in the order in which they were sent. */
class Session {
  ended = false;
  #closing = false;
  readonly #process: GitProcess;
  readonly #asked: Request[] = [];
  #answered = 0;
  #unsent: string[] = [];

  constructor(options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>) {
    this.#process = startGit(ARGS, { ...options, keepOpen: true });
    const { child, ended } = this.#process;
    const limit = (): number => this.#asked[this.#answered]?.maxSize ?? Infinity;
    const reader = new ObjectReader((answer) => this.#settle(answer), limit);
    child.stdout.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        this.#fail(error);
        child.kill();
      }
    });
    ended.then(
      () => this.#fail(new GitError(ARGS, 0, 'ended without an answer')),
      (error: unknown) => this.#fail(error),
    );
  }

  ask(name: string, maxSize: number): Promise<GitObject | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#asked.length === 0) this.#keepAlive(true);
      this.#asked.push({ maxSize, resolve, reject });
      // One write for all that is asked in this turn.
      if (this.#unsent.length === 0) process.nextTick(() => this.#send());
      this.#unsent.push(name);
    });
  }

  async close(): Promise<void> {
    if (this.ended) return;
    this.#closing = true;
    this.#keepAlive(true);
    this.#send();
    this.#process.child.stdin.end();
    await this.#process.ended.catch(() => {});
  }

  #send(): void {
    if (this.#unsent.length === 0) return;
    this.#process.child.stdin.write(`${this.#unsent.join('\n')}\n`);
    this.#unsent = [];
  }

  #settle(answer: BatchAnswer): void {
    const request = this.#asked[this.#answered++];
    if (this.#answered === this.#asked.length) {
      this.#asked.length = 0;
      this.#answered = 0;
      this.#keepAlive(this.#closing);
    }
    if (request === undefined) return;
    if (!('refusal' in answer)) request.resolve(answer);
    else if (answer.refusal.endsWith(' missing')) request.resolve(undefined);
    else request.reject(new GitError(ARGS, 128, answer.refusal));
  }

  #fail(error: unknown): void {
    this.ended = true;
    for (const request of this.#asked.splice(0).slice(this.#answered)) request.reject(error);
    this.#answered = 0;
  }

  #keepAlive(alive: boolean): void {
    const { child } = this.#process;
    // The pipes are sockets, though their types do not say so.
    for (const handle of [child, child.stdin, child.stdout, child.stderr] as unknown as readonly Socket[]) {
      if (alive) handle.ref();
      else handle.unref();
    }
  }
}
