import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeHost, userError } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import { importRepository } from '../../git/import-repository.ts';
import { workingTree } from '../../platform/working-tree.ts';
import { demoJson } from '../../report/demo/json.ts';
import { demoText } from '../../report/demo/text.ts';
import { makeStyle } from '../../report/style.ts';
import { demo, type DemoReport } from './demo.ts';

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-')));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: home } }).trimEnd();

async function written(name: string, env: Record<string, string> = {}): Promise<DemoReport> {
  return demo(fakeHost({ folder: null }), {
    dir: name,
    folder: join(home, name),
    example: workingTree(realpathSync('flags.example')),
    write: (folder, commits) => importRepository(folder, commits, { env: { PATH: process.env.PATH, ...env } }),
  });
}

describe('demo', () => {
  it('writes a repository that git finds no fault with', async () => {
    const report = await written('one');
    const folder = join(home, 'one');
    expect(git(folder, 'rev-parse', 'HEAD')).toBe(report.head);
    expect(git(folder, 'rev-list', '--count', 'HEAD')).toBe(String(report.commits));
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(git(folder, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(git(folder, 'fsck', '--strict')).toBe('');
    expect(readFileSync(join(folder, 'flags/flagwright.yaml'), 'utf8')).toMatch(/^version: 1\n/);
    expect(report).toMatchObject({ authors: 6, from: '2026-05-04T09:12:00.000Z', today: '2026-11-22' });
  });

  it('names the emergency in the commit that reviews it', async () => {
    await written('one');
    const folder = join(home, 'one');
    const review = git(
      folder,
      'log',
      '-1',
      '--format=%(trailers:key=Reviews-Emergency,valueonly)',
      '--grep=INC-44 has',
    );
    expect(git(folder, 'show', '-s', '--format=%(trailers:key=Emergency,valueonly)', review.trim()).trim()).toBe(
      'INC-44',
    );
  });

  it('is the same whatever the machine is set to', async () => {
    const templates = join(home, 'templates');
    mkdirSync(join(templates, 'hooks'), { recursive: true });
    writeFileSync(join(templates, 'hooks/post-checkout'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const config = `[core]\n\tautocrlf = true\n[init]\n\tdefaultBranch = trunk\n\ttemplateDir = ${templates}\n[user]\n\tname = Me\n`;
    writeFileSync(join(home, '.gitconfig'), config);
    const hostile = {
      HOME: home,
      TZ: 'Asia/Tokyo',
      GIT_DIR: join(home, 'elsewhere'),
      GIT_AUTHOR_DATE: '1999-01-01',
      GIT_DEFAULT_HASH: 'sha256',
      GIT_INDEX_FILE: join(home, 'index'),
    };
    const [one, two] = [await written('one'), await written('two', hostile)];
    expect(two.head).toBe(one.head);
    expect(readdirSync(home).sort()).toEqual(['.gitconfig', 'one', 'templates', 'two']);
    expect(readdirSync(join(home, 'two/.git'))).not.toContain('hooks');
    expect(readFileSync(join(home, 'two/flags/policy.yaml'), 'utf8')).not.toContain('\r');
  });

  it('takes an empty folder, and no other', async () => {
    mkdirSync(join(home, 'empty'));
    await written('empty');
    expect(await userError(() => written('empty'))).toContain('is not empty / name a folder that is empty');
    writeFileSync(join(home, 'file'), '');
    expect(await userError(() => written('file'))).toContain('is not a folder');
    expect(await userError(() => written('file/below'))).toContain('cannot write to');
    expect(readFileSync(join(home, 'file'), 'utf8')).toBe('');
  });

  it('leaves nothing behind when git fails', async () => {
    await expect(written('deep/er', { PATH: '/nowhere' })).rejects.toThrow('git is not installed');
    mkdirSync(join(home, 'empty'));
    await expect(written('empty', { PATH: '/nowhere' })).rejects.toThrow('git is not installed');
    expect(readdirSync(home)).toEqual(['empty']);
    expect(readdirSync(join(home, 'empty'))).toEqual([]);
  });

  it('says what to install where the example is missing', async () => {
    const options = { dir: 'x', folder: join(home, 'x'), example: undefined, write: async () => [] };
    expect(await userError(() => demo(fakeHost(), options))).toContain('lacks the example');
  });

  it('goes on with commands that there are', async () => {
    const report = await written('a demo');
    const text = demoText(report, makeStyle({ color: false }));
    expect(text).toContain("cd 'a demo'");
    const named = [...text.matchAll(/flagwright (\w+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    const known = readdirSync('src/cli/commands').map((file) => file.replace(/\.ts$/, ''));
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    expect(validOutput('demo', demoJson(report))).toMatchObject({ folder: 'a demo', head: report.head });
  });
});
