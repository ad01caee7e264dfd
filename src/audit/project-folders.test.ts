import { describe, expect, it } from 'vitest';
import type { RawChange } from '../git/raw-log.ts';
import { projectFolders } from './project-folders.ts';

const entry = (oid: string): { kind: 'file'; oid: string } => ({ kind: 'file', oid });
const came = (path: string, oid = 'm'): RawChange => ({ path, before: undefined, after: entry(oid) });
const went = (path: string, oid = 'm'): RawChange => ({ path, before: entry(oid), after: undefined });

/** The folders in a line of commits, by what each changed against the one before. */
function folders(head: string, ...changes: readonly RawChange[][]): readonly string[] {
  const parents = changes.map((_, at) => (at === 0 ? [] : [at - 1]));
  return projectFolders(
    { ids: [], parents, dates: [] },
    changes.map((list) => [list]),
    head,
  );
}

describe('the folder of a project', () => {
  it('is followed where it was moved', () => {
    expect(folders('b', [came('flagwright.yaml')], [came('a/flagwright.yaml'), went('flagwright.yaml')], [], [came('b/flagwright.yaml'), went('a/flagwright.yaml')])).toEqual(['', 'a', 'a', 'b']); // prettier-ignore
  });

  it('is the one of the same content, if several went away', () => {
    const move = [came('c/flagwright.yaml', 'y'), went('a/flagwright.yaml', 'x'), went('b/flagwright.yaml', 'y')];
    expect(folders('c', [came('a/flagwright.yaml', 'x'), came('b/flagwright.yaml', 'y')], move)).toEqual(['b', 'c']);
  });

  it('is followed where its content was changed on the way', () => {
    expect(
      folders('b', [came('a/flagwright.yaml', 'x')], [came('b/flagwright.yaml', 'y'), went('a/flagwright.yaml', 'x')]),
    ).toEqual(['a', 'b']);
  });

  it('is found again where it was gone for a while', () => {
    const changes = [[came('a/flagwright.yaml')], [went('a/flagwright.yaml')], [], [came('b/flagwright.yaml')]];
    expect(folders('b', ...changes)).toEqual(['a', 'a', 'a', 'b']);
  });

  it('is not another one that is deleted while this one is there', () => {
    const changes = [[came('a/flagwright.yaml')], [went('b/flagwright.yaml')], [came('c/flagwright.yaml')]];
    expect(folders('a', ...changes)).toEqual(['a', 'a', 'a']);
  });
});
