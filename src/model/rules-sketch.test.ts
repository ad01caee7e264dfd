import { describe, expect, it } from 'vitest';
import { readSketch, sketchOf, type SketchedRule } from './rules-sketch.ts';

const rulesOf = (rules: readonly unknown[], bucketBy?: unknown): SketchedRule[] =>
  readSketch(sketchOf([rules], bucketBy)[0]!);

describe('the sketch of rules', () => {
  it('names what they speak of, and leaves out with what it is compared', () => {
    const when = {
      all: [
        { attribute: 'country', in: ['DE'] },
        { any: [{ segment: 'beta-testers' }, { not: { attribute: 'app', semver: '<0.0.0-0' } }] },
      ],
    };
    expect(rulesOf([{ name: 'one', when, from: '2026-01-01', serve: { on: 1, off: 1 } }], ['account', 'user'])).toEqual(
      [
        {
          marks: 'fs',
          bucketBy: ['account', 'user'],
          when: {
            kind: 'all',
            parts: [
              { kind: 'attribute', name: 'country' },
              {
                kind: 'any',
                parts: [
                  { kind: 'segment', name: 'beta-testers' },
                  { kind: 'not', parts: [{ kind: 'odd', name: 'app' }] },
                ],
              },
            ],
          },
        },
      ],
    );
    expect(rulesOf([{ name: 'all', until: '2026-01-01', serve: 'on' }])).toEqual([
      { marks: 'u', bucketBy: [], when: undefined },
    ]);
  });

  it.each(['a,b', 'a)b', ';', ':x', '!x', '@x', '-(x', '&(x)', '|', '%2C', '', 'ä', 'a-b', '-a', '*', 'a*'])(
    'keeps the name %j',
    (name) => {
      const whens = [{ attribute: name, exists: true }, { segment: name }, { all: [{ attribute: name, gt: 1 }] }];
      const rules = whens.map((when) => ({ name: 'one', when, serve: { on: 1 } }));
      const [attribute, segment, all] = rulesOf(rules, name);
      // A test of an attribute without a name is as good as none.
      if (name !== '') expect(attribute?.when).toEqual({ kind: 'attribute', name });
      expect(segment?.when).toEqual({ kind: 'segment', name });
      if (name !== '') expect(all?.when).toEqual({ kind: 'all', parts: [{ kind: 'attribute', name }] });
      expect(all?.bucketBy).toEqual([name]);
    },
  );

  it('does not grow with long lists', () => {
    const any = Array.from({ length: 5000 }, (_, index) => ({ attribute: `a${index}`, exists: true }));
    const sketch = sketchOf(
      [[{ name: 'one', when: { all: [{ segment: 'staff' }, { any }] }, serve: 'on' }]],
      undefined,
    );
    expect(sketch[0]!.length).toBeLessThan(50);
    expect(readSketch(sketch[0]!)[0]?.when).toEqual({
      kind: 'all',
      parts: [{ kind: 'segment', name: 'staff' }, { kind: 'long' }],
    });
  });

  it('takes names that are no text at all', () => {
    const [rule] = rulesOf([{ name: 'one', when: { segment: '\ud800' }, serve: 'on' }]);
    expect(rule?.when).toEqual({ kind: 'segment', name: '\ufffd' });
  });

  it('is the same for the same rules with other values', () => {
    const sketch = (value: unknown) =>
      sketchOf([[{ name: 'one', when: { attribute: 'x', equals: value }, serve: 'on' }]], undefined);
    expect(sketch('a')).toEqual(sketch('b'));
  });
});
