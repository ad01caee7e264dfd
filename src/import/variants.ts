import type { Path } from '../diagnostic/diagnostic.ts';
import type { Json } from '../evaluate/definition.ts';
import { RefusedImportError, type Notes } from './notes.ts';

/** The variants of a flag, with names that flag files allow. */
export interface NamedVariants {
  /** Undefined for `on: true, off: false`. */
  readonly variants: Readonly<Record<string, Json>> | undefined;
  /** Our name of a variant by the name in the source. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether any name had to be changed. */
  readonly renamed: boolean;
}

const form = /^[a-z][a-zA-Z0-9_-]*$/;

/**
 * Takes over variants. Code sees their values only, so that a name which is not allowed here is replaced by one that is.
 * @param entries name and value, in the order of the source
 * @param path where they are
 * @throws RefusedError if a flag file cannot hold the values
 */
export function nameVariants(
  entries: readonly (readonly [string, unknown])[],
  path: Path,
  notes: Notes,
): NamedVariants {
  // prettier-ignore
  if (entries.length === 0) throw new RefusedImportError(path, 'it has no variants');
  const names = new Map<string, string>();
  const taken = new Set(entries.map(([name]) => name).filter((name) => form.test(name)));
  const variants: [string, Json][] = [];
  const types = new Set<string>();
  const counts = new Map<string, number>();
  for (const [theirs, value] of entries) {
    const type = typeOf(value);
    if (type === undefined) {
      throw new RefusedImportError([...path, theirs], `the value of variant "${theirs}" is ${kindOf(value)}; a flag file holds strings, numbers, booleans and objects`); // prettier-ignore
    }
    types.add(type);
    const name = form.test(theirs) ? theirs : freeName(theirs, taken, counts);
    if (name !== theirs) notes.lost([...path, theirs], `the variant "${theirs}" is called "${name}" here`);
    taken.add(name);
    names.set(theirs, name);
    variants.push([name, value as Json]);
  }
  if (types.size > 1) throw new RefusedImportError(path, `its values are of several types: ${[...types].join(', ')}`);
  const renamed = [...names].some(([theirs, ours]) => theirs !== ours);
  return { variants: isDefault(variants) ? undefined : Object.fromEntries(variants), names, renamed };
}

function typeOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? 'number' : undefined;
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? 'object' : undefined;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return Array.isArray(value) ? 'a list' : `the ${typeof value} ${String(value)}`;
}

/** @param counts how often each name was given, so that many of one do not take long */
function freeName(theirs: string, taken: ReadonlySet<string>, counts: Map<string, number>): string {
  const plain = theirs.slice(0, 60).replace(/[^a-zA-Z0-9_-]+/g, '-').replace(/^[-_]+|[-_]+$/g, ''); // prettier-ignore
  const lower = /^[A-Z]/.test(plain) ? plain[0]!.toLowerCase() + plain.slice(1) : plain;
  const base = form.test(lower) ? lower : `v${lower === '' ? '' : `-${lower}`}`;
  let count = counts.get(base) ?? 1;
  let name = count === 1 ? base : `${base}-${count}`;
  while (taken.has(name)) name = `${base}-${++count}`;
  counts.set(base, count + 1);
  return name;
}

function isDefault(variants: readonly (readonly [string, Json])[]): boolean {
  const values = new Map(variants);
  return values.size === 2 && values.get('on') === true && values.get('off') === false;
}

/**
 * The variant for those who get nothing of a flag: one called `off`, or false, or else the one that a source serves when
 * nothing else is said.
 */
export function offVariant({ variants }: NamedVariants, fallback: string): string {
  if (variants === undefined || Object.hasOwn(variants, 'off')) return 'off';
  const no = Object.keys(variants).filter((name) => variants[name] === false);
  return no.includes(fallback) ? fallback : (no[0] ?? fallback);
}
