import type { Path } from '../diagnostic/diagnostic.ts';
import type { Change } from './change.ts';
import { identityField } from './entries.ts';

type Fields = Record<string, unknown>;

/**
 * A definition with changes made to it: what `flagChanges` and its like give for two definitions turns the one into
 * the other, but for the order of fields. On another definition, changes that find no place are left out. The
 * definition given stays as it is.
 */
export function applyChanges(before: unknown, changes: readonly Change[]): unknown {
  const holder: Fields = { root: copy(before) };
  for (const change of changes) {
    if (change.kind !== 'moved' && !change.position) assign(holder, change.path, change.after);
  }
  // Each is put in front of what comes after it, so the last goes first.
  for (const change of changes.toReversed()) {
    if (change.position) place(holder, change);
  }
  return holder.root;
}

/** A copy in which no part is shared, as parts are that were written once and used through aliases. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null) return value;
  const result: Fields = {};
  for (const [name, item] of Object.entries(value)) put(result, name, copy(item));
  return result;
}

function put(record: Fields, name: string, value: unknown): void {
  Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}

function assign(holder: Fields, path: Path, after: unknown): void {
  const last = path.at(-1);
  const target = last === undefined ? holder : find(holder, path.slice(0, -1));
  if (Array.isArray(target)) {
    const index = indexOf(target, path.slice(0, -1), last);
    if (index < 0) return;
    if (after === undefined) target.splice(index, 1);
    else target[index] = copy(after);
  } else if (typeof target === 'object' && target !== null) {
    const name = String(last ?? 'root');
    if (after !== undefined) put(target as Fields, name, copy(after));
    else delete (target as Fields)[name];
  }
}

function place(holder: Fields, { path, after, position }: Change): void {
  const listPath = path.slice(0, -1);
  if (find(holder, listPath) === undefined) assign(holder, listPath, []);
  const list = find(holder, listPath);
  if (!Array.isArray(list)) return;
  const old = indexOf(list, listPath, path.at(-1));
  const [entry] = old < 0 ? [undefined] : (list.splice(old, 1) as unknown[]);
  const placed = after === undefined ? entry : copy(after);
  if (placed === undefined) return;
  const next = position?.after === null ? -1 : indexOf(list, listPath, position?.after);
  list.splice(next < 0 ? list.length : next, 0, placed);
}

function find(holder: Fields, path: Path): unknown {
  let at: unknown = holder.root;
  for (const [depth, step] of path.entries()) {
    if (Array.isArray(at)) at = at[indexOf(at, path.slice(0, depth), step)];
    else at = typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Fields)[step] : undefined;
  }
  return at;
}

/** The index of a list's entry, by index or by what its entries go by. */
function indexOf(list: readonly unknown[], listPath: Path, step: string | number | undefined): number {
  if (typeof step === 'number') return step;
  const field = identityField(listPath);
  return list.findIndex(
    (entry) =>
      typeof entry === 'object' && entry !== null && Object.hasOwn(entry, field) && (entry as Fields)[field] === step,
  );
}
