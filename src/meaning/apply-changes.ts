import type { Path } from '../diagnostic/diagnostic.ts';
import type { Change } from './change.ts';
import { identityField } from './entries.ts';
import { KeyedList } from './keyed-list.ts';

type Fields = Record<string, unknown>;

/**
 * A definition with changes made to it: what `flagChanges` and its like give for two definitions turns the one into
 * the other, but for the order of fields. On another definition, changes that find no place are left out. The
 * definition given stays as it is.
 */
export function applyChanges(before: unknown, changes: readonly Change[]): unknown {
  const draft = new Draft(before);
  for (const { kind, path, after, position } of changes) {
    if (kind !== 'moved' && !position) draft.assign(path, after);
  }
  // Each is put in front of what comes after it, so the last goes first.
  for (const { path, after, position } of changes.toReversed()) {
    if (position) draft.place(path, after, position.after);
  }
  return draft.finish();
}

/** A copy that is being changed. */
class Draft {
  readonly #holder: Fields;
  readonly #lists = new Map<unknown[], KeyedList>();

  constructor(value: unknown) {
    this.#holder = { root: copy(value) };
  }

  assign(path: Path, after: unknown): void {
    const last = path.at(-1);
    const target = last === undefined ? this.#holder : this.#find(path.slice(0, -1));
    if (Array.isArray(target)) {
      const list = this.#keyed(target, path.slice(0, -1));
      if (after === undefined) list.delete(String(last));
      else list.set(String(last), copy(after));
    } else if (typeof target === 'object' && target !== null) {
      const name = String(last ?? 'root');
      if (after !== undefined) put(target as Fields, name, copy(after));
      else delete (target as Fields)[name];
    }
  }

  place(path: Path, after: unknown, next: string | null): void {
    const listPath = path.slice(0, -1);
    if (this.#find(listPath) === undefined) this.assign(listPath, []);
    const target = this.#find(listPath);
    if (!Array.isArray(target)) return;
    const list = this.#keyed(target, listPath);
    const key = String(path.at(-1));
    const entry = after === undefined ? list.get(key) : copy(after);
    if (entry !== undefined) list.place(key, entry, next);
  }

  finish(): unknown {
    for (const [array, list] of this.#lists) {
      array.length = 0;
      for (const entry of list.values()) array.push(entry);
    }
    return this.#holder.root;
  }

  #find(path: Path): unknown {
    let at: unknown = this.#holder.root;
    for (const [depth, step] of path.entries()) {
      if (Array.isArray(at)) at = this.#keyed(at, path.slice(0, depth)).get(String(step));
      else at = typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Fields)[step] : undefined;
    }
    return at;
  }

  #keyed(array: unknown[], path: Path): KeyedList {
    const known = this.#lists.get(array);
    if (known) return known;
    const field = identityField(path);
    const list = new KeyedList(array, (entry) => {
      const isEntry = typeof entry === 'object' && entry !== null && Object.hasOwn(entry, field);
      const key = isEntry ? (entry as Fields)[field] : undefined;
      return typeof key === 'string' ? key : undefined;
    });
    this.#lists.set(array, list);
    return list;
  }
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
