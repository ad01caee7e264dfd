import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { exampleFiles } from './support/example-project.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((step) => step()));

const flags = (expires: string): Record<string, string> => ({
  search: `type: release\ncreated: 2026-10-12\nexpires: ${expires}\n`,
  other: 'type: release\ncreated: 2026-10-12\nexpires: 2026-12-10\n',
});

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
}

/** A repository in which the end of a flag was moved without a reason. */
function moved(more: Readonly<Record<string, string>> = {}): TemporaryRepository {
  const repository = temporaryRepository();
  undo.push(() => repository.remove());
  for (const expires of ['2026-12-01', '2026-12-10']) {
    write(repository.path, exampleFiles({ flags: { ...more, ...flags(expires) } }));
    repository.commit(`Expire on ${expires}`);
  }
  return repository;
}

/** What lint says on a day on which nothing expires soon. */
function lint({ path, env }: Pick<TemporaryRepository, 'path' | 'env'>, ...args: string[]): ReturnType<typeof runMain> {
  return runMain(['lint', '--now', '2026-11-15', '--format', 'github', ...args], path, env);
}

const said = 'no entry of `extensions` says why';
const folderOf = ({ path }: TemporaryRepository): string => join(path, '.git', 'flagwright');
const memoryOf = (repository: TemporaryRepository): string => {
  const name = readdirSync(folderOf(repository)).find((one) => one.startsWith('pasts'));
  if (name === undefined) throw new Error('nothing is kept');
  return join(folderOf(repository), name);
};

describe('the rules of history', () => {
  it('start git only if there was a commit since', async () => {
    const repository = moved();
    const first = await lint(repository);
    expect(first.stdout).toContain(said);
    const withoutGit = { path: repository.path, env: { ...repository.env, PATH: '/nowhere' } };
    expect(await lint(withoutGit)).toEqual(first);
    repository.git('commit', '-q', '--allow-empty', '-m', 'Something else');
    const afterwards = await lint(withoutGit);
    expect(afterwards.stdout).not.toContain(said);
    expect(afterwards.stderr).toMatch(/^note: 4 rules need git history and were skipped: .*git/);
    expect(await lint(repository)).toEqual(first);
    expect(await lint(withoutGit)).toEqual(first);
  });

  it('tell the moves of an expiry in the order of time, whatever the ids of their commits', async () => {
    const repository = temporaryRepository();
    undo.push(() => repository.remove());
    const days = ['01', '03', '05', '07', '09', '11', '13', '15'].map((day) => `2026-12-${day}`);
    const ids = days.map((expires) => {
      write(repository.path, exampleFiles({ flags: flags(expires) }));
      return repository.commit(`Expire on ${expires}`).slice(0, 7);
    });
    const { stdout } = await lint(repository);
    const told = [...stdout.matchAll(/::([0-9a-f]{7}) moved the expiry of search/g)].map(([, id]) => id);
    expect(told).toEqual(ids.slice(1));
    expect(told).not.toEqual(told.toSorted());
  });

  it('believe no damaged memory', async () => {
    const repository = moved();
    const first = await lint(repository);
    const sound = readFileSync(memoryOf(repository));
    const text = sound.toString('utf8');
    const damaged = [
      '',
      'flagwright-pasts 1',
      text.slice(0, -20),
      text.replace('"moves":[{', '"moves":[],"x":[{'),
      text.replace('2026-12-01', '2026-12-10'),
      text.replaceAll('\n', ''),
      text.replace(/\n.*/, '\n{"head":1}'),
    ];
    for (const content of damaged) {
      expect(content).not.toBe(text);
      writeFileSync(memoryOf(repository), content);
      expect(await lint(repository), content.slice(0, 60)).toEqual(first);
      expect(readFileSync(memoryOf(repository)).equals(sound)).toBe(true);
    }
    rmSync(folderOf(repository), { recursive: true });
    writeFileSync(folderOf(repository), 'no folder');
    expect(await lint(repository)).toEqual(first);
  });

  it('see each commit in a project of which the answers are remembered', async () => {
    const many = Object.fromEntries(Array.from({ length: 110 }, (_, at) => [`flag-${at}`, 'type: ops\n']));
    const repository = moved(many);
    const first = await lint(repository);
    expect(first.stdout).toContain(said);
    expect(await lint(repository)).toEqual(first);
    repository.git('reset', '-q', '--hard', 'HEAD~1');
    expect((await lint(repository)).stdout).not.toContain(said);
    repository.git('reset', '-q', '--hard', 'HEAD@{1}');
    expect(await lint(repository)).toEqual(first);
  });

  it('look at the past alone with --at, and keep what is known of the present', async () => {
    const repository = moved();
    await lint(repository);
    const sound = readFileSync(memoryOf(repository));
    expect((await lint(repository, '--at', 'HEAD~1')).stdout).not.toContain(said);
    expect((await lint(repository, '--at', 'HEAD')).stdout).toContain(said);
    expect(readFileSync(memoryOf(repository)).equals(sound)).toBe(true);
  });

  it('tell what a branch brings, and what standard input would', async () => {
    const repository = moved();
    const changed = await lint(repository, '--changed', '--base', 'HEAD~1');
    expect(changed.stdout).toContain(said);
    expect((await lint(repository, '--changed', '--base', 'HEAD')).stdout).not.toContain(said);
    const text = readFileSync(join(repository.path, 'other.flag.yaml'), 'utf8').replace('2026-12-10', '2026-12-20');
    const args = ['lint', '--now', '2026-11-15', '--stdin-filepath', 'other.flag.yaml'];
    const typed = await runMain(args, repository.path, repository.env, text);
    expect(typed.stdout).toContain('other would expire on 2026-12-20');
  });

  it('know a flag that comes back, and say nothing of one that was not committed', async () => {
    const repository = moved();
    rmSync(join(repository.path, 'search.flag.yaml'));
    repository.commit('Remove the flag');
    write(repository.path, exampleFiles({ flags: { ...flags('2026-12-10'), fresh: 'type: release\n' } }));
    for (const message of ['Bring it back', 'Change nothing']) {
      const { stdout, stderr } = await lint(repository);
      expect(stderr).toBe('');
      expect(stdout.split('\n').filter((line) => line.includes(said))).toHaveLength(1);
      expect(stdout).not.toContain('fresh');
      repository.git('add', '-A');
      repository.git('commit', '-q', '--allow-empty', '-m', message);
    }
    write(repository.path, exampleFiles({ flags: flags('2026-12-01') }));
    expect(await lint(repository)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('hold back what a comment with a reason holds back, which is not unused where there is no history', async () => {
    const repository = moved();
    const file = join(repository.path, 'search.flag.yaml');
    const line = '# flagwright-ignore extension-without-reason: agreed on by everybody\n';
    writeFileSync(file, readFileSync(file, 'utf8').replace('expires:', `${line}expires:`));
    expect(await lint(repository)).toMatchObject({ exitCode: 0, stderr: '' });
    rmSync(join(repository.path, '.git'), { recursive: true });
    const { stdout, stderr } = await lint(repository);
    expect(stdout).not.toContain('unused');
    expect(stderr).toContain('this is not a git repository');
  });

  it('leave a note where there is no repository, and none before the first commit', async () => {
    const path = mkdtempSync(join(tmpdir(), 'no-repository-'));
    undo.push(() => rmSync(path, { recursive: true }));
    write(path, exampleFiles({ flags: flags('2026-12-10') }));
    const env = { GIT_CEILING_DIRECTORIES: tmpdir() };
    const note = 'note: 4 rules need git history and were skipped: this is not a git repository\n';
    expect(await lint({ path, env })).toMatchObject({ exitCode: 0, stderr: note });
    expect(await lint({ path, env }, '--rule', 'stale-flag=off')).toMatchObject({
      stderr: note.replace('4 rules', '3 rules'),
    });
    expect(await lint({ path, env }, '--quiet')).toMatchObject({ exitCode: 0, stderr: '' });
    const empty = temporaryRepository();
    undo.push(() => empty.remove());
    write(empty.path, exampleFiles({ flags: flags('2026-12-10') }));
    expect(await lint(empty)).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('what is remembered of history', () => {
  it('gives way to what each commit touched, and to nothing else', async () => {
    const repository = temporaryRepository();
    undo.push(() => repository.remove());
    const body = (expires: string, more = ''): string =>
      `type: release\ncreated: 2026-10-12\nexpires: ${expires}\n${more}`;
    const reason =
      'extensions:\n  - { on: 2026-10-20, from: 2026-12-01, until: 2026-12-10, reason: The load test failed. }\n';
    // Enough files for what the rules said to be kept.
    const many = Object.fromEntries(Array.from({ length: 110 }, (_, at) => [`flag-${at}`, body('2026-12-01')]));
    const steps: { readonly commit: boolean; readonly flags: Readonly<Record<string, string>> }[] = [
      { commit: true, flags: many },
      { commit: true, flags: { 'flag-1': body('2026-12-10'), 'flag-2': body('2026-12-10') } },
      { commit: true, flags: { 'flag-2': body('2026-12-10', reason), 'flag-3': body('2026-12-10') } },
      { commit: false, flags: { 'flag-4': body('2026-12-10') } },
      { commit: true, flags: { 'flag-4': body('2026-12-10'), 'flag-1': body('2026-12-01') } },
      { commit: true, flags: {} },
      { commit: true, flags: { 'flag-5': body('2026-12-10', 'tags: [a]\n'), 'flag-3': body('2026-12-01') } },
    ];
    const counts: number[] = [];
    for (const { commit, flags: changed } of steps) {
      write(repository.path, exampleFiles({ flags: changed }));
      if (commit) repository.git('add', '--all');
      if (commit) repository.git('commit', '-q', '--allow-empty', '-m', 'A step');
      const remembered = await lint(repository);
      rmSync(join(repository.path, '.git', 'kept'), { recursive: true, force: true });
      renameSync(folderOf(repository), join(repository.path, '.git', 'kept'));
      expect(remembered).toEqual(await lint(repository));
      rmSync(folderOf(repository), { recursive: true });
      renameSync(join(repository.path, '.git', 'kept'), folderOf(repository));
      counts.push(remembered.stdout.split(said).length - 1);
    }
    expect(counts).toEqual([0, 2, 2, 3, 2, 2, 2]);
  });
});
