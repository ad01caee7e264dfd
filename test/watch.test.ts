import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { completeFlag, exampleFiles } from './support/example-project.ts';

const folder = mkdtempSync(join(tmpdir(), 'flagwright-watch-'));
const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('test --watch runs again after a change, and ends with 130 on Ctrl-C', async () => {
  for (const [path, text] of Object.entries(exampleFiles({}))) write(path, text);
  write('theme.flag.yaml', completeFlag('tags: [a]\n'));
  const spec = 'flag: theme\ncases: [{ name: all, environment: production, expect: { variant: on } }]\n';
  write('theme.spec.yaml', spec);
  const child = spawn(process.execPath, [resolve('bin/flagwright.js'), 'test', '--watch', '-C', folder], {
    env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  let stdout = '';
  const printed = (text: string): Promise<void> =>
    new Promise((done, fail) => {
      const look = (): void => void (stdout.includes(text) && done());
      child.stdout.on('data', look);
      void ended.then(() => fail(new Error(`it ended before it printed "${text}"`)));
      look();
    });
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  try {
    await printed('1 passed (1 file)');
    write('theme.spec.yaml', spec.replace('variant: on', 'variant: off'));
    await printed('1 failed (1 file)');
    expect(stdout).toContain('got on');
    child.kill('SIGINT');
    expect(await ended).toBe(130);
  } finally {
    child.kill('SIGKILL');
  }
}, 20_000);
