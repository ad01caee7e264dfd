import type { Path } from '../diagnostic/diagnostic.ts';
import type { SchemaName } from './validate.ts';

/** A step of a pattern: a field's name, or `*` for every field of a mapping or entry of a list. */
type Pattern = readonly string[];

const rule: Pattern = ['environments', '*', 'rules', '*'];

/** Where dates stand, by kind of file. A test keeps this in step with the schemas. */
export const dateFields: Readonly<Record<SchemaName, readonly Pattern[]>> = {
  manifest: [],
  owners: [],
  systems: [],
  segment: [],
  policy: [
    ['freezes', '*', 'from'],
    ['freezes', '*', 'until'],
  ],
  flag: [
    ['created'],
    ['expires'],
    ['review', 'last'],
    ['extensions', '*', 'on'],
    ['extensions', '*', 'from'],
    ['extensions', '*', 'until'],
    ['reversible', 'until'],
    [...rule, 'from'],
    [...rule, 'until'],
  ],
  spec: [
    ['cases', '*', 'at'],
    ['populations', '*', 'at'],
  ],
};

/** Where durations stand. */
export const durationFields: Readonly<Record<SchemaName, readonly Pattern[]>> = {
  owners: [],
  systems: [],
  segment: [],
  spec: [],
  manifest: [
    ['lifecycle', '*', 'maxAge'],
    ['lifecycle', '*', 'review'],
    ['lifecycle', '*', 'warn'],
    ['lifecycle', 'staleAfter'],
  ],
  policy: [['emergency', 'reviewWithin']],
  flag: [['review', 'every']],
};

/** Every text of a value that stands where a pattern says, in file order, with its path. */
export function textsAt(value: unknown, pattern: Pattern): { text: string; path: Path }[] {
  let found: { value: unknown; path: (string | number)[] }[] = [{ value, path: [] }];
  for (const step of pattern) {
    found = found.flatMap(({ value: parent, path }) => {
      if (typeof parent !== 'object' || parent === null) return [];
      if (step !== '*') {
        const own = !Array.isArray(parent) && Object.hasOwn(parent, step);
        return own ? [{ value: (parent as Record<string, unknown>)[step], path: [...path, step] }] : [];
      }
      const entries: [string | number, unknown][] = Array.isArray(parent)
        ? [...parent.entries()]
        : Object.entries(parent);
      return entries.map(([name, child]) => ({ value: child, path: [...path, name] }));
    });
  }
  return found.flatMap((one) => (typeof one.value === 'string' ? [{ text: one.value, path: one.path }] : []));
}
