import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { userError } from '../../test/support/host.ts';
import { commitFiles, commitOnBranch, type CommitPlan } from './commit-files.ts';
import { addRemote, damage, deadProcess, make, open } from '../../test/support/git-writer.ts';
import { settleInterrupted } from './settle.ts';
import { Refusal } from './refusal.ts';

const plan = (base: string, own: Partial<CommitPlan> = {}): CommitPlan => ({
  base,
  files: new Map([['a.yaml', 'a: 2\n']]),
  message: 'Change a\n',
  verify: true,
  ...own,
});

async function refusal(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Refusal) return `${error.reason}: ${error.message}`;
    throw error;
  }
  throw new Error('it was not refused');
}

/** Names in the git folder that are ours or locks. */
const litter = (path: string): string[] =>
  readdirSync(join(path, '.git')).filter((name) => /flagwright|\.lock/.test(name));

function hook(path: string, name: string, script: string): void {
  const file = join(path, '.git', 'hooks', name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

describe('commitFiles', () => {
  it('lands, with index and files, and leaves everything else as it was', async () => {
    const repository = make();
    repository.write({ 'staged.txt': 'staged\n', 'other.txt': 'edited\n', 'new.txt': 'new\n' });
    repository.git('add', 'staged.txt');
    const { git, writer } = open(repository);
    const files = new Map([
      ['a.yaml', 'a: 2\n'],
      ['b.yaml', null],
      ['sub/c d\u00e9.yaml', 'c: 1\n'],
    ]);
    const commit = await commitFiles(git, writer, plan(repository.base, { files }));
    expect(repository.git('rev-parse', 'main', 'HEAD^')).toBe(`${commit}\n${repository.base}`);
    expect(repository.git('-c', 'core.quotePath=false', 'show', '--format=%s', '--name-status', '--no-renames')).toBe(
      'Change a\n\nM\ta.yaml\nD\tb.yaml\nA\tsub/c d\u00e9.yaml',
    );
    expect(repository.git('status', '--porcelain')).toBe(' M other.txt\nM  staged.txt\n?? new.txt');
    expect(readFileSync(join(repository.path, 'a.yaml'), 'utf8')).toBe('a: 2\n');
    expect(repository.git('reflog', '-1', '--format=%gs')).toBe('flagwright: Change a');
    expect([damage(repository), litter(repository.path)]).toEqual(['', []]);
  });

  it('works with SHA-256, on a detached HEAD, in a linked worktree', async () => {
    const repository = make({ objectFormat: 'sha256' });
    repository.git('worktree', 'add', '--quiet', '--detach', 'linked');
    const linked = { ...repository, path: join(repository.path, 'linked') };
    const { git, writer } = open(linked);
    const files = new Map([
      ['a.yaml', 'a: 2\n'],
      ['b.yaml', null],
    ]);
    const commit = await commitFiles(git, writer, plan(repository.base, { files }));
    expect(repository.git('-C', 'linked', 'rev-parse', 'HEAD', 'main')).toBe(`${commit}\n${repository.base}`);
    expect(repository.git('-C', 'linked', 'status', '--porcelain')).toBe('');
    expect(damage(repository)).toBe('');
  });

  it('writes line ends and modes as the settings and the file have them', async () => {
    const repository = make();
    repository.write({ '.gitattributes': '*.yaml text eol=crlf\n' });
    chmodSync(join(repository.path, 'a.yaml'), 0o755);
    const base = repository.commit('CRLF');
    const { git, writer } = open(repository);
    await commitFiles(git, writer, plan(base));
    expect(readFileSync(join(repository.path, 'a.yaml'), 'utf8')).toBe('a: 2\r\n');
    expect(repository.git('cat-file', 'blob', 'HEAD:a.yaml')).toBe('a: 2');
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.git('ls-tree', 'HEAD', 'a.yaml')).toMatch(/^100755/);
  });

  it('refuses where somebody else has been at work, and writes nothing', async () => {
    const repository = make();
    const { git, writer } = open(repository);
    const attempt = (own: Partial<CommitPlan> = {}) =>
      refusal(() => commitFiles(git, writer, plan(repository.base, own)));

    repository.write({ 'a.yaml': 'a: mine\n' });
    const edited = 'edited: a.yaml has changes that are not committed';
    expect(await attempt()).toBe(edited);
    repository.git('add', 'a.yaml');
    expect(await attempt()).toBe(edited);
    repository.git('reset', '--quiet', '--hard');

    repository.write({ 'c.yaml': 'c: mine\n' });
    expect(await attempt({ files: new Map([['c.yaml', 'c: 1\n']]) })).toContain('edited: c.yaml');
    repository.write({ '.git/info/exclude': 'c.yaml\n' });
    expect(await attempt({ files: new Map([['c.yaml', 'c: 1\n']]) })).toContain('edited: c.yaml');

    for (const [file, name] of [
      ['MERGE_HEAD', 'a merge'],
      ['CHERRY_PICK_HEAD', 'a cherry-pick'],
      ['REVERT_HEAD', 'a revert'],
      ['rebase-merge', 'a rebase'],
    ] as const) {
      repository.write({ [`.git/${file}`]: `${repository.base}\n` });
      expect(await attempt()).toBe(`operation: ${name} is under way`);
      repository.write({ [`.git/${file}`]: null });
    }

    repository.write({ '.git/index.lock': '' });
    expect(await attempt()).toBe('locked: another process is writing to this repository');
    expect(existsSync(join(repository.path, '.git/index.lock'))).toBe(true);
    repository.write({ '.git/index.lock': null });

    const theirs = repository.commit('Theirs');
    expect(await attempt()).toBe("moved: somebody else's commit came in between");
    expect(repository.git('rev-parse', 'HEAD')).toBe(theirs);
    expect([repository.git('status', '--porcelain'), litter(repository.path)]).toEqual(['', []]);
  });

  it('refuses when the branch moves at the last moment', async () => {
    const repository = make();
    const { git, writer } = open(repository);
    const interfering = {
      ...writer,
      // Git's own commit would wait for the index, so somebody who pushes into the branch is played.
      async commitTree(...args: Parameters<typeof writer.commitTree>) {
        const theirs = repository.git(
          'commit-tree',
          '-p',
          repository.base,
          '-m',
          'Theirs',
          `${repository.base}^{tree}`,
        );
        repository.git('update-ref', 'refs/heads/main', theirs);
        return writer.commitTree(...args);
      },
    };
    expect(await refusal(() => commitFiles(git, interfering, plan(repository.base)))).toContain('moved:');
    expect(repository.git('log', '--format=%s')).toBe('Theirs\nStart');
    expect([repository.git('status', '--porcelain'), litter(repository.path)]).toEqual(['', []]);
  });

  it('keeps what somebody saves while the branch moves', async () => {
    const repository = make();
    const { git, writer } = open(repository);
    const saving = {
      ...writer,
      async moveRef(...args: Parameters<typeof writer.moveRef>) {
        repository.write({ 'a.yaml': 'a: saved\n' });
        return writer.moveRef(...args);
      },
    };
    await commitFiles(git, saving, plan(repository.base));
    expect(readFileSync(join(repository.path, 'a.yaml'), 'utf8')).toBe('a: saved\n');
    expect(repository.git('status', '--porcelain')).toBe(' M a.yaml');
    expect(repository.git('cat-file', 'blob', 'HEAD:a.yaml')).toBe('a: 2');
  });
});

describe('hooks', () => {
  it('see what is about to be committed, and may change the message', async () => {
    const repository = make();
    repository.write({ 'staged.txt': 'staged\n' });
    repository.git('add', 'staged.txt');
    hook(repository.path, 'pre-commit', `git diff --cached --name-only -- '*.*' > seen`);
    hook(repository.path, 'commit-msg', `echo 'Change-Id: I1' >> "$1"`);
    const { git, writer } = open(repository);
    await commitFiles(git, writer, plan(repository.base));
    expect(readFileSync(join(repository.path, 'seen'), 'utf8')).toBe('a.yaml\n');
    expect(repository.git('log', '-1', '--format=%B').trim()).toBe('Change a\nChange-Id: I1');
  });

  it.each([
    ['pre-commit', 'echo not today; exit 1', 'the pre-commit hook said no'],
    ['commit-msg', 'exit 1', 'the commit-msg hook said no'],
    ['commit-msg', ': > "$1"', 'the commit-msg hook left no message'],
    ['pre-commit', 'echo b: 2 > b.yaml; git add b.yaml', 'the pre-commit hook changed what was to be committed'],
    ['pre-commit', 'echo a: 3 > a.yaml', 'a.yaml has changes that are not committed'],
  ])('%s: %s', async (name, script, message) => {
    const repository = make();
    hook(repository.path, name, script);
    const { git, writer } = open(repository);
    expect(await refusal(() => commitFiles(git, writer, plan(repository.base)))).toContain(message);
    expect([repository.git('rev-parse', 'HEAD'), litter(repository.path)]).toEqual([repository.base, []]);
  });

  it('are skipped when asked', async () => {
    const repository = make();
    hook(repository.path, 'pre-commit', 'exit 1');
    const { git, writer } = open(repository);
    await commitFiles(git, writer, plan(repository.base, { verify: false }));
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});

describe('signing', () => {
  it('is done where the settings ask for it', async () => {
    const repository = make();
    // A program that signs as far as git can tell.
    repository.write({
      '.git/sign': '#!/bin/sh\ncat > /dev/null\necho "[GNUPG:] SIG_CREATED " >&2\necho a signature\n',
    });
    chmodSync(join(repository.path, '.git/sign'), 0o755);
    repository.git('config', 'gpg.program', join(repository.path, '.git/sign'));
    repository.git('config', 'commit.gpgSign', 'yes');
    const { git, writer } = open(repository);
    const commit = await commitFiles(git, writer, plan(repository.base));
    expect(repository.git('cat-file', 'commit', commit)).toContain('gpgsig a signature');
  });
});

describe('what git cannot do', () => {
  it('is said in its words, and nothing was done', async () => {
    const repository = make();
    repository.git('config', 'gpg.program', 'false');
    repository.git('config', 'commit.gpgSign', 'true');
    const { git, writer } = open(repository);
    expect(await userError(() => commitFiles(git, writer, plan(repository.base)))).toContain('git cannot commit: ');
    repository.git('config', 'commit.gpgSign', 'false');
    const nobody = { ...repository, env: { ...repository.env, GIT_AUTHOR_NAME: '', GIT_AUTHOR_EMAIL: '' } };
    const { writer: anonymous } = open(nobody);
    expect(await userError(() => commitFiles(git, anonymous, plan(repository.base)))).toContain('empty ident name');
    expect([repository.git('rev-parse', 'HEAD'), litter(repository.path)]).toEqual([repository.base, []]);
  });
});

describe('commitOnBranch', () => {
  it('touches neither the index nor the working tree', async () => {
    const repository = make();
    repository.write({ 'a.yaml': 'a: mine\n' });
    const { writer } = open(repository);
    const commit = await commitOnBranch(writer, 'flags/a', plan(repository.base));
    expect(repository.git('rev-parse', 'flags/a', 'flags/a^', 'HEAD')).toBe(
      [commit, repository.base, repository.base].join('\n'),
    );
    expect([repository.git('status', '--porcelain'), litter(repository.path)]).toEqual([' M a.yaml', []]);
    const again = () => commitOnBranch(writer, 'flags/a', plan(repository.base));
    expect(await refusal(again)).toBe('exists: the branch flags/a is there already');
  });

  it('can be pushed; a push that fails says why', async () => {
    const repository = make();
    const remote = addRemote(repository);
    const { writer } = open(repository);
    const commit = await commitOnBranch(writer, 'flags/a', plan(repository.base));
    expect(await writer.remoteOf('flags/a')).toBe('origin');
    expect(await writer.push('origin', 'flags/a')).toBeUndefined();
    expect(repository.git('--git-dir', remote, 'rev-parse', 'flags/a')).toBe(commit);
    repository.git('config', 'remote.origin.url', `${remote}-gone`);
    expect(await writer.push('origin', 'flags/a')).toContain('does not appear to be a git repository');
  });

  it('tells names of branches from what git would take for something else', async () => {
    const { writer } = open(make());
    const names = ['flags/a', '-f', 'a..b', 'a b', '', 'x\0y', '@{-1}'];
    expect(await Promise.all(names.map((name) => writer.isBranchName(name)))).toEqual([
      true,
      ...names.slice(1).map(() => false),
    ]);
  });
});

describe('a lock left behind', () => {
  it('is taken over from a process that has ended, and from no other', async () => {
    const repository = make();
    expect(await open(repository, deadProcess()).writer.lock()).toBe(true);
    const first = open(repository);
    expect(first.writer.isUnfinished()).toBe(true);
    expect(await first.writer.lock()).toBe(true);
    const second = open(repository);
    expect(second.writer.isUnfinished()).toBe(false);
    expect(await second.writer.lock()).toBe(false);
    await second.writer.unlock();
    expect(await settleInterrupted(second.git, second.writer)).toBeUndefined();
    expect(existsSync(join(repository.path, '.git/index.lock'))).toBe(true);
    await first.writer.unlock();
    expect(litter(repository.path)).toEqual([]);
  });
});

it('a file does not take the place of what is where it needs a folder, nor of a link', async () => {
  const repository = make();
  const { git, writer } = open(repository);
  const common = { base: repository.base, message: 'Change\n', verify: true };
  await expect(
    commitFiles(git, writer, { ...common, files: new Map([['other.txt/a.yaml', 'a: 2\n']]) }),
  ).rejects.toThrow('other.txt is not a folder, and other.txt/a.yaml needs one there');
  repository.write({ 'b.yaml': null });
  symlinkSync('a.yaml', join(repository.path, 'b.yaml'));
  const base = repository.commit('Link');
  await expect(commitFiles(git, writer, { ...common, base, files: new Map([['b.yaml', 'b: 2\n']]) })).rejects.toThrow(
    'b.yaml is a link',
  );
  expect(repository.git('rev-parse', 'HEAD')).toBe(base);
  expect(repository.git('status', '--porcelain')).toBe('');
});
