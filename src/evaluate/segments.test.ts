import { describe, expect, test } from 'vitest';
import type { CompiledSegment } from './condition.ts';
import type { SegmentDefinition } from './definition.ts';
import { segmentCompiler } from './segments.ts';

const YES = { attribute: 'never', exists: false };

describe('segmentCompiler', () => {
  const link = (segments: Record<string, unknown>): ((key: string) => CompiledSegment) =>
    segmentCompiler(new Map(Object.entries(segments).map(([key, when]) => [key, { when } as SegmentDefinition])));

  test('refuses segments that use themselves, and those that use such', () => {
    const get = link({
      self: { segment: 'self' },
      a: { any: [YES, { segment: 'b' }] },
      b: { segment: 'c' },
      c: { not: { segment: 'a' } },
      user: { segment: 'b' },
      fine: YES,
    });
    for (const key of ['self', 'user', 'b', 'a', 'c']) expect(() => get(key)).toThrow('uses itself');
    expect(get('fine').key).toBe('fine');
  });

  test('refuses those that lead to what does not exist or is malformed', () => {
    const get = link({
      a: { all: [YES, { segment: 'b' }] },
      b: { segment: 'gone' },
      c: { segment: 'd' },
      d: { attribute: 'x' },
    });
    expect(() => get('a')).toThrow('segment "gone" does not exist');
    expect(() => get('c')).toThrow('segment "d": a test has no operator');
    expect(() => get('constructor')).toThrow('segment "constructor" does not exist');
  });
});
