import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { completeFlag, exampleFiles } from './support/example-project.ts';

/** The built program, as its users start it. Everything else is tested in process. */
const bin = resolve('bin/flagwright.js');
const env = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', FLAGWRIGHT_NOW: '2026-11-22' };

let folder: string;

/** A project with thousands of diagnostics: megabytes of JSON. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-binary-'));
  const unknown = Array.from({ length: 100 }, (_, at) => `nowhere-${at}`).join(', ');
  for (const [path, text] of Object.entries(exampleFiles({}))) writeFileSync(join(folder, path), text);
  for (let at = 0; at < 60; at++)
    writeFileSync(join(folder, `flag-${at}.flag.yaml`), completeFlag(`affects: [${unknown}]\n`));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, [bin, ...args], { env, encoding: 'utf8', maxBuffer: 1e8 });

it('says its version', () => {
  expect(run('--version')).toMatchObject({ status: 0, stdout: '0.1.0\n', stderr: '' });
});

it('lints the example', () => {
  const { status, stdout, stderr } = run('lint', '--project', 'flags.example', '--quiet');
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: '5 flags, 3 segments, 4 specs: no problems (16 files)\n',
    stderr: '',
  });
});

it('ends with 1 for a no and with 2 for wrong usage', () => {
  expect(run('lint', '-C', folder).status).toBe(1);
  expect(run('lint', '--nonsense').status).toBe(2);
  expect(run('lint', '-C', tmpdir()).status).toBe(2);
});

it('writes megabytes of JSON into a pipe, whole', () => {
  const { status, stdout } = run('lint', '-C', folder, '--json');
  expect(status).toBe(1);
  expect(stdout.length).toBeGreaterThan(1_500_000);
  expect((JSON.parse(stdout) as { diagnostics: unknown[] }).diagnostics).toHaveLength(6000);
});

it('takes it in good part when the reader goes away', async () => {
  const child = spawn(process.execPath, [bin, 'lint', '-C', folder, '--json', '--quiet'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const status = await new Promise((done) => child.once('close', done));
  expect({ status, errors }).toEqual({ status: 1, errors: '' });
});

it('colours what goes to a terminal only when asked to', () => {
  expect(run('lint', '-C', folder).stdout).not.toContain('\u001B');
  expect(run('lint', '-C', folder, '--color').stdout).toContain('\u001B[');
});

it('works for a project in a folder that is not a repository', () => {
  expect(execFileSync(process.execPath, [bin, 'list', '-C', folder], { env, encoding: 'utf8' })).toContain('60 flags');
});

// `script` gives a program a terminal of its own; where it is missing there is nobody to ask.
const hasScript = spawnSync('script', ['--version']).status === 0;

it.skipIf(!hasScript)('asks on a terminal, and ends with 130 where the question is left', async () => {
  const command = `${process.execPath} ${bin} new -C ${folder}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...env, TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  let isLeft = false;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (isLeft || !output.includes('Key')) return;
    isLeft = true;
    child.stdin.write('\u0003');
  });
  const status = await new Promise((done) => child.on('close', done));
  expect(output).toContain('Key');
  expect(status).toBe(130);
});

it.each([['--help'], ['lint', '--help'], ['--version']])(
  'takes it in good part when nobody reads %s %s',
  async (...args) => {
    const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const status = await new Promise((done) => child.once('close', done));
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
  },
);
