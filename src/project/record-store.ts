import type { FileRecord } from './file-record.ts';
import { packRecord, unpackRecord, type Packed } from './pack.ts';

/** Where records are kept between runs. The platform's gives bytes; whether they are believed is decided here. */
export interface StoreFile {
  read(): Uint8Array | undefined;
  /** Replaces the content at once or not at all; failing to is no error. */
  write(bytes: Uint8Array): void;
  /** A digest of bytes, as text. */
  digest(bytes: Uint8Array | string): string;
}

/** A file as the store knows it. */
export interface StoredFile {
  readonly path: string;
  readonly stamp?: string | undefined;
  readonly kind: string;
  readonly key: string;
}

/** A record and its line as it stands in the file, which is written again as it is when nothing changed. */
interface StoredRecord {
  readonly stamp: string | undefined;
  readonly digest: string;
  readonly packed: Packed;
  readonly line: string;
}

type Line = readonly [path: string, stamp: string | 0, digest: string, packed: Packed];

/**
 * Records of an earlier run, by path. One is believed when the file's stamp is the same, or else its content;
 * all are forgotten when the tool, the schemas or the settings changed, or the store is damaged.
 */
export class RecordStore {
  private readonly file: StoreFile;
  private readonly signature: string;
  private readonly stored: ReadonlyMap<string, StoredRecord>;
  private readonly next: string[] = [];
  private changed = false;

  constructor(file: StoreFile, signature: string) {
    this.file = file;
    this.signature = signature;
    this.stored = this.load();
  }

  /** The record of a file that has not been touched since it was kept. */
  untouched({ path, stamp, kind, key }: StoredFile): FileRecord | undefined {
    const entry = stamp === undefined ? undefined : this.stored.get(path);
    if (!entry || entry.stamp !== stamp) return undefined;
    this.next.push(entry.line);
    return unpackRecord(kind, key, path, entry.packed);
  }

  /** The record of a file with this content; otherwise makes it and keeps it. */
  byContent({ path, stamp, kind, key }: StoredFile, bytes: Uint8Array, make: () => FileRecord): FileRecord {
    const digest = this.file.digest(bytes);
    const entry = this.stored.get(path);
    const known = entry?.digest === digest ? entry.packed : undefined;
    const record = known ? unpackRecord(kind, key, path, known) : make();
    if (!known || entry?.stamp !== stamp) this.changed = true;
    const line: Line = [path, stamp ?? 0, digest, known ?? packRecord(record)];
    this.next.push(JSON.stringify(line));
    return record;
  }

  /** Writes what this run saw, if that is anything new. */
  save(): void {
    if (!this.changed && this.next.length === this.stored.size) return;
    const body = this.next.join('\n');
    this.file.write(new TextEncoder().encode(`${this.signature} ${this.file.digest(body)}\n${body}`));
  }

  private load(): ReadonlyMap<string, StoredRecord> {
    const stored = new Map<string, StoredRecord>();
    try {
      const bytes = this.file.read();
      if (!bytes) return stored;
      const text = new TextDecoder().decode(bytes);
      const end = text.indexOf('\n');
      const body = text.slice(end + 1);
      if (text.slice(0, end) !== `${this.signature} ${this.file.digest(body)}`) return stored;
      for (const line of body.split('\n')) {
        const [path, stamp, digest, packed] = JSON.parse(line) as Line;
        stored.set(path, { stamp: stamp === 0 ? undefined : stamp, digest, packed, line });
      }
      return stored;
    } catch {
      return new Map();
    }
  }
}
