import type { Path } from '../diagnostic/diagnostic.ts';
import type { Note } from './imported.ts';

/** A flag, or a part of it, that cannot be imported with its meaning. Caught where the flag is read. */
export class RefusedImportError extends Error {
  override readonly name = 'RefusedError';
  readonly path: Path;

  /** @param path where the reason is, in the source */
  constructor(path: Path, reason: string) {
    super(reason);
    this.path = path;
  }
}

/** Collects what could not be kept while a source is read. */
export class Notes {
  readonly list: Note[] = [];
  #flag: string | undefined;

  /** Reads one flag: notes are about it meanwhile. Gives nothing if it had to be refused. */
  about<Flag>(key: string, read: () => Flag): Flag | undefined {
    this.#flag = key;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RefusedImportError)) throw error;
      this.list.push({ kind: 'refused', flag: key, path: error.path, reason: error.message });
      return undefined;
    } finally {
      this.#flag = undefined;
    }
  }

  changed(path: Path, reason: string): void {
    this.list.push({ kind: 'changed', flag: this.#flag, path, reason });
  }

  lost(path: Path, reason: string): void {
    this.list.push({ kind: 'lost', flag: this.#flag, path, reason });
  }

  /** Notes every field that is not one of those known. */
  lostFields(value: object, path: Path, known: readonly string[], reason = 'has no place in a flag file'): void {
    for (const name of Object.keys(value)) if (!known.includes(name)) this.lost([...path, name], `"${name}" ${reason}`);
  }
}
