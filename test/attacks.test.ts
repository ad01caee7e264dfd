import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeFlag } from './support/example-project.ts';
import { everythingBelow } from './support/everything-below.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

let repository: TemporaryRepository;
/** A folder of the user's own, beside the repository. */
let outside: string;

beforeEach(() => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-attacks-')));
  mkdirSync(join(outside, 'folder'));
  for (const name of ['file', 'folder/file']) writeFileSync(join(outside, name), 'mine\n');
  repository = temporaryRepository();
  repository.write({
    'flags/flagwright.yaml': 'version: 1\nenvironments: { production: {} }\n',
    'flags/owners.yaml':
      'teams: { platform: { name: Platform, members: [sam@example.com], handles: { github: "@acme/platform" } } }\n',
    'flags/one-flag.flag.yaml': completeFlag(''),
    'flags/team/two-flag.flag.yaml': completeFlag(''),
    'flagd.json': JSON.stringify({
      flags: { 'new-flag': { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on' } },
    }),
  });
  repository.commit('Start');
});

afterEach(() => {
  repository.remove();
  rmSync(outside, { recursive: true, force: true });
});

const at = (path: string): string => join(repository.path, path);
const run = (...args: string[]) =>
  runMain(args, repository.path, { ...repository.env, FLAGWRIGHT_NOW: '2026-11-22', HOME: outside });

/** Puts a link in the place of whatever is at a path, and commits it as a stranger's branch would have it. */
function link(path: string, target: string): void {
  rmSync(at(path), { recursive: true, force: true });
  mkdirSync(dirname(at(path)), { recursive: true });
  symlinkSync(target, at(path));
  repository.commit('A link');
}

const create = ['new', 'new-flag', '--type', 'ops', '--owner', 'platform', '--description', 'Something new for all.'];
const fill = ['import', 'flagd', 'flagd.json', '--env', 'production', '--owner', 'platform', '--type', 'ops'];
const snapshot = ['export', 'snapshot', '--env', 'production', '--output'];
const off = ['disable', 'one-flag', '--env', 'production'];

describe('a link that a branch holds where a command writes', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['flags/new-flag.flag.yaml', ['OUT/none'], create],
    ['flags/team', ['OUT/folder'], [...create, '--folder', 'team']],
    ['flags/team', ['OUT/folder'], [...fill, '--folder', 'team']],
    ['flags/new-flag.flag.yaml', ['OUT/file'], [...fill, '--replace']],
    ['flags/one-flag.flag.yaml', ['OUT/file'], off],
    ['flags/one-flag.flag.yaml', ['OUT/file'], [...off, '--commit']],
    ['flags/one-flag.flag.yaml', ['OUT/file'], ['lint', '--fix']],
    ['report.sarif', ['OUT/file'], ['lint', '--format', 'sarif', '--output', 'report.sarif']],
    ['report.json', ['OUT/none'], [...snapshot, 'report.json']],
    ['build', ['OUT/folder'], [...snapshot, 'build/report.json']],
    ['build', ['OUT/folder'], ['audit', '--format', 'csv', '--output', 'build/file']],
    ['.github', ['OUT/folder'], ['codeowners', '--write']],
    ['.github/CODEOWNERS', ['OUT/file'], ['codeowners', '--write']],
    ['build', ['OUT/folder'], ['codeowners', '--write', '--file', 'build/CODEOWNERS']],
    ['.gitattributes', ['OUT/file'], ['git', 'install']],
    ['.gitattributes', ['OUT/none'], ['git', 'install', '--hooks']],
    ['.hooks', ['OUT/folder'], ['git', 'install', '--hooks']],
    ['.hooks/pre-commit', ['OUT/none'], ['git', 'install', '--hooks']],
    ['.hooks/pre-commit', ['OUT/file'], ['git', 'install', '--uninstall']],
    ['more', ['OUT/folder'], ['init', 'more']],
    ['more/.vscode', ['OUT/folder'], ['init', 'more']],
    ['.github/workflows', ['OUT/folder'], ['init', '--ci', 'github']],
    ['.flagwright', ['OUT/folder'], ['-C', '.flagwright', 'codeowners', '--write']],
    ['shop', ['OUT/folder'], ['demo', 'shop']],
  ])('%s -> %s: %j', async (path, [target = ''], args) => {
    if (path.startsWith('.hooks')) repository.git('config', 'core.hooksPath', '.hooks');
    link(path, target.replace('OUT', outside));
    const before = everythingBelow(outside);
    const { exitCode, stderr } = await run(...args);
    expect([0, 1, 2], stderr).toContain(exitCode);
    expect(everythingBelow(outside)).toEqual(before);
  });

  it('in the place of a draft is not written through', async () => {
    const names = Array.from({ length: 300 }, (_, pid) => `one-flag.flag.yaml.flagwright-${pid + 1}`);
    const drafts = Array.from({ length: 10 }, (_, index) => `.flagwright-${process.pid}-${'0'.repeat(32)}-${index}`);
    for (const name of [...names, ...drafts]) symlinkSync(join(outside, 'file'), at(`flags/${name}`));
    repository.commit('Links');
    const before = everythingBelow(outside);
    expect((await run(...off, '--commit')).exitCode).toBe(0);
    expect((await run('lint', '--fix')).exitCode).toBe(0);
    expect(everythingBelow(outside)).toEqual(before);
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});

describe('what is not a file where a command reads', () => {
  const commands = [
    ['status'],
    ['lint'],
    ['lint', '--changed', '--base', 'HEAD'],
    ['history', 'one-flag'],
    ['diff', 'HEAD'],
    ['audit', 'verify'],
    ['policy', 'check', 'HEAD'],
    ['usage'],
    [...off, '--commit'],
  ];
  const pipe = (path: string): void => {
    rmSync(at(path), { recursive: true, force: true });
    execFileSync('mkfifo', [at(path)]);
  };

  it.each<[string, () => void]>([
    ['pipes in the place of what is kept', () => keptFiles().forEach(pipe)],
    [
      'endless links in the place of what is kept',
      () => {
        for (const path of keptFiles()) {
          rmSync(at(path));
          symlinkSync('/dev/zero', at(path));
        }
      },
    ],
    ['a pipe in the place of the folder of what is kept', () => pipe('.git/flagwright')],
    ['a pipe in the place of a journal', () => pipe('.git/flagwright-journal.json')],
    ['a pipe in the place of a committed file', () => pipe('flags/owners.yaml')],
    ['an endless link in the place of a committed file', () => link('flags/owners.yaml', '/dev/zero')],
  ])('%s is not waited for', async (_, prepare) => {
    for (const args of [['lint'], ['history', 'one-flag'], ['audit']]) await run(...args);
    prepare();
    for (const args of commands) {
      const { exitCode, stderr } = await run(...args);
      expect([0, 1, 2], `${args.join(' ')}: ${stderr}`).toContain(exitCode);
    }
  });

  const keptFiles = (): string[] => {
    const names = readdirSync(at('.git/flagwright')).map((name) => `.git/flagwright/${name}`);
    expect(names.length).toBeGreaterThan(0);
    return names;
  };

  it.each(['--hooks', '--uninstall'])('an endless link in the place of a hook is refused: %s', async (option) => {
    repository.git('config', 'core.hooksPath', '.hooks');
    link('.hooks/pre-commit', '/dev/zero');
    const { exitCode, stderr } = await run('git', 'install', option);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('symbolic link, which is not followed')]);
  });

  it('a folder in the place of the journal is told of', async () => {
    mkdirSync(at('.git/flagwright-journal.json'));
    const { exitCode, stderr } = await run(...off, '--commit');
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: cannot write .*\nhelp: ./)]);
  });
});

it('what a process left that was killed is removed by the next change, wherever it is', async () => {
  const gone = `.flagwright-999999999-${'a'.repeat(32)}-0`;
  const running = `.flagwright-${process.pid}-${'a'.repeat(32)}-0`;
  for (const name of [gone, `${gone}.was`, running]) writeFileSync(at(`flags/team/${name}`), 'half\n');
  expect((await run('lint')).exitCode).toBe(0);
  expect(readdirSync(at('flags/team')).sort()).toEqual([gone, `${gone}.was`, running, 'two-flag.flag.yaml'].sort());
  expect((await run(...off)).exitCode).toBe(0);
  expect(readdirSync(at('flags/team')).sort()).toEqual([running, 'two-flag.flag.yaml'].sort());
});
