import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeFlag } from './support/example-project.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

let repository: TemporaryRepository;
/** Beside the repository: a program that leaves a trace, and the trace. */
let outside: string;
let program: string;

beforeEach(() => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-hostile-')));
  program = script('program', `echo "$*" >> ${outside}/trace\nexit 1`);
  repository = temporaryRepository();
  repository.write({
    'flags/flagwright.yaml': 'version: 1\nenvironments: { production: {} }\n',
    'flags/owners.yaml': 'teams: { platform: { name: Platform, members: [sam@example.com] } }\n',
    'flags/one-flag.flag.yaml': completeFlag(''),
  });
  repository.commit('Start');
  repository.write({ 'flags/one-flag.flag.yaml': completeFlag('criticality: low\n') });
  repository.commit('Less critical');
});

afterEach(() => {
  repository.remove();
  rmSync(outside, { recursive: true, force: true });
});

function script(name: string, body: string): string {
  writeFileSync(join(outside, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return join(outside, name);
}

const run = (args: readonly string[], cwd = repository.path, env: object = {}) =>
  runMain(args, cwd, { ...repository.env, ...env });

const trace = (): string => (existsSync(join(outside, 'trace')) ? readFileSync(join(outside, 'trace'), 'utf8') : '');

/** Makes the folder of the project one that git takes for a bare repository, whose missing objects a command gives. */
function bareFolder(): void {
  repository.write({
    'flags/HEAD': 'ref: refs/heads/main\n',
    'flags/refs/heads/main': `${'1'.repeat(40)}\n`,
    'flags/objects/info/keep': '',
    'flags/config': `[core]
  repositoryFormatVersion = 1
  bare = true
  fsmonitor = ${program}
[extensions]
  partialClone = evil
[remote "evil"]
  url = ext::${program} %S
  promisor = true
[protocol]
  allow = always
[protocol "ext"]
  allow = always
`,
  });
}

describe('a project whose folder looks like a bare repository', () => {
  beforeEach(bareFolder);
  const missing = '1'.repeat(40);

  it('would have git run a command', () => {
    expect(() => repository.git('-C', 'flags', 'cat-file', '-p', missing)).toThrow();
    expect(trace()).not.toBe('');
  });

  it('is refused from inside, with what to do', async () => {
    const refused = {
      exitCode: 2,
      stdout: '',
      stderr:
        `error: "${repository.path}/flags" looks like a bare git repository, and is used as one only where GIT_DIR names it\n` +
        `help: it is inside the checkout ${repository.path}: run this there; ` +
        `or, if it is yours: GIT_DIR=${repository.path}/flags flagwright list --at main\n`,
    };
    const commands = [
      ['history', 'one-flag', '--at', missing],
      ['lint', '--at', 'HEAD'],
      ['lint'],
      ['list'],
      ['status'],
      ['audit', 'verify'],
      ['disable', 'one-flag', '--env', 'production', '--commit'],
    ];
    for (const args of commands) {
      expect(await run(['-C', 'flags', ...args]), args.join(' ')).toEqual(refused);
      expect(await run(args, join(repository.path, 'flags', 'objects')), args.join(' ')).toEqual(refused);
    }
    expect(trace()).toBe('');
  });

  it('is a folder like others from outside', async () => {
    for (const args of [
      ['lint'],
      ['lint', '--changed'],
      ['history', 'one-flag'],
      ['lint', '--at', 'HEAD'],
      ['audit', 'verify'],
    ]) {
      expect(await run(args), args.join(' ')).toMatchObject({
        exitCode: 0,
        stderr: '',
        stdout: expect.stringMatching(/./),
      });
    }
    expect(await run(['history', 'one-flag', '--at', missing])).toMatchObject({ exitCode: 2, stdout: '' });
    expect(trace()).toBe('');
  });

  it('runs nothing even where somebody names it', async () => {
    for (const args of [
      ['list', '--at', missing],
      ['history', 'one-flag', '--at', 'main'],
      ['audit', 'verify'],
      ['lint', '--at', 'HEAD~1'],
    ]) {
      const { exitCode, stdout, stderr } = await run(args, join(repository.path, 'flags'), { GIT_DIR: '.' });
      expect({ exitCode, stdout }, args.join(' ')).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(/^error: .*\nhelp: .*\n$/);
    }
    expect(trace()).toBe('');
  });
});

describe('a partial clone', () => {
  /** A clone without the contents of older commits. */
  function clone(address: string, env: Readonly<Record<string, string>> = {}): string {
    const path = join(outside, 'clone');
    for (const what of ['allowFilter', 'allowAnySHA1InWant']) repository.git('config', `uploadpack.${what}`, 'true');
    execFileSync('git', ['clone', '--quiet', '--filter=blob:none', address, path], {
      env: { ...repository.env, ...env },
      stdio: 'pipe',
    });
    return path;
  }
  const lacks = (path: string): boolean =>
    execFileSync('git', ['rev-list', '--objects', '--missing=print', 'HEAD'], { cwd: path, env: repository.env })
      .toString()
      .includes('?');

  it('of a file fetches what it lacks', async () => {
    const path = clone(`file://${repository.path}`);
    expect(lacks(path)).toBe(true);
    expect(await run(['list', '--at', 'HEAD~1'], path)).toEqual(await run(['list', '--at', 'HEAD~1']));
    expect(lacks(path)).toBe(false);
  });

  it('reached over ssh fetches with the user’s own ssh, which asks nothing', async () => {
    const ssh = {
      GIT_SSH_COMMAND: script('ssh', `env > ${outside}/env\nshift\nexec sh -c "$*"`),
      GIT_SSH_VARIANT: 'simple',
    };
    const path = clone(`ssh://example.com${repository.path}`, ssh);
    expect(await run(['history', 'one-flag', '--json'], path, ssh)).toEqual(
      await run(['history', 'one-flag', '--json']),
    );
    expect(lacks(path)).toBe(false);
    const given = readFileSync(join(outside, 'env'), 'utf8').split('\n');
    for (const line of ['SSH_ASKPASS=false', 'SSH_ASKPASS_REQUIRE=force', 'GIT_ASKPASS=', 'GIT_TERMINAL_PROMPT=0']) {
      expect(given).toContain(line);
    }
  });

  it('whose remote is a command says that it cannot fetch, and does not run it', async () => {
    const path = clone(`file://${repository.path}`);
    const set = (name: string, value: string): unknown => execFileSync('git', ['config', name, value], { cwd: path });
    set('remote.origin.url', `ext::${program}`);
    set('protocol.ext.allow', 'always');
    expect(await run(['history', 'one-flag', '--json'], path, { GIT_ALLOW_PROTOCOL: 'ext' })).toMatchObject({
      exitCode: 2,
      stderr:
        "error: git cannot fetch an object that this clone lacks: transport 'ext' not allowed\n" +
        'help: see that git fetch works without a question, or clone again without a filter\n',
    });
    expect(trace()).toBe('');
  });
});

describe('a configuration that git cannot read', () => {
  it.each([
    ['a value that is not one', 'core.abbrev', 'many', 'bad numeric config value'],
    ['another value that is not one', 'core.fileMode', 'perhaps', 'bad'],
    ['an extension of another version', 'extensions.future', 'true', 'unknown repository extension'],
  ])('%s: git’s words, and exit code 2', async (_, name, value, words) => {
    repository.git('config', 'core.repositoryFormatVersion', '1');
    repository.git('config', name, value);
    const { exitCode, stderr } = await run(['history', 'one-flag']);
    expect(stderr).toContain(`error: git cannot use this repository: ${words}`);
    expect(stderr).toContain('help: correct that first; see what git status says\n');
    expect(exitCode).toBe(2);
  });
});
