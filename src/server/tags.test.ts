import { describe, expect, it } from 'vitest';
import type { ServedProject } from './served.ts';
import { servedSpan } from './served.ts';
import { evaluationTag, isNoneMatch, snapshotTag } from './tags.ts';

const served = (own: Partial<ServedProject> = {}): ServedProject =>
  ({
    version: 3,
    commit: 'c'.repeat(40),
    digest: 'd'.repeat(64),
    turns: [100, 200],
    looksAtClock: false,
    ...own,
  }) as ServedProject;

describe('spanOf', () => {
  it('changes when a schedule begins or ends, and at no other time', () => {
    const spans = [0, 99, 100, 150, 199, 200, 1e15].map((now) => servedSpan(served(), now));
    expect(spans).toEqual(['0', '0', '1', '1', '1', '2', '2']);
    expect(servedSpan(served({ turns: [] }), 5)).toBe('0');
  });

  it('changes every second where JsonLogic looks at the clock', () => {
    const clock = served({ turns: [], looksAtClock: true });
    expect([0, 999, 1000].map((now) => servedSpan(clock, now))).toEqual(['0.0', '0.0', '0.1']);
  });
});

describe('evaluationTag', () => {
  it('is of the flags, the context and the span; not of the order of attributes, nor of the commit', () => {
    const tag = evaluationTag(served(), { a: 1, b: { c: 2, d: 3 } }, 0);
    expect(tag).toMatch(/^"[\w-]{27}"$/);
    expect(evaluationTag(served({ version: 4, commit: 'e'.repeat(40) }), { b: { d: 3, c: 2 }, a: 1 }, 99)).toBe(tag);
    for (const other of [
      evaluationTag(served({ digest: 'e'.repeat(64) }), { a: 1, b: { c: 2, d: 3 } }, 0),
      evaluationTag(served(), { a: 1, b: { c: 2, d: '3' } }, 0),
      evaluationTag(served(), { a: 1, b: { c: 2, d: 3 } }, 100),
    ]) {
      expect(other).not.toBe(tag);
    }
  });
});

describe('isNoneMatch', () => {
  const tag = snapshotTag(served());
  it.each([
    [undefined, false],
    ['', false],
    [tag, true],
    [tag.slice(2), true],
    [`"other", ${tag}`, true],
    ['*', true],
    [tag.slice(0, -2), false],
    ['W/', false],
  ])('%s: %s', (header, matches) => {
    expect(isNoneMatch(header, tag)).toBe(matches);
  });
});
