import { describe, expect, it } from 'vitest';
import type { Condition } from '../evaluate/definition.ts';
import { SegmentInliner } from './inline-segments.ts';

describe('segments written out', () => {
  it('are what they stand for, at any depth', () => {
    const inliner = bound({
      europe: { any: [{ segment: 'dach' }, { attribute: 'country', equals: 'FR' }] },
      dach: { attribute: 'country', in: ['DE', 'AT', 'CH'] },
    });
    expect(inliner.inline({ all: [{ not: { segment: 'europe' } }, { attribute: 'plan', equals: 'pro' }] })).toEqual({
      all: [
        {
          not: {
            any: [
              { attribute: 'country', in: ['DE', 'AT', 'CH'] },
              { attribute: 'country', equals: 'FR' },
            ],
          },
        },
        { attribute: 'plan', equals: 'pro' },
      ],
    });
  });

  it('keep their names where they do not exist or use themselves', () => {
    const inliner = bound({ a: { not: { segment: 'b' } }, b: { segment: 'a' } });
    expect(inliner.inline({ segment: 'gone' })).toEqual({ segment: 'gone' });
    expect(inliner.inline({ segment: 'a' })).toEqual({ not: { segment: 'a' } });
  });

  it('keep their names where there would be too many parts, or too deep ones', () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`s${n + 1}`, { all: [{ segment: `s${n}` }, { segment: `s${n}` }] }]),
    );
    const wide = bound({ ...doubling, s0: { attribute: 'plan', exists: true } }).inline({ segment: 's60' });
    expect(JSON.stringify(wide).length).toBeLessThan(1_000_000);
    const chain = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`s${n}`, { segment: `s${n + 1}` }]));
    expect(bound(chain).inline({ segment: 's0' })).toEqual({ segment: expect.stringMatching(/^s\d+$/) });
  });
});

function bound(segments: Readonly<Record<string, Condition>>): SegmentInliner {
  return new SegmentInliner(new Map(Object.entries(segments).map(([key, when]) => [key, { when }])));
}
