import type { StoreFile } from '../project/record-store.ts';
import type { FileUsage } from './file-usage.ts';

/** What is kept of a file: what it says of flags; nothing of one that is not text. */
export type Kept = FileUsage | null;

interface Entry {
  readonly stamp: string;
  /** As JSON: parsed when it is asked for. */
  readonly text: string;
}

/**
 * What files of code said of flags in an earlier run, by path. One is believed while the file's stamp is the same; all are forgotten
 * when the tool, the flags or the settings are others, or the file is damaged.
 */
export class CodeMemory {
  readonly #file: StoreFile;
  readonly #signature: string;
  readonly #before: ReadonlyMap<string, Entry>;
  readonly #now = new Map<string, Entry>();

  /** @param signature of everything beside the files that decides what is found */
  constructor(file: StoreFile, signature: string) {
    this.#file = file;
    this.#signature = `flagwright-code 1 ${file.digest(signature)}`;
    this.#before = this.#load();
  }

  /** Undefined for a file that has to be read. */
  known(path: string, stamp: string | undefined): Kept | undefined {
    const entry = stamp === undefined ? undefined : this.#before.get(path);
    if (!entry || entry.stamp !== stamp) return undefined;
    this.#now.set(path, entry);
    const kept = JSON.parse(entry.text) as Kept;
    const placed = <T extends object>(one: T): T => ({ file: path, ...one });
    return kept && { ...kept, references: kept.references.map(placed), undeclared: kept.undeclared.map(placed) };
  }

  /** Keeps what is known of a file, if it may be believed later. */
  keep(path: string, stamp: string | undefined, kept: Kept): void {
    // No path of two lines is kept.
    if (stamp === undefined || path.includes('\n')) return;
    const without = (name: string, value: unknown): unknown => (name === 'file' ? undefined : value);
    this.#now.set(path, { stamp, text: JSON.stringify(kept, without) });
  }

  /** Writes what is known of the files that were asked for, unless it is written already. */
  save(): void {
    const isSame = this.#now.size === this.#before.size && [...this.#now].every(([path, one]) => this.#before.get(path) === one); // prettier-ignore
    if (isSame) return;
    const body = [...this.#now].map(([path, { stamp, text }]) => `${stamp} ${path}\n${text}`).join('\n');
    this.#file.write([Buffer.from(`${this.#signature} ${this.#file.digest(body)}\n${body}`)]);
  }

  #load(): ReadonlyMap<string, Entry> {
    const found = new Map<string, Entry>();
    const bytes = this.#file.read();
    if (bytes === undefined) return found;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (end < 0 || body === '' || text.slice(0, end) !== `${this.#signature} ${this.#file.digest(body)}`) return found;
    const lines = body.split('\n');
    for (let at = 0; at + 1 < lines.length; at += 2) {
      const head = lines[at]!;
      const space = head.indexOf(' ');
      found.set(head.slice(space + 1), { stamp: head.slice(0, space), text: lines[at + 1]! });
    }
    return found;
  }
}
