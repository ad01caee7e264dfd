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

interface StoredRecord {
  readonly stamp: string | undefined;
  readonly digest: string;
  readonly packed: Packed;
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
  private readonly next = new Map<string, StoredRecord>();
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
    this.next.set(path, entry);
    return unpackRecord(kind, key, path, entry.packed);
  }

  /** The record of a file with this content; otherwise makes it and keeps it. */
  byContent({ path, stamp, kind, key }: StoredFile, bytes: Uint8Array, make: () => FileRecord): FileRecord {
    const digest = this.file.digest(bytes);
    const entry = this.stored.get(path);
    if (entry?.digest === digest) {
      if (entry.stamp !== stamp) this.changed = true;
      this.next.set(path, { ...entry, stamp });
      return unpackRecord(kind, key, path, entry.packed);
    }
    const record = make();
    this.changed = true;
    this.next.set(path, { stamp, digest, packed: packRecord(record) });
    return record;
  }

  /** Writes what this run saw, if that is anything new. */
  save(): void {
    if (!this.changed && this.next.size === this.stored.size) return;
    const lines: Line[] = [];
    for (const [path, { stamp, digest, packed }] of this.next) lines.push([path, stamp ?? 0, digest, packed]);
    const body = JSON.stringify(lines);
    const header = `${this.signature} ${this.file.digest(body)}\n`;
    this.file.write(new TextEncoder().encode(header + body));
  }

  private load(): ReadonlyMap<string, StoredRecord> {
    try {
      const bytes = this.file.read();
      if (!bytes) return new Map();
      const end = bytes.indexOf(10);
      const body = bytes.subarray(end + 1);
      const header = new TextDecoder().decode(bytes.subarray(0, end));
      if (header !== `${this.signature} ${this.file.digest(body)}`) return new Map();
      const stored = new Map<string, StoredRecord>();
      for (const [path, stamp, digest, packed] of JSON.parse(new TextDecoder().decode(body)) as Line[]) {
        stored.set(path, { stamp: stamp === 0 ? undefined : stamp, digest, packed });
      }
      return stored;
    } catch {
      return new Map();
    }
  }
}
