import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TemporaryRepository } from './support/repository.ts';
import { evaluation, exampleRepository } from './support/server.ts';
import { validOutput } from './support/output-schema.ts';
import { runMain } from './support/transcript.ts';

let repository: TemporaryRepository;

beforeEach(() => {
  repository = exampleRepository();
});

afterEach(() => repository.remove());

/** The built program as a process of its own, serving. */
async function serving(...more: string[]) {
  const args = [resolve('bin/flagwright.js'), 'serve', '--env', 'production', '--port', '0', ...more];
  const child = spawn(process.execPath, args, { cwd: repository.path, env: repository.env });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const url = await new Promise<string>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const found = /"url":"([^"]+)"/.exec(stdout)?.[1];
      if (found) done(found);
    });
    child.once('exit', () => fail(new Error(stderr)));
  });
  return { child, url, ended, output: () => ({ stdout, stderr }) };
}

describe('flagwright serve', () => {
  it('serves, answers what is under way on SIGTERM, and ends with 0', async () => {
    const { child, url, ended, output } = await serving();
    const path = '/ofrep/v1/evaluate/flags/payment-api-v1';
    expect(await (await fetch(url + path, evaluation())).json()).toMatchObject({ value: true });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    const closed = new Promise((done) => socket.once('close', done));
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n`);
    // The server is at work on it once it asks for the body.
    await new Promise((done) => socket.once('data', done));
    child.kill('SIGTERM');
    while (await fetch(url).then(() => true, () => false)); // prettier-ignore
    socket.write('{}');
    await closed;
    expect(answer).toMatch(/HTTP\/1\.1 200 [^]*"value":true/);
    expect(await ended).toBe(0);
    const lines = output().stdout.trim().split('\n').map((line) => JSON.parse(line) as { event: string }); // prettier-ignore
    expect(lines.at(-1)).toMatchObject({ event: 'closed' });
    expect(output().stderr).toBe(`note: listening at ${url}; Ctrl-C ends it\n`);
  });

  it('follows a branch by itself, whatever is checked out', async () => {
    repository.git('branch', 'release');
    const { child, url, ended } = await serving('--at', 'release', '--poll', '100ms', '--no-access-log');
    const stream = await fetch(`${url}/stream`, { headers: { 'last-event-id': '1' } });
    repository.commit('Two');
    repository.git('branch', '--force', 'release', 'main');
    let text = '';
    for await (const chunk of stream.body!) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.includes('id: 2')) break;
    }
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});

describe('flagwright status --server', () => {
  it('shows what is served, and what is not', async () => {
    const { child, url, ended } = await serving('--no-access-log');
    const ask = (...more: string[]) => runMain(['status', '--server', url, ...more], repository.path, repository.env);
    const well = await ask();
    expect(well.exitCode).toBe(0);
    expect(well.stdout.replace(url, 'URL')).toMatch(
      /^URL is ready\n\nenvironment +version +commit +digest\nproduction +1 +[0-9a-f]{7} +[0-9a-f]{12}\n$/,
    );
    repository.write({ 'flags/checkout/express-checkout.flag.yaml': 'environments: {' });
    const commit = repository.commit('Broken');
    await fetch(`${url}/-/refresh`, { method: 'POST' });
    const ill = await ask();
    expect(ill.exitCode).toBe(1);
    expect(ill.stdout).toContain(
      `\ncommit ${commit.slice(0, 7)} is not served: it is broken\n  flags/checkout/express-checkout.flag.yaml: this { is never closed [yaml-syntax]\n`,
    );
    const { stdout } = await ask('--json');
    expect(validOutput('status', stdout, 'server-status')).toMatchObject({
      ok: false,
      ready: true,
      environments: { production: { version: 1 } },
      refused: { commit, why: 'broken' },
    });
    child.kill('SIGTERM');
    await ended;
  });
});
