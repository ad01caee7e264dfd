import type { DefinitionKind } from '../meaning/definition-kind.ts';
import type { RawEntry } from '../git/raw-log.ts';
import { canonicalValue } from '../meaning/canonical.ts';
import type { Meanings } from '../history/meanings.ts';
import { memberOf } from '../project/membership.ts';

/** A file somewhere in a commit, whatever folder the project is in. */
export interface PlacedEntry extends RawEntry {
  /** From the root. */
  readonly path: string;
}

/** What a content defines; one object for each content. */
export interface Definition {
  readonly blob: string;
  /** As parsed, fields in canonical order. */
  readonly value: () => unknown;
}

/** A flag, a segment or a governance file in one commit. */
export interface Thing {
  readonly kind: DefinitionKind;
  /** Empty for governance files. */
  readonly key: string;
  /** All files that have its name, in any folder. */
  readonly files: readonly PlacedEntry[];
  readonly state: 'present' | 'unreadable' | 'absent';
  /** The file that defines it: the first by path, if several do. */
  readonly file: PlacedEntry | undefined;
  /** Path of that file below the project's folder. */
  readonly below: string | undefined;
  /**
   * What it is; where it cannot be read, what it was when it last could; where it is gone, what it was before. Several if
   * branches that were merged differ in that.
   */
  readonly last: readonly Definition[];
}

/** The contents of a whole history. */
export class AuditedDefinitions {
  readonly #meanings: Meanings;
  readonly #known = new Map<string, Definition>();

  constructor(meanings: Meanings) {
    this.#meanings = meanings;
  }

  /** What a file defines; undefined if it is not a file, or cannot be read. A text that holds no fields defines nothing. */
  of({ kind, oid }: RawEntry, mayBeEmpty = false): Definition | undefined {
    if (kind !== 'file') return undefined;
    const text = this.#meanings.get(oid);
    if (text === undefined || !(text.startsWith('{') || (mayBeEmpty && text === 'null'))) return undefined;
    let definition = this.#known.get(oid);
    // Made anew each time: a long history would fill the memory.
    if (!definition) this.#known.set(oid, (definition = { blob: oid, value: () => canonicalValue(text) }));
    return definition;
  }

  /** Whether two contents mean the same. */
  isSame(a: Definition, b: Definition): boolean {
    return a === b || this.#meanings.get(a.blob) === this.#meanings.get(b.blob);
  }

  /**
   * A thing in a commit.
   * @param folder of the project there
   * @param before the same thing in its parents
   */
  thing(
    kind: DefinitionKind,
    key: string,
    files: readonly PlacedEntry[],
    folder: string,
    before: readonly (Thing | undefined)[],
  ): Thing {
    const file = firstIn(folder, kind, key, files);
    const base = {
      kind,
      key,
      files,
      file,
      below: file && (folder === '' ? file.path : file.path.slice(folder.length + 1)),
    };
    const definition = file && this.of(file, kind !== 'flag' && kind !== 'segment');
    if (definition) return { ...base, state: 'present', last: [definition] };
    const last = new Set(before.flatMap((thing) => thing?.last ?? []));
    return { ...base, state: file ? 'unreadable' : 'absent', last: [...last] };
  }
}

function firstIn(
  folder: string,
  kind: DefinitionKind,
  key: string,
  files: readonly PlacedEntry[],
): PlacedEntry | undefined {
  let found: PlacedEntry | undefined;
  for (const file of files) {
    if (found && found.path <= file.path) continue;
    const member = memberOf(folder, file.path);
    if (member?.kind === kind && member.key === key) found = file;
  }
  return found;
}

/** What a file in any folder may define for a project that is in the right one. */
export function namedBy(path: string): { readonly kind: DefinitionKind; readonly key: string } | undefined {
  const member = memberOf(path.slice(0, Math.max(path.lastIndexOf('/'), 0)), path);
  return member && member.kind !== 'spec' ? { kind: member.kind, key: member.key } : undefined;
}
