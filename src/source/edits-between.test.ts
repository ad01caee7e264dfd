import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from './document.ts';
import { editsBetween } from './edits-between.ts';
import { patch } from './patch.ts';
import { anyEdit, anyText, anyValue, editFor } from '../../test/support/yaml-edits.ts';
import { PatchError } from './patch-error.ts';
import { editValue, isMapping, isSameValue, mappingOf } from './value-edit.ts';

const parse = (text: string) => parseDocument('a.flag.yaml', text);
const turned = (text: string, value: unknown): string => {
  const document = parse(text);
  return patch(document, editsBetween(document.value, value)).text;
};

/** The same value with its fields in the order of their names, but for those of weights. */
function sorted(value: unknown, name?: string): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item));
  if (!isMapping(value)) return value;
  const fields = Object.entries(value).map(([key, item]) => [key, sorted(item, key)] as const);
  return mappingOf(name === 'serve' ? fields : fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('editsBetween', () => {
  it('turns the text of one value into that of another', () => {
    let made = 0;
    const check = (text: string, target: unknown): void => {
      const document = parse(text);
      let result;
      try {
        result = patch(document, editsBetween(document.value, target));
      } catch (error) {
        // Blank lines that `|+` keeps are the one thing that may have to be refused.
        expect(error).toBeInstanceOf(PatchError);
        expect(text).toMatch(/[|>]\+/);
        return;
      }
      made++;
      expect(isSameValue(sorted(result.value), sorted(target))).toBe(true);
    };
    fc.assert(
      fc.property(anyText, anyValue.map, fc.array(anyEdit, { maxLength: 4 }), (text, other, drawn) => {
        const document = parse(text);
        if (document.problems.length > 0 || !document.root) return;
        check(text, other);
        let value = document.value;
        for (const one of drawn) {
          try {
            value = editValue(value, editFor(value, one));
          } catch (error) {
            expect(error).toBeInstanceOf(PatchError);
          }
        }
        check(text, value);
      }),
      { numRuns: 1500, seed: 1 },
    );
    expect(made).toBeGreaterThan(2000);
  });

  it('leaves what is the same as it is written', () => {
    const text = `rules: # all
  # one
  - name: a # first
    serve: { on: 25,  off: 75 }
  - name: b
    serve: on # now
tags: [x,   y] # some
`;
    const [a, b] = [
      { name: 'a', serve: { on: 50, off: 50 } },
      { name: 'b', serve: 'on' },
    ];
    expect(turned(text, { rules: [b, a], tags: ['x', 'y', 'z'] })).toBe(`rules: # all
  - name: b
    serve: on # now
  # one
  - name: a # first
    serve: { on: 50,  off: 50 }
tags: [x,   y, z] # some
`);
    expect(turned(text, { rules: [{ name: 'a', serve: { off: 75, on: 25 } }], owner: 'me', tags: ['y'] }))
      .toBe(`rules: # all
  # one
  - name: a # first
    serve: { off: 75, on: 25 }
owner: me
tags: [y] # some
`);
  });
});
