import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../meaning/apply-changes.ts';
import { canonicalText } from '../../meaning/canonical.ts';
import type { Change } from '../../meaning/change.ts';
import { flagChanges } from '../../meaning/changes.ts';
import { anyEdit, anyFlag, anything, editFlag } from '../../../test/support/definition-edits.ts';
import { mergeDefinitions } from './merge.ts';

const canonical = (value: unknown): string => (value === undefined ? 'absent' : canonicalText(value));
const clean = { conflicts: [], settled: [] };
const edits = fc.array(anyEdit, { minLength: 1, maxLength: 4 });

/**
 * What a change is a change of. Whoever adds, removes or moves rules changes the list of them; an environment written
 * another way is changed as a whole.
 */
function thingOf({ path }: Change, changes: readonly Change[]): string {
  const depth = path[0] === 'environments' ? 2 : 1;
  const own = path.slice(0, depth);
  const others = changes.filter((other) => own.every((step, index) => other.path[index] === step));
  if (others.some((other) => other.path.length <= depth)) return canonical(own);
  const list = path.slice(0, path[0] === 'environments' ? 3 : 1);
  const ofList = changes.filter((other) => list.every((step, index) => other.path[index] === step));
  const isStructural = ofList.some((other) => other.path.length <= list.length + 1);
  return canonical(isStructural ? list : path);
}

describe('changes to different things', () => {
  it('always merge, and give what both give one after the other', () => {
    let shared = 0;
    const check = (base: object, after: unknown, sides: readonly boolean[]): void => {
      const changes = flagChanges(base, after);
      if (changes.some(({ path }) => path.length === 0)) return;
      const things = [...new Set(changes.map((one) => thingOf(one, changes)))];
      const isOurs = (one: Change): boolean => sides[things.indexOf(thingOf(one, changes)) % sides.length] ?? false;
      const ours = applyChanges(base, changes.filter(isOurs));
      const theirs = applyChanges(
        base,
        changes.filter((one) => !isOurs(one)),
      );
      const result = mergeDefinitions(base, ours, theirs);
      expect(result).toMatchObject(clean);
      expect(canonical(result.merged)).toBe(canonical(after));
      expect(
        canonical(
          applyChanges(
            ours,
            changes.filter((one) => !isOurs(one)),
          ),
        ),
      ).toBe(canonical(after));
      if (changes.some(isOurs) && !changes.every(isOurs)) shared++;
    };
    const sides = fc.array(fc.boolean(), { minLength: 5, maxLength: 9 });
    fc.assert(fc.property(anyFlag, anyFlag, sides, check), { numRuns: 300, seed: 1 });
    fc.assert(
      fc.property(anyFlag, edits, sides, (base, list, sides) =>
        check(base, list.reduce<unknown>(editFlag, base), sides),
      ),
      { numRuns: 1200, seed: 2 },
    );
    expect(shared).toBeGreaterThan(500);
  });
});

describe('any three definitions', () => {
  const three = fc.oneof(
    fc.tuple(anyFlag, edits, edits).map(([base, ours, theirs]) => [
      base, ours.reduce<unknown>(editFlag, base), theirs.reduce<unknown>(editFlag, base),
    ]), // prettier-ignore
    fc.tuple(anyFlag, anyFlag, anyFlag),
    fc.tuple(fc.oneof(anything, anyFlag), fc.oneof(anything, anyFlag), fc.oneof(anything, anyFlag)),
  );

  it('merge alike whichever is called ours', () => {
    fc.assert(
      fc.property(three, fc.constantFrom('flag', 'segment', 'governance'), ([base, ours, theirs], kind) => {
        const one = mergeDefinitions(base, ours, theirs, kind);
        const other = mergeDefinitions(base, theirs, ours, kind);
        expect(canonical(other.merged)).toBe(canonical(one.merged));
        const swap = <T extends { ours: unknown; theirs: unknown }>(list: readonly T[]): string[] =>
          list
            .map((item) => canonical({ ...item, ours: item.theirs ?? null, theirs: item.ours ?? null, chosen: 0 }))
            .sort();
        const same = <T extends { ours: unknown; theirs: unknown }>(list: readonly T[]): string[] =>
          list
            .map((item) => canonical({ ...item, ours: item.ours ?? null, theirs: item.theirs ?? null, chosen: 0 }))
            .sort();
        expect(swap(other.conflicts)).toEqual(same(one.conflicts));
        expect(swap(other.settled)).toEqual(same(one.settled));
      }),
      { numRuns: 1200, seed: 3 },
    );
  });

  it('give a side where only that side has changed, or both alike', () => {
    fc.assert(
      fc.property(three, fc.constantFrom('flag', 'segment', 'governance'), ([base, ours], kind) => {
        for (const sides of [[base, ours, base], [base, base, ours], [base, ours, ours]] as const) {
          const result = mergeDefinitions(...sides, kind);
          expect(result).toMatchObject(clean);
          expect(canonical(result.merged)).toBe(canonical(ours));
        }
      }),
      { numRuns: 600, seed: 4 },
    );
  }); // prettier-ignore

  it('have nothing in the result that no side has', () => {
    fc.assert(
      fc.property(three, ([base, ours, theirs]) => {
        const { merged, conflicts } = mergeDefinitions(base, ours, theirs);
        if (conflicts.length > 0) return;
        const names = (value: unknown): string[] =>
          typeof value === 'object' && value !== null ? Object.keys(value) : [];
        const known = new Set([...names(ours), ...names(theirs)]);
        expect(names(merged).filter((name) => !known.has(name))).toEqual([]);
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});

describe('the same thing changed differently', () => {
  const flag = (extra: object, serve: unknown, otherwise: unknown = 'off'): object => ({
    type: 'release',
    ...extra,
    environments: { production: { enabled: true, rules: [{ name: 'eu', serve }], otherwise } },
  });
  const on = (share: number): object => ({ on: share, off: 100 - share });
  const merge = (extra: object, base: unknown, ours: unknown, theirs: unknown) =>
    mergeDefinitions(flag(extra, base), flag(extra, ours), flag(extra, theirs));

  it.each([['release'], ['migration']])('%s: the lower rollout', (type) => {
    expect(merge({ type }, on(25), on(50), on(10))).toMatchObject({
      merged: flag({ type }, on(10)),
      conflicts: [],
      settled: [{ chosen: 'theirs', environment: 'production', what: 'rule eu serve', why: 'is the lower rollout' }],
    });
    expect(merge({ type }, on(25), 'off', 'on')).toMatchObject({ merged: flag({ type }, 'off'), conflicts: [] });
    const reordered = merge({ type }, on(25), { off: 50, on: 50 }, on(50));
    expect(reordered).toMatchObject({
      merged: flag({ type }, on(25)),
      conflicts: [{ why: 'neither rollout is the lower one' }],
    });
  });

  it.each([['ops'], ['kill-switch']])('%s: the side that serves more of the variant for failures', (type) => {
    expect(merge({ type }, on(25), on(50), on(10))).toMatchObject({ merged: flag({ type }, on(10)), conflicts: [] });
    const safe = { type, onFailure: 'on' };
    expect(merge(safe, on(25), on(50), on(10))).toMatchObject({
      merged: flag(safe, on(50)),
      conflicts: [],
      settled: [{ chosen: 'ours' }],
    });
    expect(merge(safe, on(25), on(50), { on: 5, blue: 5 }).conflicts).toHaveLength(1);
  });

  it.each([
    [{ type: 'experiment' }, /experiment/],
    [{ type: 'permission' }, /changed differently on both sides/],
    [{ criticality: 'high' }, /criticality is high/],
    [{ type: 'ops', criticality: 'critical' }, /criticality is critical/],
    [{ type: undefined }, /changed differently/],
  ])('%j: always a conflict', (extra, why) => {
    const { merged, conflicts, settled } = merge(extra, on(25), on(50), on(10));
    expect(settled).toEqual([]);
    expect(conflicts).toEqual([
      {
        path: ['environments', 'production', 'rules', 'eu', 'serve'], environment: 'production', what: 'rule eu serve',
        base: on(25), ours: on(50), theirs: on(10), why: expect.stringMatching(why),
      },
    ]);
    expect(merged).toEqual(flag(extra, on(25)));
  }); // prettier-ignore

  it('takes the highest criticality of the three, and no rule where they do not agree on the type', () => {
    const merge = (base: object, ours: object, theirs: object) =>
      mergeDefinitions(flag(base, on(25)), flag(ours, on(50)), flag(theirs, on(10))).conflicts.map(({ what }) => what);
    expect(merge({}, { criticality: 'high' }, {})).toEqual(['rule eu serve']);
    expect(merge({ criticality: 'high' }, { criticality: 'low' }, { criticality: 'low' })).toEqual(['rule eu serve']);
    expect(merge({}, { type: 'ops' }, {})).toEqual(['rule eu serve']);
    expect(merge({}, { off: 'on' }, {})).toEqual(['rule eu serve']);
    expect(merge({}, {}, {})).toEqual([]);
  });

  it('two expiries', () => {
    const { merged, conflicts } = mergeDefinitions({ expires: '1' }, { expires: '2' }, { expires: '3' });
    expect(merged).toEqual({ expires: '1' });
    expect(conflicts).toMatchObject(
      [{ what: 'expires', environment: undefined, why: /expiry/ }].map((one) => ({
        ...one,
        why: expect.stringMatching(one.why),
      })),
    );
  });

  it('removed here, changed there', () => {
    const [one, two] = [
      { name: 'a', serve: 'on' },
      { name: 'a', serve: 'off' },
    ];
    const p = (...rules: object[]) => ({ environments: { p: { enabled: true, rules, otherwise: 'off' } } });
    expect(mergeDefinitions(p(one), p(), p(two))).toMatchObject({
      merged: p(one),
      conflicts: [{ what: 'rule a', ours: undefined, theirs: two }],
    });
    expect(mergeDefinitions(p(), p(one), p(two))).toMatchObject({
      merged: p(),
      conflicts: [{ why: 'added differently on both sides' }],
    });
    expect(mergeDefinitions({ a: 1 }, undefined, { a: 2 })).toMatchObject({
      merged: { a: 1 },
      conflicts: [{ path: [], what: 'the whole definition' }],
    });
    expect(mergeDefinitions(undefined, { a: 1, b: 1 }, { a: 1, c: 1 })).toMatchObject({
      merged: { a: 1, b: 1, c: 1 },
      conflicts: [],
    });
  });

  it('does not put rules and JsonLogic into one environment', () => {
    const p = (block: object) => ({ environments: { p: { enabled: true, otherwise: 'off', ...block } } });
    const result = mergeDefinitions(p({}), p({ rules: [] }), p({ targeting: { '==': [1, 1] } }));
    expect(result).toMatchObject({ merged: p({}), conflicts: [{ environment: 'p', what: 'the environment' }] });
  });
});

describe('environments in short', () => {
  const p = (block: unknown) => ({ environments: { p: block } });

  it.each<[unknown, unknown, unknown, unknown]>([
    [true, false, { enabled: true, otherwise: 'on' }, { enabled: false, otherwise: 'on' }],
    [true, false, { enabled: true }, { enabled: false }],
    [{ enabled: true }, true, { enabled: false }, false],
  ])('%j: %j and %j give %j', (base, ours, theirs, merged) => {
    expect(mergeDefinitions(p(base), p(ours), p(theirs))).toEqual({ merged: p(merged), ...clean });
  });

  it('are in conflict when both sides add one differently', () => {
    expect(mergeDefinitions(p(undefined), p(true), p({ enabled: true, otherwise: 'off' })).conflicts).toHaveLength(1);
  });
});

describe('lists', () => {
  it('merges sets by their members', () => {
    expect(mergeDefinitions({ tags: ['a', 'b'] }, { tags: ['a', 'b', 'z'] }, { tags: ['b', 'c'] })).toEqual({
      merged: { tags: ['b', 'c', 'z'] },
      ...clean,
    });
    expect(mergeDefinitions({}, { tags: ['a'] }, { tags: ['b'] }).merged).toEqual({ tags: ['a', 'b'] });
    expect(mergeDefinitions({ tags: ['a'] }, {}, { tags: ['a', 'b'] }).merged).toEqual({ tags: ['b'] });
  });

  it('merges prerequisites by flag', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((flag) => ({ flag }));
    const merged = mergeDefinitions(
      { prerequisites: [a] },
      { prerequisites: [{ ...a, variant: 'on' }, c] },
      { prerequisites: [a, b] },
    );
    expect(merged).toEqual({ merged: { prerequisites: [{ flag: 'a', variant: 'on' }, b, c] }, ...clean });
  });

  it('does not let two entries of the same extension pass', () => {
    const merged = mergeDefinitions(
      { extensions: [] },
      { extensions: [{ until: '1' }] },
      { extensions: [{ until: '2' }] },
    );
    expect(merged.conflicts.map(({ path }) => path)).toEqual([['extensions']]);
  });

  it('merges long lists quickly', () => {
    const tags = (from: number) => ({ tags: Array.from({ length: 100_000 }, (_, index) => `t${from + index}`) });
    const { conflicts } = mergeDefinitions(tags(0), tags(50_000), tags(70_000));
    expect(conflicts).toEqual([]);
  });
});
