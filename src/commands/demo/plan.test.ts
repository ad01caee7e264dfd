import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintInspector, lintProject } from '../../lint/lint.ts';
import { memoryTree } from '../../platform/memory-tree.ts';
import { loadProject } from '../../project/load.ts';
import { demoPlan, storyEnds, type PlannedCommit } from './plan.ts';
import { ada, add, edit, remove, type StoryCommit } from './step.ts';

const example = new Map(
  readdirSync('flags.example', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, readFileSync(`flags.example/${name}`, 'utf8')]),
);
const plan = demoPlan(example);

/** The tree of each commit. */
function treesOf(commits: readonly PlannedCommit[]): Map<string, string>[] {
  const trees: Map<string, string>[] = [];
  for (const { parents, files } of commits) {
    const tree = new Map(trees[parents[0] ?? -1]);
    for (const [path, text] of files) {
      if (text === null) tree.delete(path);
      else tree.set(path, text);
    }
    trees.push(tree);
  }
  return trees;
}

async function problems(tree: ReadonlyMap<string, string>, now: number): Promise<string[]> {
  const project = await loadProject(memoryTree(Object.fromEntries(tree)), 'flags', { inspector: lintInspector });
  const { diagnostics } = await lintProject(project, { now });
  return diagnostics.map(({ severity, file, rule, message }) => `${severity}: ${file}: ${rule}: ${message}`);
}

const trees = treesOf(plan);
const last = trees.at(-1) ?? new Map<string, string>();

describe('the demo', () => {
  it('ends in the example, without the lines that name schemas', () => {
    const expected = [...example].map(([path, text]) => [`flags/${path}`, text.split('\n').slice(1).join('\n')]);
    expect(Object.fromEntries(last)).toEqual(Object.fromEntries(expected));
  });

  it('has no problem on the day it ends', async () => {
    expect(await problems(last, Date.parse(storyEnds))).toEqual([]);
  });

  it('had no error at any commit', async () => {
    const found = await Promise.all(trees.map((tree, at) => problems(tree, (plan[at]?.date ?? 0) * 1000)));
    const errors = found.flatMap((list, at) =>
      list.filter((line) => line.startsWith('error')).map((line) => `${plan[at]?.message.split('\n')[0]}: ${line}`),
    );
    expect(errors).toEqual([]);
  });

  it('changes something in every commit, and in no way that git would not see', () => {
    const idle = plan.filter(({ files, parents }) =>
      [...files].every(([path, text]) => (trees[parents[0] ?? -1]?.get(path) ?? null) === text),
    );
    expect(idle.map(({ message }) => message)).toEqual([]);
  });

  it('is told in the order of time, from one beginning, with merges', () => {
    expect(plan.map(({ date }) => date)).toEqual(plan.map(({ date }) => date).sort((a, b) => a - b));
    expect(plan.filter(({ parents }) => parents.length === 0)).toHaveLength(1);
    expect(plan.filter(({ parents }) => parents.length === 2)).toHaveLength(3);
    expect(plan.every(({ parents }, at) => parents.every((parent) => parent < at))).toBe(true);
  });

  it('switches performance-mode on and express-checkout off in one emergency, which somebody else reviews in time', () => {
    const at = plan.findIndex(({ name }) => name === 'inc-44');
    const [before, after] = [trees[plan[at]?.parents[0] ?? -1], trees[at]];
    const production = (tree: ReadonlyMap<string, string> | undefined, path: string) =>
      /\n {2}production:(?:\n {4}enabled:)? (true|false)/.exec(tree?.get(`flags/${path}.flag.yaml`) ?? '')?.[1];
    expect([before, after].map((tree) => production(tree, 'platform/performance-mode'))).toEqual(['false', 'true']);
    expect([before, after].map((tree) => production(tree, 'checkout/express-checkout'))).toEqual(['true', 'false']);
    const review = plan.find(({ message }) => message.includes('\nReviews-Emergency: {inc-44}\nReviewed-by: '));
    expect(review?.author.email).not.toBe(plan[at]?.author.email);
    expect((review?.date ?? Infinity) - (plan[at]?.date ?? 0)).toBeLessThan(48 * 3600);
  });
});

describe('a story', () => {
  const commit = (steps: StoryCommit['steps'], more: Partial<StoryCommit> = {}): StoryCommit => ({
    date: '2026-01-01T00:00:00Z',
    author: ada,
    subject: 'a commit',
    ...more,
    ...(steps && { steps }),
  });
  const shown = (story: readonly StoryCommit[], files: Record<string, string> = { a: 'two\n' }) =>
    demoPlan(new Map(Object.entries(files)), story).map(({ parents, files: changed }) => [
      parents,
      Object.fromEntries(changed),
    ]);

  it('is told backwards from what it ends in', () => {
    const story = [commit([add('a'), add('b')]), commit([edit('a', 'one', 'two'), remove('b', 'gone')])];
    expect(shown(story)).toEqual([
      [[], { 'flags/a': 'one\n', 'flags/b': 'gone' }],
      [[0], { 'flags/a': 'two\n', 'flags/b': null }],
    ]);
  });

  it('merges all of a branch at once', () => {
    const story = [
      commit([add('b')]),
      commit([add('a')], { branch: 'x' }),
      commit([edit('a', 'one', 'two')], { branch: 'x' }),
      commit([edit('b', '1', '2')]),
      commit(undefined, { merges: 'x' }),
    ];
    expect(shown(story, { a: 'two\n', b: '2' })).toEqual([
      [[], { 'flags/b': '1' }],
      [[0], { 'flags/a': 'one\n' }],
      [[1], { 'flags/a': 'two\n' }],
      [[0], { 'flags/b': '2' }],
      [[3, 2], { 'flags/a': 'two\n' }],
    ]);
  });

  it('is refused where it does not fit', () => {
    expect(() => shown([commit([add('a'), edit('a', 'x', 'three')])])).toThrow('"a commit" does not fit a');
    expect(() => shown([commit([add('a'), edit('a', 'x', 'o')])], { a: 'oo' })).toThrow('does not fit a');
    expect(() => shown([commit([add('b')])])).toThrow('"a commit" does not fit b');
    expect(() => shown([commit([])])).toThrow('no commit adds a');
  });
});
