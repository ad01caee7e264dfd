import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { openGit } from '../../src/git/git.ts';
import { findRepository } from '../../src/git/repository.ts';
import type { LogLine } from '../../src/server/log.ts';
import { serve, type ServeOptions } from '../../src/server/serve.ts';
import type { Running } from '../../src/server/start.ts';
import { realHost } from './real-host.ts';
import { temporaryRepository, type TemporaryRepository } from './repository.ts';

/** A server on a repository of its own, at a port that the system chose, whose time passes only when told. */
export interface TestServer {
  readonly repository: TemporaryRepository;
  readonly running: Running;
  readonly url: string;
  /** All lines of the log. */
  readonly log: readonly LogLine[];
  /** Sets the clock of schedules. */
  setTime(date: string): void;
  /** Lets what happens every so often happen once: `poll` or `heartbeat`. */
  tick(what: 'poll' | 'heartbeat'): void;
  /** Resolves with the next line of the log that is about this event, or one that was logged already and not asked for. */
  logged(event: string): Promise<LogLine>;
  /** Sends a request; the answer has the JSON of its body, if it has some. */
  ask(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; body: unknown; text: string }>;
  stop(): Promise<void>;
}

export interface TestServerOptions extends Partial<Omit<ServeOptions, 'tokenFiles'>> {
  /** Instead of flags.example. */
  readonly files?: Readonly<Record<string, string>>;
  /** Instead of a repository made for this server. */
  readonly repository?: TemporaryRepository;
  /** Contents of token files by environment. */
  readonly tokens?: Readonly<Record<string, string>>;
}

const intervals = { poll: 2_000, heartbeat: 10_000 };

/** Starts a server. It is stopped by `stop`, which also removes the repository. */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const repository = options.repository ?? exampleRepository(options.files);
  const { host, close } = await realHost(repository);
  const git = openGit(findRepository(repository.path, repository.env)!, { env: repository.env });
  const log: LogLine[] = [];
  const waiting: { event: string; done: (line: LogLine) => void }[] = [];
  const unasked: LogLine[] = [];
  const timers = new Map<number, () => void>();
  let now = Date.parse('2026-11-22T12:00:00Z');
  const tokens = options.tokens ?? {};
  for (const [name, text] of Object.entries(tokens)) repository.write({ [`../${tokenName(repository, name)}`]: text });
  const running = await serve(
    host,
    git,
    {
      environments: ['production'],
      host: '127.0.0.1',
      port: 0,
      ref: undefined,
      project: undefined,
      poll: intervals.poll,
      acceptRewrite: false,
      accessLog: true,
      bus: undefined,
      ...options,
      limits: { heartbeat: intervals.heartbeat, ...options.limits },
      tokenFiles: Object.keys(tokens).map((environment) => ({
        environment,
        path: join(repository.path, '..', tokenName(repository, environment)),
        name: `${environment}.tokens`,
      })),
    },
    {
      now: () => now,
      log(line) {
        log.push(line);
        const at = waiting.findIndex(({ event }) => event === line.event);
        if (at < 0) unasked.push(line);
        else waiting.splice(at, 1)[0]!.done(line);
      },
      every(milliseconds, call) {
        timers.set(milliseconds, call);
        return () => timers.delete(milliseconds);
      },
    },
  ).catch((error: unknown) => {
    close();
    repository.remove();
    throw error;
  });
  return {
    repository,
    running,
    url: running.url,
    log,
    setTime(date) {
      now = Date.parse(date);
    },
    tick: (what) => timers.get(intervals[what])?.(),
    logged(event) {
      const at = unasked.findIndex((line) => line.event === event);
      if (at >= 0) return Promise.resolve(unasked.splice(at, 1)[0]!);
      return new Promise((done) => void waiting.push({ event, done }));
    },
    async ask(path, init) {
      const response = await fetch(running.url + path, init);
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : undefined, text };
    },
    async stop() {
      await running.close();
      await git.close();
      close();
      for (const name of Object.keys(tokens)) repository.write({ [`../${tokenName(repository, name)}`]: null });
      repository.remove();
    },
  };
}

/** Beside the repository: tokens are in no commit. */
export const tokenName = ({ path }: TemporaryRepository, environment: string): string =>
  `${path.split('/').at(-1)}-${environment}.tokens`;

/** A repository with one commit of flags.example, or of other files. */
export function exampleRepository(files?: Readonly<Record<string, string>>): TemporaryRepository {
  const repository = temporaryRepository();
  if (files) repository.write(files);
  else cpSync('flags.example', join(repository.path, 'flags'), { recursive: true });
  repository.commit('Flags of the shop');
  return repository;
}

/** A request that evaluates, as OFREP has it. */
export function evaluation(context: object = {}, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ context }),
  };
}
