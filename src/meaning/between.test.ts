import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absent, changesBetween, following, meaningOf, type Defined } from './between.ts';
import { definitionKinds } from './definition-kind.ts';

const path = 'a.flag.yaml';
const on = { description: 'A flag.', environments: { production: true } };
const off = { description: 'A flag.', environments: { production: false } };
const present = (value: unknown, at = path): Defined => ({ state: 'present', path: at, value });
const broken = (...last: readonly unknown[]): Defined =>
  last.length === 0 ? { state: 'unreadable', path } : { state: 'unreadable', path, last: { value: last[0] } };

const told = (before: Defined, after: Defined): string[] =>
  changesBetween('flag', before, after).map(({ kind, summary }) => `${kind}: ${summary}`);

describe('changesBetween', () => {
  it('tells of a flag in every order of states', () => {
    const unreadable = 'unreadable: cannot be read: it is not valid YAML';
    expect(told(absent, absent)).toEqual([]);
    expect(told(present(on), present(on))).toEqual([]);
    expect(told(present(on), present(off))).toEqual(['state: production: on → off']);
    expect(told(absent, present(on))).toEqual([expect.stringMatching(/^create: /)]);
    expect(told(present(on), absent)).toEqual([expect.stringMatching(/^delete: /)]);
    expect(told(absent, broken())).toEqual([unreadable]);
    expect(told(present(on), broken())).toEqual([unreadable]);
    expect(told(broken(on), broken(on))).toEqual([unreadable]);
    expect(told(broken(on), absent)).toEqual([expect.stringMatching(/^delete: /)]);
    expect(told(broken(), absent)).toEqual(['delete: removed']);
    expect(told(broken(undefined), absent)).toEqual(['delete: removed']);
  });

  it('lets nothing hide behind a version that cannot be read', () => {
    expect(told(broken(on), present(off))).toEqual(['unreadable: can be read again', 'state: production: on → off']);
    expect(told(broken(on), present(on))).toEqual(['unreadable: can be read again']);
    // Never readable before: it begins here.
    expect(told(broken(undefined), present(on))).toEqual([
      'unreadable: can be read again',
      expect.stringMatching(/^create: /),
    ]);
  });

  it('claims nothing where only one unreadable state is known', () => {
    expect(told(broken(), present(on))).toEqual(['unreadable: can be read again']);
  });

  it('tells first that a file has moved', () => {
    const moved = `moved: moved from ${path} to b/${path}`;
    expect(told(present(on), present(off, `b/${path}`))).toEqual([moved, 'state: production: on → off']);
    expect(told(broken(on), present(on, `b/${path}`))[0]).toBe(moved);
  });

  it('says nothing exactly where two states mean the same', () => {
    const value = fc.record({
      description: fc.string(),
      owner: fc.constantFrom('a', 'b'),
      tags: fc.array(fc.string()),
    });
    fc.assert(
      fc.property(fc.constantFrom(...definitionKinds), value, value, (kind, a, b) => {
        expect(changesBetween(kind, present(a), present(a))).toEqual([]);
        const isSame = JSON.stringify(a) === JSON.stringify(b);
        expect(changesBetween(kind, present(a), present(b)).length === 0).toBe(isSame);
      }),
    );
  });
});

describe('following', () => {
  it('carries the meaning through versions that cannot be read', () => {
    const first = following(present(on), broken());
    expect(meaningOf(first)).toEqual(on);
    expect(meaningOf(following(first, broken()))).toEqual(on);
    expect(meaningOf(following(absent, broken()))).toBeUndefined();
    expect(following(first, absent)).toEqual(absent);
  });
});
