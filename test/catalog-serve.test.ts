import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { completeFlag, exampleFiles } from './support/example-project.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';

let repository: TemporaryRepository;
beforeEach(() => {
  repository = temporaryRepository();
  repository.write({ ...exampleFiles({}), 'theme.flag.yaml': completeFlag('tags: [a]\n') });
  repository.commit('A theme');
});
afterEach(() => repository.remove());

/** Status and text of a page, asked for by a host name. */
function pageAt(url: string, path: string, host = 'localhost'): Promise<{ status: number | undefined; text: string }> {
  return new Promise((done, fail) => {
    get(new URL(path, url), { headers: { host: `${host}:${new URL(url).port}` } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => done({ status: response.statusCode, text }));
    }).on('error', fail);
  });
}

it('catalog --serve serves this machine, makes it anew after a change, and ends with 0 on Ctrl-C', async () => {
  const child = spawn(process.execPath, [resolve('bin/flagwright.js'), 'catalog', '--serve', '0'], {
    cwd: repository.path,
    env: { ...repository.env, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let stderr = '';
  const said = (pattern: RegExp): Promise<string> =>
    new Promise((done, fail) => {
      const look = (): void => void (pattern.test(stderr) && done(pattern.exec(stderr)![1]!));
      child.stderr.on('data', look);
      void ended.then(() => fail(new Error(`it ended: ${stderr}`)));
      look();
    });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  try {
    const url = await said(/at (http:\S+);/);
    expect((await pageAt(url, '/')).text).toContain('href="flags/theme.html"');
    expect((await pageAt(url, '/flags/theme.html')).text).toContain('<dt>Tags<dd>a</div>');
    expect((await pageAt(url, '/theme.flag.yaml')).status).toBe(404);
    expect((await pageAt(url, '/', 'evil.example')).status).toBe(403);
    repository.write({ 'theme.flag.yaml': completeFlag('tags: [b]\n') });
    await said(/(made anew)/);
    expect((await pageAt(url, '/flags/theme.html')).text).toContain('<dt>Tags<dd>b</div>');
    expect(repository.git('status', '--short')).toBe(' M theme.flag.yaml');
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
}, 60_000);
