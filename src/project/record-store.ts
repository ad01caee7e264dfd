import type { FileRecord } from './file-record.ts';
import { inParagraphs, inPieces, pieceSize } from './in-pieces.ts';
import { packRecord, unpackRecord } from './pack.ts';
import type { ProjectMemory, Remembered } from './project.ts';

/** Where records are kept between runs. The platform's gives bytes; whether they are believed is decided here. */
export interface StoreFile {
  read(): Uint8Array | undefined;
  /**
   * Replaces the content at once or not at all; failing to is not an error.
   * @param pieces one after the other; each is as it was until the next is asked for
   */
  write(pieces: Iterable<Uint8Array>): void;
  /** A digest of bytes, as text. Of a file it is made of what git makes ids of, so with SHA-1 it is that id. */
  digest(bytes: Uint8Array | string): string;
}

/** Where what is hashed is put together, for one content after the other. */
let scratch = Buffer.from('blob ');

/** A digest of what git makes ids of: the kind of object, its length, its bytes. With SHA-1 it is git's id of the content. */
export function contentIdOf(bytes: Uint8Array, digest: StoreFile['digest']): string {
  const digits = String(bytes.length);
  let at = 'blob '.length;
  const end = at + digits.length + 1 + bytes.length;
  if (scratch.length < end) scratch = Buffer.concat([scratch.subarray(0, at)], Math.max(end, 65_536));
  // Calling what writes texts takes longer than this.
  for (let digit = 0; digit < digits.length; digit++) scratch[at++] = digits.charCodeAt(digit);
  scratch[at++] = 0;
  scratch.set(bytes, at);
  return digest(scratch.subarray(0, end));
}

/** A file as the store knows it. */
export interface StoredFile {
  readonly path: string;
  readonly stamp?: string | undefined;
  readonly kind: string;
  readonly key: string;
}

/** A record as it is in the file: two lines, the second of which is parsed only when it is asked for. */
interface StoredRecord {
  readonly stamp: string | undefined;
  readonly digest: string;
  readonly head: string;
  readonly packed: string;
}

const slots: readonly Remembered[] = ['problems', 'dependencies', 'edges'];

const lineFeed = 10;

/** What is known of a file, as its first line: neither digests nor stamps have spaces. */
const headOf = (path: string, stamp: string | undefined, digest: string): string => `${digest} ${stamp ?? ''} ${path}`;

/**
 * Records of an earlier run, by path. One is believed when the file's stamp is the same, or else its content;
 * all are forgotten when the tool, the schemas or the settings changed, or the store is damaged. Beside them is kept
 * what a project as a whole had to say, a line for each that remembers something.
 */
export class RecordStore implements ProjectMemory {
  private readonly file: StoreFile;
  private readonly signature: string;
  private readonly stored: ReadonlyMap<string, StoredRecord>;
  private readonly next: string[] = [];
  /** Everything that decides what the project has to say: digests of files by path, and of settings. */
  private readonly contents = new Map<string, string>();
  private readonly observed: string[] = [];
  /** As JSON, in the order of `slots`. */
  private memories = slots.map(() => 'null');
  private print: string | undefined;
  /** The fingerprint of what is stored. */
  private storedPrint = '';
  private changed = false;
  /** Files whose content is another than that stored, and whether there is one of which none was. */
  private readonly anew = new Set<string>();
  private isNew = false;

  constructor(file: StoreFile, signature: string) {
    this.file = file;
    this.signature = signature;
    this.stored = this.load();
  }

  /** The record of a file that has not been touched since it was kept. */
  untouched({ path, stamp, kind, key }: StoredFile): FileRecord | undefined {
    const entry = stamp === undefined ? undefined : this.stored.get(path);
    // It has its place among the others before its content is known.
    this.contents.set(path, '');
    if (!entry || entry.stamp !== stamp) return undefined;
    this.contents.set(path, entry.digest);
    this.next.push(entry.head, entry.packed);
    this.print = undefined;
    return unpackRecord(kind, key, path, entry.packed);
  }

  /** The record of a file with this content; otherwise makes it and keeps it. */
  async byContent(
    { path, stamp, kind, key }: StoredFile,
    bytes: Uint8Array,
    make: () => Promise<FileRecord>,
  ): Promise<FileRecord> {
    const digest = contentIdOf(bytes, this.file.digest);
    this.contents.set(path, digest);
    const entry = this.stored.get(path);
    const known = entry?.digest === digest ? entry.packed : undefined;
    if (known === undefined || entry?.stamp !== stamp) this.changed = true;
    const record = known === undefined ? await make() : unpackRecord(kind, key, path, known);
    const packed = known ?? JSON.stringify(packRecord(record));
    // No path of two lines is kept.
    if (!path.includes('\n')) this.next.push(headOf(path, stamp, digest), packed);
    this.print = undefined;
    if (!entry) this.isNew = true;
    else if (known === undefined) this.anew.add(path);
    return record;
  }

  /** What else decides what the project has to say: settings, and files that cannot be read. */
  observe(content: Uint8Array | string): void {
    this.observed.push(this.file.digest(content));
    this.print = undefined;
  }

  fingerprint(): string {
    if (this.print === undefined) {
      const settings = this.file.digest(this.observed.sort().join('\n'));
      this.print = `${settings} ${this.file.digest(inOrder(this.contents).join('\n'))}`;
    }
    return this.print;
  }

  changedSince(fingerprint: string): ReadonlySet<string> | undefined {
    const [settings] = this.fingerprint().split(' ');
    if (fingerprint !== this.storedPrint || fingerprint.split(' ')[0] !== settings) return undefined;
    return this.isNew || this.contents.size !== this.stored.size ? undefined : this.anew;
  }

  /** Of a file whose record came from here or was put here. */
  contentId(file: string): string | undefined {
    return this.contents.get(file) || undefined;
  }

  recall(what: Remembered): unknown {
    return JSON.parse(this.memories[slots.indexOf(what)] ?? 'null');
  }

  remember(what: Remembered, value: unknown): void {
    this.memories[slots.indexOf(what)] = JSON.stringify(value);
    this.changed = true;
  }

  /** Writes what this run saw, if that is anything new. */
  save(): void {
    if (!this.changed && this.next.length === this.stored.size * 2) return;
    this.file.write(this.written());
  }

  /** The body, and a last line that tells whether it is whole. */
  private *written(): Generator<Uint8Array> {
    const digests: string[] = [];
    for (const piece of inPieces(inParagraphs([this.fingerprint(), ...this.memories, ...this.next]))) {
      digests.push(this.file.digest(piece));
      yield piece;
    }
    yield Buffer.from(this.lastLine(digests));
  }

  /** @param digests of the pieces of the body */
  private lastLine(digests: readonly string[]): string {
    return `${this.signature} ${this.file.digest(digests.join('\n'))}`;
  }

  private load(): ReadonlyMap<string, StoredRecord> {
    const stored = new Map<string, StoredRecord>();
    try {
      const bytes = this.file.read();
      if (!bytes) return stored;
      const end = bytes.lastIndexOf(lineFeed);
      const body = bytes.subarray(0, end + 1);
      const digests: string[] = [];
      for (let at = 0; at <= body.length; at += pieceSize) {
        digests.push(this.file.digest(body.subarray(at, at + pieceSize)));
      }
      const utf8 = new TextDecoder();
      if (utf8.decode(bytes.subarray(end + 1)) !== this.lastLine(digests)) return stored;
      const lines = utf8.decode(body.subarray(0, end)).split('\n');
      for (let at = slots.length + 1; at + 1 < lines.length; at += 2) {
        const head = lines[at] ?? '';
        const first = head.indexOf(' ');
        const second = head.indexOf(' ', first + 1);
        const stamp = head.slice(first + 1, second) || undefined;
        const file = { stamp, digest: head.slice(0, first), head, packed: lines[at + 1] ?? '' };
        stored.set(head.slice(second + 1), file);
      }
      this.storedPrint = lines[0] ?? '';
      this.memories = lines.slice(1, slots.length + 1);
      return stored;
    } catch {
      return new Map();
    }
  }
}

/** Keys and values in turn, in the order of keys: not every tree lists its files in that order. */
function inOrder(contents: ReadonlyMap<string, string>): string[] {
  const parts: string[] = [];
  let last = '';
  for (const [path, digest] of contents) {
    if (path < last) return inOrder(new Map([...contents].sort(([a], [b]) => (a < b ? -1 : 1))));
    parts.push(path, digest);
    last = path;
  }
  return parts;
}
