import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/cli/commands.ts';
import { rules } from '../src/lint/rules/index.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

let repository: TemporaryRepository;

beforeAll(() => {
  repository = temporaryRepository();
  repository.write({
    'flags/flagwright.yaml':
      'version: 1\nenvironments: { staging: {}, production: {}, "$(touch x)": {} }\nlifecycle: { wip: { like: release } }\n',
    'flags/owners.yaml': 'teams: { checkout: { members: [ada@example.com] }, "a`b`": { members: [] } }\n',
    'flags/fast-search.flag.yaml': 'no flag at all: [',
    'flags/shop/fast-cart.flag.yaml': '',
    'flags/$(touch x).flag.yaml': '',
  });
});
afterAll(() => repository.remove());

async function words(...typed: string[]): Promise<string[]> {
  const { stdout, exitCode } = await runMain(['completion', 'words', '--', ...typed], repository.path, repository.env);
  expect(exitCode).toBe(0);
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
}

describe('completion', () => {
  it('has every command, and says what it does', async () => {
    const { stdout } = await runMain(['completion', 'words', '--', ''], repository.path, repository.env);
    const found = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(found.map(([name]) => name)).toEqual([...Object.keys(commands), 'help']);
    expect(found.every(([, what]) => (what ?? '').length > 5)).toBe(true);
    expect(await words('ro')).toEqual(['rollout', 'rollback']);
  });

  it('has flags by their keys, though their files cannot be read', async () => {
    expect(await words('show', '')).toEqual(['fast-search', 'fast-cart']);
    expect(await words('usage', 'fast-search', 'fast-c')).toEqual(['fast-cart']);
    expect(await words('show', 'fast-search', '')).toEqual([]);
    expect(await words('rollback', '--env', 'production', 'fast-s')).toEqual(['fast-search']);
  });

  it('has environments, teams and types, and nothing of them that a shell would run', async () => {
    expect(await words('enable', 'fast-cart', '--env', '')).toEqual(['staging', 'production']);
    expect(await words('enable', '--env=p')).toEqual(['--env=production']);
    expect(await words('enable', '--env', '=', 's')).toEqual(['staging']);
    expect(await words('list', '--owner', '')).toEqual(['checkout']);
    expect(await words('list', '--type', 'w')).toEqual(['wip']);
  });

  it('has rules, choices, options and commands of commands', async () => {
    const ids = rules.map(({ id }) => id).sort();
    expect((await words('explain', '')).sort()).toEqual(ids);
    expect(await words('lint', '--rule', 'unused-f')).toEqual(['unused-flag']);
    expect(await words('lifecycle', '--format', 'i')).toEqual(['ics']);
    expect(await words('lifecycle', '--fa')).toEqual(['--fail-on']);
    expect(await words('lifecycle', '--he')).toEqual(['--help']);
    expect(await words('git', '')).toEqual(['install', 'textconv', 'merge-driver']);
    expect(await words('git', 'install', '--hoo')).toEqual(['--hooks']);
  });

  it('has nothing where there is nothing to say', async () => {
    expect(await words('no-such-command', 'x', '')).toEqual([]);
    expect(await words('demo', '')).toEqual([]);
    const outside = await runMain(['completion', 'words', '--', 'show', ''], '/', repository.env);
    expect(outside).toMatchObject({ stdout: '', exitCode: 0 });
  });

  it('refuses other shells', async () => {
    const { stderr, exitCode } = await runMain(['completion', 'zssh'], repository.path, repository.env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('did you mean "zsh"?');
  });

  it.each(['bash', 'zsh', 'fish'])('prints a script for %s', async (shell) => {
    const { stdout, exitCode } = await runMain(['completion', shell], repository.path, repository.env);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('flagwright completion words -- ');
    // fish reads no script from the kind of pipe that Node gives.
    repository.write({ script: stdout });
    const checked = spawnSync(shell, ['-n', join(repository.path, 'script')], { encoding: 'utf8' });
    // Where the shell is not installed, this says no more.
    if (checked.error === undefined) expect(checked).toMatchObject({ status: 0, stderr: '' });
  });

  it('takes words for words in bash, whatever they are', async () => {
    const { stdout: script } = await runMain(['completion', 'bash'], repository.path, repository.env);
    const ask = `flagwright() { printf '%s\\n' "$*" >&2; printf '$(echo owned)\\tx\\n\`echo owned\`\\t\\nfast-cart\\ta flag\\n'; }
exec 2>&1
${script.replaceAll('2>/dev/null', '')}
COMP_WORDS=(flagwright show 'fast c' more); COMP_CWORD=2
_flagwright
printf '<%s>\\n' "\${COMPREPLY[@]}"`;
    const { stdout, error } = spawnSync('bash', ['--norc', '-c', ask], { encoding: 'utf8' });
    if (error === undefined) {
      expect(stdout.split('\n').sort().filter(Boolean)).toEqual(
        ['completion words -- show fast c', '<$(echo owned)>', '<`echo owned`>', '<fast-cart>'].sort(),
      );
    }
  });
});
