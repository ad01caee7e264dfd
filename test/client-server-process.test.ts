import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClient, http, type ClientOptions, type FlagClient } from '../src/runtime/client.ts';
import { next } from './support/fault-kit.ts';
import { exampleFiles } from './support/example-project.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';

/** The built server as a process of its own, which is killed, paused and started anew under a client. */
let repository: TemporaryRepository;
const ends: (() => unknown)[] = [];
const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));

beforeEach(() => {
  repository = temporaryRepository();
  ends.push(() => repository.remove());
  commit('true');
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  expect(unhandled).toEqual([]);
});

function commit(state: string): void {
  repository.write(exampleFiles({ flags: { pay: `environments:\n  production: ${state}\ndelivery: always-fresh\n` } }));
  repository.commit(`It is ${state}`);
}

interface Serving {
  readonly child: ChildProcess;
  readonly port: number;
  /** Ends it at once, without a word to anybody. */
  kill(): Promise<void>;
}

async function serving(port: number, ...more: string[]): Promise<Serving> {
  const args = [
    resolve('bin/flagwright.js'),
    'serve',
    '--env',
    'production',
    '--port',
    String(port),
    '--poll',
    '60m',
    ...more,
  ];
  const child = spawn(process.execPath, args, {
    cwd: repository.path,
    env: repository.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((done) => child.once('exit', done));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  ends.push(kill);
  let stdout = '';
  const url = await new Promise<string>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const found = /"url":"([^"]+)"/.exec(stdout)?.[1];
      if (found) done(found);
    });
    child.once('exit', () => fail(new Error(stdout)));
  });
  return { child, port: Number(new URL(url).port), kill };
}

async function clientOf({ port }: Serving, options: Partial<ClientOptions> = {}): Promise<FlagClient> {
  const flags = createClient({
    environment: 'production',
    source: http(`http://127.0.0.1:${port}`),
    propagation: 'none',
    read: { retries: 0, timeout: '30s', breakAfter: 1000 },
    ...options,
  });
  ends.push(() => flags.close());
  await flags.ready({ within: '60s' });
  return flags;
}

/** Reads until the source answers. */
async function healed(flags: FlagClient): Promise<void> {
  while (!(await flags.refresh()));
}

it('a server that is paused: what is held, STALE, and fresh once it goes on', async () => {
  const server = await serving(0);
  const flags = await clientOf(server);
  server.child.kill('SIGSTOP');
  expect(await flags.evaluate('pay', {}, { deadline: '50ms', fallback: false })).toMatchObject({ value: true, reason: 'STALE', source: 'memory', version: 1 }); // prettier-ignore
  expect(flags.boolean('pay')).toBe(true);
  server.child.kill('SIGCONT');
  expect(await flags.evaluate('pay', {}, { deadline: '60s', fallback: false })).toMatchObject({ value: true, source: 'fresh' }); // prettier-ignore
});

it('a server that is killed under a stream and comes back: polling, then the stream, and what was missed', async () => {
  const first = await serving(0);
  const flags = await clientOf(first, { propagation: 'hybrid', poll: '50ms' });
  if (flags.health().mode !== 'stream') await next(flags, 'mode', ({ mode }) => mode === 'stream');
  const lost = next(flags, 'mode', ({ mode }) => mode === 'poll');
  await first.kill();
  await lost;
  expect(flags.detail('pay', {}, false)).toMatchObject({ value: true, source: 'memory', version: 1 });
  commit('false');
  const [changed, back] = [next(flags, 'change'), next(flags, 'mode', ({ mode }) => mode === 'stream')];
  await serving(first.port);
  expect(await changed).toMatchObject({ version: 2, flags: ['pay'] });
  await back;
  expect(flags.boolean('pay')).toBe(false);
});

it('a server that comes back with an older commit: what is held stays', async () => {
  commit('false');
  const first = await serving(0);
  const flags = await clientOf(first);
  expect(flags.detail('pay', {}, true)).toMatchObject({ value: false, version: 2 });
  await first.kill();
  expect(await flags.refresh()).toBe(false);
  const lagging = await serving(first.port, '--at', 'HEAD~1');
  expect(await flags.refresh()).toBe(false);
  expect(flags.failures().at(-1)).toMatchObject({ what: 'older snapshot', worked: true, version: 2 });
  expect(flags.detail('pay', {}, true)).toMatchObject({ value: false, version: 2 });
  await lagging.kill();
  await serving(first.port);
  await healed(flags);
  expect(flags.detail('pay', {}, true)).toMatchObject({ value: false, version: 2 });
});

it('a rewritten history that the server accepts: clients take it up once it is longer than what they hold', async () => {
  commit('false');
  const first = await serving(0);
  const flags = await clientOf(first);
  await first.kill();
  repository.git('reset', '--hard', '--quiet', 'HEAD~1');
  const second = await serving(first.port, '--accept-rewrite');
  expect(await flags.refresh()).toBe(false);
  expect(flags.detail('pay', {}, true)).toMatchObject({ value: false, version: 2 });
  await second.kill();
  // The run-book: empty commits until the version is above the one that clients hold.
  for (let version = 1; version <= 2; version++) repository.git('commit', '--quiet', '--allow-empty', '--message', 'Above the version that clients hold'); // prettier-ignore
  await serving(first.port);
  await healed(flags);
  expect(flags.detail('pay', {}, false)).toMatchObject({ value: true, version: 3 });
});
