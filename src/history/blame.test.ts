import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { blameFields, type ValueOfVersion } from './blame.ts';
import { canonicalText } from '../meaning/canonical.ts';

const present = (...values: readonly unknown[]): ValueOfVersion<number>[] =>
  values.map((value, index) => ({ version: index + 1, state: 'present', value }));

const blamed = (versions: readonly ValueOfVersion<number>[], current: unknown): string[] =>
  blameFields(versions, current).map(({ path, version }) => `${path.join('.')} ${version}`);

it('follows rules and prerequisites by what they go by, wherever they are', () => {
  const rule = (name: string, on: number): object => ({ name, serve: { on, off: 1 } });
  const flag = (...rules: readonly object[]): object => ({ environments: { staging: { rules } } });
  const last = flag(rule('b', 2), rule('a', 1));
  const versions = present(flag(rule('a', 1)), flag(rule('a', 1), rule('b', 1)), last);
  const rules = 'environments.staging.rules';
  expect(blamed(versions, last)).toEqual([
    `${rules}.b.name 2`, `${rules}.b.serve 3`, `${rules}.a.name 1`, `${rules}.a.serve 1`,
  ]); // prettier-ignore
});

it('takes lists without keys, conditions and values of variants for one value each', () => {
  const flag = { tags: ['a', 'b'], variants: { on: { deep: { er: 1 } } }, links: {}, extensions: [{ until: 'x' }] };
  expect(blamed(present(flag), flag)).toEqual(['tags 1', 'variants.on 1', 'links 1', 'extensions 1']);
});

it('passes over what cannot be read, and starts anew after a removal', () => {
  const flag = { owner: 'a', type: 'ops' };
  const versions: ValueOfVersion<number>[] = [
    ...present(flag),
    { version: 2, state: 'unreadable', value: undefined },
    { version: 3, state: 'present', value: { ...flag, type: 'release' } },
  ];
  expect(blamed(versions, { ...flag, type: 'release' })).toEqual(['owner 1', 'type 3']);
  const again: ValueOfVersion<number>[] = [
    ...versions,
    { version: 4, state: 'removed', value: undefined },
    { version: 5, state: 'present', value: flag },
  ];
  expect(blamed(again, flag)).toEqual(['owner 5', 'type 5']);
});

it('names the version since which a field has had its value without a break', () => {
  const leaf = fc.constantFrom<unknown>('x', 'y', 1, null, ['x'], ['y', 'x']);
  const value = fc.dictionary(
    fc.constantFrom('a', 'b', '__proto__'),
    fc.oneof(leaf, fc.dictionary(fc.constantFrom('c', 'd'), leaf)),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 6 }), (values) => {
      const all = values.map((one, index) => {
        const fields = blameFields(present(...values.slice(0, index + 1)), one);
        return new Map(fields.map((field) => [JSON.stringify(field.path), field]));
      });
      for (const [path, { version, value: now }] of all.at(-1) ?? []) {
        const text = (index: number): string | undefined => {
          const field = all[index]?.get(path);
          return field && canonicalText(field.value);
        };
        for (let index = version - 1; index < values.length; index++) expect(text(index)).toBe(canonicalText(now));
        expect(text(version - 2)).not.toBe(canonicalText(now));
      }
    }),
  );
});
