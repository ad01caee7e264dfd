import { cpSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addRemote, deadProcess, failing, make, open } from './support/git-writer.ts';
import { validOutput } from './support/output-schema.ts';
import { runMain } from './support/transcript.ts';
import { commitFiles } from '../src/change/commit-files.ts';

/** The example project in a repository, and the command line in it. */
function example() {
  const repository = make();
  cpSync('flags.example', `${repository.path}/flags`, { recursive: true });
  const start = repository.commit('Flags');
  const flagwright = (...args: readonly string[]) => runMain(args, repository.path, repository.env);
  return { ...repository, start, flagwright };
}

const off = ['disable', 'new-checkout-ui', '--env', 'production'];

describe('--push', () => {
  it('pushes the branch that the commit is on', async () => {
    const { git, flagwright, path, env, ...repository } = example();
    const remote = addRemote({ ...repository, git, path, env });
    const { stdout, exitCode } = await flagwright(...off, '--commit', '--push');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('pushed to origin\n')]);
    expect(git('--git-dir', remote, 'rev-parse', 'main')).toBe(git('rev-parse', 'HEAD'));
  });

  it('that fails is said with exit 1; the commit stays', async () => {
    const { git, flagwright, start } = example();
    git('remote', 'add', 'origin', '/nowhere');
    const { stdout, exitCode } = await flagwright(...off, '--commit', '--push', '--json');
    expect(exitCode).toBe(1);
    expect(validOutput('disable', stdout, 'change')).toMatchObject({
      ok: false,
      written: true,
      commit: { pushedTo: null, pushError: expect.stringContaining('/nowhere') as string },
    });
    expect(git('rev-parse', 'HEAD^')).toBe(start);
  });
});

describe('--branch', () => {
  it('starts from what the branch here follows', async () => {
    const { git, flagwright, start, write } = example();
    git('branch', 'published');
    git('branch', '--set-upstream-to', 'published');
    write({ 'local.txt': 'not published\n' });
    git('add', 'local.txt');
    git('commit', '--quiet', '--message', 'Local');
    const { exitCode } = await flagwright(...off, '--branch', 'flags/off');
    expect([exitCode, git('rev-parse', 'flags/off^'), git('status', '--porcelain')]).toEqual([0, start, '']);
  });

  it('has to be a name', async () => {
    const { flagwright } = example();
    const { stderr, exitCode } = await flagwright(...off, '--branch', 'a..b');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('"a..b" cannot be the name of a branch')]);
  });
});

describe('--commit', () => {
  it('moves a detached HEAD, and says so', async () => {
    const { git, flagwright, start } = example();
    git('checkout', '--quiet', '--detach');
    const { stdout } = await flagwright(...off, '--commit');
    expect(stdout).toContain('at HEAD, on no branch: Disable new-checkout-ui in production\n');
    expect([git('rev-parse', 'HEAD^'), git('rev-parse', 'main')]).toEqual([start, start]);
  });

  it('is planned from the last commit, whatever else the working tree holds', async () => {
    const { git, flagwright, write } = example();
    write({ 'flags/owners.yaml': 'teams: [\n', 'flags/checkout/express-checkout.flag.yaml': 'type: nonsense\n' });
    const { exitCode } = await flagwright(...off, '--commit');
    expect(exitCode).toBe(0);
    expect(git('show', '--format=', '--name-only')).toBe('flags/checkout/new-checkout-ui.flag.yaml');
    expect(git('status', '--porcelain')).toBe(' M flags/checkout/express-checkout.flag.yaml\n M flags/owners.yaml');
  });

  it('needs a first commit', async () => {
    const { git, flagwright } = example();
    git('checkout', '--quiet', '--orphan', 'empty');
    const { stderr, exitCode } = await flagwright(...off, '--commit');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('this repository has no commit yet')]);
  });
});

describe('a command after one that was killed', () => {
  it('finishes it first', async () => {
    const repository = example();
    const { git, writer } = open(repository, deadProcess());
    const files = new Map([['a.yaml', 'a: 2\n']]);
    // Everything is staged, and the branch has not moved.
    const killed = failing(writer, { at: 'moveRef', moment: 'before', kill: true });
    const plan = { base: repository.start, files, message: 'Killed\n', verify: true };
    await commitFiles(git, killed, plan).catch(() => {});
    expect(repository.git('status', '--porcelain', 'a.yaml')).toBe('M  a.yaml');
    const untouched = await repository.flagwright(...off, '--dry-run');
    expect([untouched.exitCode, repository.git('status', '--porcelain', 'a.yaml')]).toEqual([0, 'M  a.yaml']);
    expect(untouched.stderr).toContain('warning: the change "Killed" was interrupted before it was complete');
    const shown = await repository.flagwright('status');
    expect(shown.stdout).toMatch(/^. a change was interrupted: Killed \(1 file\)\n/);
    const { exitCode, stderr } = await repository.flagwright(...off);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('it is finished now: commit ')]);
    expect(repository.git('status', '--porcelain')).toBe(' M flags/checkout/new-checkout-ui.flag.yaml');
    expect(repository.git('show', 'HEAD:a.yaml')).toBe('a: 2');
  });
});
