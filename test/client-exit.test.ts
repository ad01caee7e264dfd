import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { faultyServer, type FaultyServer } from './support/faulty-server.ts';
import { snapshotText } from './support/snapshots.ts';

/** Programs that use the built client, as processes of their own: how they end. */
let server: FaultyServer;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-exit-'));
  server = await faultyServer();
  server.serve({ version: 2 });
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** Runs a program; gives what it prints, its exit code, and whether it had to be ended. */
function run(body: string): Promise<{ printed: string; code: number | null }> {
  const program = join(folder, 'program.mjs');
  writeFileSync(program, `import { createClient, disk, http, redis, redisBus } from ${JSON.stringify(resolve('dist/client.js'))};\nconst source = http('${server.address}');\n${body}`); // prettier-ignore
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--no-warnings', program], { env: { PATH: process.env.PATH ?? '' }, timeout: 20_000 }); // prettier-ignore
    let printed = '';
    child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
    child.stderr.on('data', (text: Buffer) => (printed += text.toString()));
    child.on('close', (code) => done({ printed, code }));
  });
}

it('a program ends by itself, although its client is connected and polls', async () => {
  const body = `const flags = createClient({ environment: 'production', source, poll: '1s', cache: [disk('${folder}/cache')] });
await flags.ready();
while (flags.health().mode !== 'stream') await new Promise((resolve) => setTimeout(resolve, 5));
console.log(flags.boolean('checkout'));`;
  expect(await run(body)).toEqual({ printed: 'true\n', code: 0 });
});

it('a program waits for ready although its source is away, and ends by itself', async () => {
  await server.stop();
  const body = `const flags = createClient({ environment: 'production', source, cache: [redis('redis://127.0.0.1:9')], bus: redisBus('redis://127.0.0.1:9') });
console.log(JSON.stringify(await flags.ready({ within: '5s' })), flags.boolean('checkout', {}, true));`;
  expect(await run(body)).toEqual({ printed: '{"ready":false,"source":"default"} true\n', code: 0 });
  await server.start();
});

it('a program waits for refresh although its source is away, and ends by itself', async () => {
  await server.stop();
  const body = `const flags = createClient({ environment: 'production', source, propagation: 'none' });
console.log(await flags.refresh());`;
  expect(await run(body)).toEqual({ printed: 'false\n', code: 0 });
  await server.start();
});

it('a program waits for an answer although its source hangs, and ends by itself', async () => {
  const body = `const flags = createClient({ environment: 'production', source, propagation: 'poll', read: { timeout: '30s' } });
await flags.ready();
const { reason, value } = await flags.evaluate('checkout', {}, { delivery: 'always-fresh' });
console.log(reason, value);
await flags.close();`;
  server.snapshotFault = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(snapshotText());
    server.snapshotFault = () => {};
  };
  expect(await run(body)).toEqual({ printed: 'STALE true\n', code: 0 });
});

it('a program with a closed client ends at once', async () => {
  const body = `const flags = createClient({ environment: 'production', source });
await flags.ready();
await flags.close();
console.log(flags.boolean('checkout'), process.getActiveResourcesInfo().filter((name) => /Timeout|TCP/.test(name)).length);`;
  expect(await run(body)).toMatchObject({ printed: expect.stringMatching(/^true [01]\n$/) as string, code: 0 });
});
