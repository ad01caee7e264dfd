import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importHistory, type ImportedCommit } from '../../test/support/imported-history.ts';
import { everything, flag, gitAt, historyOf, make, shown, versionsOfA } from '../../test/support/stored-history.ts';

test('comments make no version; removals, moves, broken files and returns do', async () => {
  const repository = make();
  const ids = importHistory(repository, everything);
  const history = await historyOf(gitAt(repository.path, repository));
  expect(await shown(history, ids, 'a')).toEqual(versionsOfA);
  expect(await shown(history, ids, 'b')).toEqual([
    '1: 2 present b.flag.yaml',
    '2: 5 present sub/b.flag.yaml from b.flag.yaml',
  ]);
  expect(await shown(history, ids, '', 'policy')).toEqual(['1: 7 present policy.yaml']);
  expect(await shown(history, ids, 'none')).toEqual([]);
  expect(history).toMatchObject({ head: ids[7], length: 8, incomplete: false });
  expect(history.keys('flag')).toEqual(['a', 'b']);
  expect(history.touching(ids[5] ?? '')).toEqual([
    { kind: 'flag', key: 'a' },
    { kind: 'flag', key: 'b' },
  ]);
  expect(history.touching(ids[1] ?? '')).toEqual([{ kind: 'flag', key: 'a' }]);
  expect(history.touching(ids[3] ?? '')).toEqual([]);
  expect(history.touching('0'.repeat(40))).toBeUndefined();
  for (const [position, id] of ids.entries()) {
    const since = ids.slice(position + 1).flatMap((later) => history.touching(later) ?? []);
    const names = (list: readonly { kind: string; key: string }[]) =>
      new Set(list.map(({ kind, key }) => `${kind} ${key}`));
    expect(names(history.touchedSince(id) ?? [])).toEqual(names(since));
  }
  expect(history.touchedSince('0'.repeat(40))).toBeUndefined();
  expect(history.changingCommits().map(({ commit }) => ids.indexOf(commit))).toEqual([0, 1, 2, 4, 5, 6, 7]);
});

test('a version knows its commit, its definition and its value', async () => {
  const repository = make();
  const ids = importHistory(repository, everything);
  const history = await historyOf(gitAt(repository.path, repository));
  const versions = await history.describedVersions('flag', 'a');
  expect(versions[1]).toMatchObject({
    commit: ids[2],
    previous: ids[0],
    committedAt: Date.UTC(2026, 0, 1, 0, 2),
    info: { id: ids[2], author: { name: 'Ada Example' }, parents: [ids[1]] },
  });
  expect(await Promise.all(versions.map((version) => history.value(version)))).toEqual([
    { description: 'text 1' },
    { description: 'text 2' },
    undefined,
    undefined,
    { description: 'text 2' },
  ]);
  const documents = await Promise.all(versions.map((version) => history.definition(version)));
  expect(documents.map((document) => document?.problems.map(({ rule }) => rule))).toEqual([
    [],
    [],
    ['yaml-syntax'],
    undefined,
    [],
  ]);
  expect(documents[4]).toMatchObject({ file: 'sub/a.flag.yaml', text: flag(2) });
});

test('making a file executable changes nothing', async () => {
  const repository = make();
  repository.write({ 'a.flag.yaml': flag(1) });
  const first = repository.commit('first');
  repository.git('update-index', '--chmod=+x', 'a.flag.yaml');
  repository.git('commit', '--quiet', '--message', 'executable');
  const history = await historyOf(gitAt(repository.path, repository));
  expect(history.length).toBe(2);
  expect(history.changingCommits().map(({ commit }) => commit)).toEqual([first]);
});

test('a merge is one version, and commits that it brought in are not on the chain', async () => {
  const repository = make();
  const ids = importHistory(repository, [
    { files: { 'a.flag.yaml': flag(1) } },
    { files: { 'a.flag.yaml': flag(2) }, parents: [0] },
    { files: { 'a.flag.yaml': flag(3) }, parents: [1] },
    { files: { 'b.flag.yaml': flag(1) }, parents: [0] },
    { files: { 'a.flag.yaml': flag(3) }, parents: [3, 2] },
  ]);
  const history = await historyOf(gitAt(repository.path, repository));
  expect(await shown(history, ids, 'a')).toEqual(['1: 0 present a.flag.yaml', '2: 4 present a.flag.yaml']);
  expect(ids.map((id) => history.has(id))).toEqual([true, false, false, true, true]);
  expect(history.touching(ids[1] ?? '')).toBeUndefined();
});

describe('the folder of the project', () => {
  const project = (folder: string, value = 1): Record<string, string> => ({
    [`${folder}flagwright.yaml`]: 'version: 1\n',
    [`${folder}x/a.flag.yaml`]: flag(value),
  });
  const gone = (folder: string): Record<string, null> => ({
    [`${folder}flagwright.yaml`]: null,
    [`${folder}x/a.flag.yaml`]: null,
  });

  test('is followed where it was moved whole, which is not a version', async () => {
    const repository = make();
    const ids = importHistory(repository, [
      { files: project('') },
      { files: { ...gone(''), ...project('one/two/') } },
      { files: { 'one/two/x/a.flag.yaml': flag(2) } },
      { files: { ...gone('one/two/'), ...project('three/', 3) } },
    ]);
    const git = gitAt(repository.path, repository);
    const history = await historyOf(git, 'three');
    expect(await shown(history, ids, 'a')).toEqual([
      '1: 0 present x/a.flag.yaml',
      '2: 2 present one/two/x/a.flag.yaml',
      '3: 3 present three/x/a.flag.yaml',
    ]);
    expect(history.incomplete).toBe(false);
    expect(ids.map((id) => history.folderAt(id))).toEqual(['', 'one/two', 'one/two', 'three']);
    const earlier = await historyOf(git, 'one/two', ids[2]);
    expect(await shown(earlier, ids, 'a')).toHaveLength(2);
  });

  test('is not followed where it was moved otherwise, and the history says so', async () => {
    const repository = make();
    const changed = { ...project('new/'), 'new/flagwright.yaml': 'version: 1\n# changed\n' };
    const ids = importHistory(repository, [
      { files: project('old/') },
      { files: { ...gone('old/'), ...changed } },
      { files: { 'new/x/a.flag.yaml': flag(2) } },
    ]);
    const git = gitAt(repository.path, repository);
    const history = await historyOf(git, 'new');
    expect(history.incomplete).toBe(true);
    expect(await shown(history, ids, 'a')).toEqual([
      '1: 1 present new/x/a.flag.yaml',
      '2: 2 present new/x/a.flag.yaml',
    ]);
    expect((await historyOf(git, 'new')).incomplete).toBe(true);
  });

  test('is not guessed at where two projects of the same manifest went', async () => {
    const repository = make();
    importHistory(repository, [
      { files: { ...project('one/'), ...project('two/', 2) } },
      { files: { ...gone('one/'), ...gone('two/'), ...project('new/') } },
    ]);
    expect((await historyOf(gitAt(repository.path, repository), 'new')).incomplete).toBe(true);
  });

  test('is not taken for the one that another branch moved there', async () => {
    const repository = make();
    const ids = importHistory(repository, [
      { files: project('old/') },
      { files: { 'old/x/a.flag.yaml': flag(2) } },
      { files: { ...gone('old/'), ...project('new/', 2) } },
      { files: { 'new/x/a.flag.yaml': flag(3) } },
      { files: project('new/', 9), parents: [1] },
    ]);
    const git = gitAt(repository.path, repository);
    expect(await shown(await historyOf(git, 'new', ids[3]), ids, 'a')).toHaveLength(3);
    expect(await shown(await historyOf(git, 'new', ids[4]), ids, 'a')).toEqual(['1: 4 present new/x/a.flag.yaml']);
    expect(await shown(await historyOf(git, 'new', ids[3]), ids, 'a')).toHaveLength(3);
  });

  test('a manifest that is deleted and comes back makes no move', async () => {
    const repository = make();
    const ids = importHistory(repository, [
      { files: project('p/') },
      { files: { 'p/flagwright.yaml': null } },
      { files: { 'p/flagwright.yaml': 'version: 1\n' } },
    ]);
    const history = await historyOf(gitAt(repository.path, repository), 'p');
    expect(history.incomplete).toBe(false);
    expect(await shown(history, ids, '', 'manifest')).toEqual([
      '1: 0 present p/flagwright.yaml',
      '2: 1 removed p/flagwright.yaml',
      '3: 2 present p/flagwright.yaml',
    ]);
    expect(await shown(history, ids, 'a')).toHaveLength(1);
  });

  test('may be a small part of a large history, also before it was moved', async () => {
    const repository = make();
    const commits: ImportedCommit[] = [{ files: project('old/') }];
    for (let i = 1; i <= 1000; i++) {
      const files: Record<string, string | null> = { [`src/${i % 7}.yaml`]: `${i}` };
      const folder = i < 300 ? 'old/' : 'new/';
      if (i === 300) Object.assign(files, gone('old/'), project('new/', 250));
      else if (i % 50 === 0) files[`${folder}x/a.flag.yaml`] = flag(i);
      commits.push({ files });
    }
    const ids = importHistory(repository, commits);
    const git = gitAt(repository.path, repository);
    const history = await historyOf(git, 'new');
    const touched = Array.from({ length: 21 }, (_, i) => i * 50).filter((i) => i !== 300);
    expect((await history.versions('flag', 'a')).map(({ commit }) => ids.indexOf(commit))).toEqual(touched);
    expect(history).toMatchObject({ length: 1001, incomplete: false });
    expect(ids.every((id) => history.has(id))).toBe(true);
    const later = importHistory(repository, [...commits, { files: { 'new/x/a.flag.yaml': flag(0) } }]);
    expect(later.slice(0, -1)).toEqual(ids);
    const versions = await (await historyOf(git, 'new')).versions('flag', 'a');
    expect(versions.map(({ commit }) => later.indexOf(commit))).toEqual([...touched, 1001]);
  });
});

describe('wherever the repository is', () => {
  test.each(['sha1', 'sha256'] as const)('of %s', async (objectFormat) => {
    const repository = make({ objectFormat });
    const ids = importHistory(repository, everything);
    const git = gitAt(repository.path, repository);
    for (let run = 0; run < 2; run++) expect(await shown(await historyOf(git), ids, 'a')).toEqual(versionsOfA);
    expect(ids[0]).toHaveLength(objectFormat === 'sha1' ? 40 : 64);
  });

  test('bare, in a worktree, with HEAD detached', async () => {
    const repository = make();
    const ids = importHistory(repository, everything);
    repository.git('clone', '--quiet', '--bare', '.', '.git/bare.git');
    repository.git('worktree', 'add', '--quiet', '--detach', '.git/tree', ids[5] ?? '');
    const path = join(repository.path, '.git/bare.git');
    const bare = gitAt(path, { ...repository, env: { ...repository.env, GIT_DIR: path } });
    expect(await shown(await historyOf(bare), ids, 'a')).toEqual(versionsOfA);
    const tree = gitAt(join(repository.path, '.git/tree'), repository);
    expect(await shown(await historyOf(tree), ids, 'a')).toEqual(versionsOfA.slice(0, 4));
    expect(readdirSync(join(repository.path, '.git/flagwright')).length).toBeGreaterThan(0);
  });

  test('shallow, which it says, until it is deepened', async () => {
    const repository = make();
    const ids = importHistory(repository, everything);
    const path = join(repository.path, '.git/shallow-clone');
    repository.git('clone', '--quiet', '--depth=4', `file://${repository.path}`, path);
    const git = gitAt(path, repository);
    const shallow = await historyOf(git);
    expect(shallow.incomplete).toBe(true);
    expect(await shown(shallow, ids, 'a')).toEqual([
      '1: 4 unreadable a.flag.yaml',
      '2: 5 removed a.flag.yaml',
      '3: 6 present sub/a.flag.yaml',
    ]);
    expect((await historyOf(git)).incomplete).toBe(true);
    repository.git('-C', path, 'fetch', '--quiet', '--unshallow');
    const whole = await historyOf(git);
    expect(whole.incomplete).toBe(false);
    expect(await shown(whole, ids, 'a')).toEqual(versionsOfA);
  });

  test('with replaced commits, which are nobody else’s', async () => {
    const repository = make();
    const ids = importHistory(repository, everything);
    repository.git('replace', ids[5] ?? '', ids[1] ?? '');
    expect(await shown(await historyOf(gitAt(repository.path, repository)), ids, 'a')).toEqual(versionsOfA);
  });

  test('whatever is configured', async () => {
    const repository = make();
    const ids = importHistory(repository, everything);
    const settings = {
      'log.showRoot': 'false',
      'log.diffMerges': 'off',
      'diff.renames': 'copies',
      'log.follow': 'true',
    };
    for (const [name, value] of Object.entries(settings)) repository.git('config', name, value);
    repository.git('config', 'diff.relative', 'true');
    repository.git('config', 'log.showSignature', 'true');
    expect(await shown(await historyOf(gitAt(repository.path, repository)), ids, 'a')).toEqual(versionsOfA);
  });
});

test('files may have any name, and only those of the project count', async () => {
  const repository = make();
  const odd = 'a "b"\\;touch x\n\tü.flag.yaml';
  const ids = importHistory(repository, [
    { files: { 'p/-rf.flag.yaml': flag(1), 'p/__proto__.flag.yaml': flag(1), 'q/-rf.flag.yaml': flag(9) } },
    { files: { 'p/.hidden/-rf.flag.yaml': flag(9), 'p/node_modules/-rf.flag.yaml': flag(9), 'p/x.spec.yaml': 'a' } },
    { files: { 'p/__proto__.flag.yaml': flag(2), 'p/sub/owners.yaml': 'a', 'p2/-rf.flag.yaml': flag(9) } },
  ]);
  const git = gitAt(repository.path, repository);
  const history = await historyOf(git, 'p');
  expect(history.keys('flag')).toEqual(['-rf', '__proto__']);
  expect(await shown(history, ids, '-rf')).toEqual(['1: 0 present p/-rf.flag.yaml']);
  expect(await shown(history, ids, '__proto__')).toHaveLength(2);
  expect(history.keys('owners')).toEqual([]);
  repository.git('reset', '--quiet', '--hard');
  repository.write({ [`p/${odd}`]: flag(1) });
  const last = repository.commit('odd');
  expect(await shown(await historyOf(git, 'p'), [last], odd.slice(0, -'.flag.yaml'.length))).toEqual([
    `1: 0 present p/${odd}`,
  ]);
});

test('a link, a large file, bytes that are not text and a missing content are versions that cannot be read', async () => {
  const repository = make();
  const ids = importHistory(repository, [
    { files: { 'a.flag.yaml': flag(1) } },
    { files: { 'a.flag.yaml': { link: 'b' } } },
    { files: { 'a.flag.yaml': `# ${'x'.repeat(1_100_000)}\n` } },
    { files: { 'a.flag.yaml': flag(3) } },
    { files: { 'a.flag.yaml': flag(4) } },
  ]);
  repository.git('reset', '--quiet', '--hard');
  repository.write({ 'a.flag.yaml': Buffer.from('description: \xff\n', 'latin1') });
  ids.push(repository.commit('no text'));
  const missing = repository.git('rev-parse', `${ids[3]}:a.flag.yaml`);
  rmSync(join(repository.path, '.git/objects', missing.slice(0, 2), missing.slice(2)));
  const history = await historyOf(gitAt(repository.path, repository));
  const versions = await history.versions('flag', 'a');
  const problems = versions.map(async (version) => (await history.definition(version))?.problems[0]?.message ?? 'none');
  expect(versions.map(({ commit, state }) => `${ids.indexOf(commit)} ${state}`)).toEqual([
    '0 present',
    '1 unreadable',
    '2 unreadable',
    '3 unreadable',
    '4 present',
    '5 unreadable',
  ]);
  expect(await Promise.all(problems)).toEqual([
    'none',
    'none',
    'the file cannot be read: files over 1 MiB are not read',
    'the file cannot be read: its content is missing from the repository',
    'none',
    'the file is not UTF-8 text',
  ]);
});

test('versions come with their definitions, and a file is read once for what it means and for itself', async () => {
  const repository = make();
  importHistory(repository, everything);
  const git = gitAt(repository.path, repository);
  const read: string[] = [];
  const history = await historyOf({
    ...git,
    object: (oid, maxSize) => {
      read.push(oid);
      return git.object(oid, maxSize);
    },
  });
  const versions = await history.versions('policy', '');
  const definition = await history.definition(versions[0] ?? { blob: undefined, path: '' });
  expect(definition?.value).toEqual({ version: 1 });
  expect(read).toHaveLength(1);
  for (const key of history.keys('flag')) {
    const defined = await history.definedVersions('flag', key);
    expect(defined.map(({ version }) => version)).toEqual(await history.versions('flag', key));
    for (const { version, value } of defined) expect(value()).toEqual(await history.value(version));
  }
});
