import { describe, expect, it } from 'vitest';
import { gitAt, make } from '../../test/support/stored-history.ts';

describe.each(['sha1', 'sha256'] as const)('all commits that lead to one, with %s', (objectFormat) => {
  it('have what they changed against each parent', async () => {
    const repository = make({ objectFormat });
    repository.write({ 'a.yaml': 'a', 'b c.yaml': 'b', 'é\n.yaml': 'x' });
    const root = repository.commit('root');
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.write({ 'a.yaml': 'side' });
    const side = repository.commit('side');
    repository.git('checkout', '--quiet', 'main');
    repository.write({ 'b c.yaml': null });
    const main = repository.commit('main');
    const empty = repository.commit('nothing');
    repository.git('merge', '--quiet', '--no-ff', '--no-commit', 'side');
    repository.write({ 'd.yaml': 'd' });
    const merge = repository.commit('merge');
    const git = gitAt(repository.path, repository);
    const graph = await git.audit.graph(merge);
    const at = (id: string): number => graph.ids.indexOf(id);
    expect([...graph.ids].sort()).toEqual([root, side, main, empty, merge].sort());
    expect(graph.ids.at(-1)).toBe(merge);
    expect(graph.parents[at(merge)]).toEqual([at(empty), at(side)]);
    expect(graph.parents[at(root)]).toEqual([]);
    expect(graph.dates[at(root)]).toBe(Date.UTC(2026, 10, 1));
    const pairs = [
      { commit: root, parent: undefined },
      { commit: empty, parent: main },
      { commit: merge, parent: empty },
      { commit: merge, parent: side },
    ];
    const shown = (lists: Awaited<ReturnType<typeof git.audit.changes>>): string[][] =>
      lists.map((list) =>
        list.map(({ path, before, after }) => `${before ? '-' : ''}${after ? '+' : ''} ${JSON.stringify(path)}`),
      );
    expect(shown(await git.audit.changes(pairs, () => true))).toEqual([
      ['+ "a.yaml"', '+ "b c.yaml"', '+ "é\\n.yaml"'],
      [],
      ['-+ "a.yaml"', '+ "d.yaml"'],
      ['- "b c.yaml"', '+ "d.yaml"'],
    ]);
    expect(shown(await git.audit.changes(pairs, (path) => path !== 'd.yaml', ['b c.yaml', 'd.yaml']))).toEqual([
      ['+ "b c.yaml"'],
      [],
      [],
      ['- "b c.yaml"'],
    ]);
    expect(await git.audit.changes([], () => true)).toEqual([]);
  });

  it('are an error where one is missing', async () => {
    const repository = make({ objectFormat });
    const root = repository.commit('root');
    const git = gitAt(repository.path, repository);
    await expect(git.audit.graph('1'.repeat(root.length))).rejects.toThrow();
    await expect(git.audit.changes([{ commit: '1'.repeat(root.length), parent: root }], () => true)).rejects.toThrow();
  });
});

describe('where a ref was', () => {
  it('is told by its log, if it has one', async () => {
    const repository = make();
    const first = repository.commit('first');
    const second = repository.commit('second');
    const git = gitAt(repository.path, repository);
    const ref = 'refs/flagwright/audit';
    expect(await git.audit.pastTargets(ref)).toEqual([]);
    repository.git('update-ref', '--create-reflog', ref, first);
    repository.git('update-ref', ref, second);
    expect(await git.audit.pastTargets(ref)).toEqual([second, first]);
  });
});
