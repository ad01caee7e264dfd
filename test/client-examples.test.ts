import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { faultyServer, type FaultyServer } from './support/faulty-server.ts';
import { disabledFlag, snapshotFlag, snapshotText } from './support/snapshots.ts';

const token = 'the-token-of-the-shop';
let folder: string;
let server: FaultyServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-examples-'));
  server = await faultyServer();
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** A service that runs. */
interface Service {
  ask(path: string): Promise<{ status: number; text: string; body: unknown }>;
  /** Waits until it has printed something. */
  printed(part: string): Promise<void>;
  /** Asks it to end; gives its exit code and all that it printed. */
  end(): Promise<{ code: number | null; printed: string }>;
}

async function start(example: string, env: Readonly<Record<string, string>>): Promise<Service> {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, ['--no-warnings', `examples/${example}/service.js`], { env: { PATH: process.env.PATH ?? '', PORT: '0', ...env } }); // prettier-ignore
  let text = '';
  const ended = new Promise<number | null>((resolve) => void child.on('close', resolve));
  const collect = (chunk: Buffer): void => void (text += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const printed = async (part: string): Promise<void> => {
    while (!text.includes(part)) {
      if (child.exitCode !== null) throw new Error(`it ended: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await printed('listening on');
  const port = /listening on (\d+)/.exec(text)?.[1];
  return {
    printed,
    async ask(path) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      const got = await answer.text();
      return { status: answer.status, text: got, body: got.startsWith('{') ? JSON.parse(got) : undefined };
    },
    async end() {
      child.kill('SIGTERM');
      return { code: await ended, printed: text };
    },
  };
}

const flags = { 'express-checkout': snapshotFlag(), 'payment-api-v2': snapshotFlag({ delivery: 'always-fresh' }) };
const off = { ...flags, 'payment-api-v2': disabledFlag({ delivery: 'always-fresh' }) };

it('Express: a kill switch works at once, and the service outlives its server of flags and a restart', async () => {
  server.serve({ version: 1, flags });
  const env = { FLAGS_URL: server.address, FLAGS_TOKEN: token, FLAGS_CACHE: join(folder, 'flags.cache') };
  const first = await start('express', env);
  expect((await first.ask('/checkout?user=ada')).body).toEqual({ oneClick: true, payments: 'v2', reason: 'STATIC' });
  server.serve({ version: 2, flags: off });
  server.announce();
  while (((await first.ask('/checkout?user=ada')).body as { payments: string }).payments !== 'v1');
  expect((await first.ask('/metrics')).text).toContain(
    'flagwright_client_snapshot_version{environment="production"} 2',
  );
  await server.stop();
  expect((await first.ask('/checkout?user=ada')).body).toMatchObject({ oneClick: true, payments: 'v1' });
  expect((await first.ask('/readyz')).status).toBe(200);
  const { code, printed } = await first.end();
  expect(code).toBe(0);
  expect(printed).not.toContain(token);
  const second = await start('express', env);
  expect((await second.ask('/checkout?user=ada')).body).toEqual({ oneClick: true, payments: 'v1', reason: 'STALE' });
  expect((await second.ask('/readyz')).body).toMatchObject({ ready: true, version: 2 });
  expect((await second.end()).code).toBe(0);
  await server.start();
});

it('OpenFeature: starts without flags, takes them when they are there, and tells of exposures', async () => {
  const path = join(folder, 'flags.json');
  const write = (text: string): void => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  const service = await start('openfeature', { FLAGS_FILE: path });
  expect((await service.ask('/?user=ada')).body).toMatchObject({ oneClick: false, reason: 'ERROR' });
  write(snapshotText({ version: 1, flags }));
  while (((await service.ask('/?user=ada')).body as { oneClick: boolean }).oneClick === false);
  write(snapshotText({ version: 2, flags: { ...flags, 'express-checkout': disabledFlag() } }));
  await service.printed('changed: express-checkout');
  expect((await service.ask('/?user=ada')).body).toEqual({ oneClick: false, reason: 'DISABLED' });
  const { code, printed } = await service.end();
  expect(code).toBe(0);
  expect(printed).toMatch(/\{"flag":"express-checkout","key":"ada","variant":"on","reason":"STATIC","at":"/);
});
