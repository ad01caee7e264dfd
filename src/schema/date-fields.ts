import type { Path } from '../diagnostic/diagnostic.ts';
import type { SchemaName } from './schema-name.ts';

/**
 * A step of a pattern: a field's name, `*` for every field of a mapping or entry of a list, or `**` for the value itself
 * and everything in it.
 */
type Pattern = readonly string[];

const rule: Pattern = ['environments', '*', 'rules', '*'];

/** Where conditions hold dates; they nest. */
const inConditions: readonly Pattern[] = [
  ['when', '**', 'before'],
  ['when', '**', 'after'],
];

/** Where dates are, by kind of file. A test keeps this in step with the schemas. */
export const dateFields: Readonly<Record<SchemaName, readonly Pattern[]>> = {
  manifest: [],
  owners: [],
  systems: [],
  segment: inConditions,
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
    ...inConditions.map((pattern) => [...rule, ...pattern]),
  ],
  spec: [
    ['cases', '*', 'at'],
    ['populations', '*', 'at'],
  ],
};

/** Where durations are. */
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
    ['rules', 'expiring-soon', '*', 'within'],
    ['rules', 'stale-flag', '*', 'after'],
  ],
  policy: [['emergency', 'reviewWithin']],
  flag: [['review', 'every']],
};

interface Found {
  readonly value: unknown;
  readonly path: (string | number)[];
}

/** Every text of a value that is where a pattern says, in file order, with its path. */
export function textsAt(value: unknown, pattern: Pattern): { text: string; path: Path }[] {
  let found: Found[] = [{ value, path: [] }];
  for (const step of pattern) {
    if (step === '**') {
      found = withinAll(found);
      continue;
    }
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

/** Values with all that is in them. The parser bounds how deep values nest. */
function withinAll(values: readonly Found[]): Found[] {
  return values.flatMap((one) => {
    const { value, path } = one;
    if (typeof value !== 'object' || value === null) return [];
    const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return [one, ...withinAll(inner.map(([name, child]) => ({ value: child, path: [...path, name] })))];
  });
}
