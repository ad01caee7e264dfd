import type { Git } from '../git/git.ts';
import type { StoreFile } from '../project/record-store.ts';
import type { Document } from '../source/document.ts';
import { canonicalText } from '../meaning/canonical.ts';

/** A content and a file that had it. */
export interface KnownFile {
  readonly blob: string;
  readonly file: string;
}

/** Canonical text by content id. Absent for contents that cannot be read or parsed. */
export type Meanings = ReadonlyMap<string, string>;

/** Reading and writing a file costs as much as parsing so many texts. */
const WORTH_KEEPING = 3;

/** How many files are kept parsed: who asks what one means, as a rule asks for the file itself next. */
const KEPT_DOCUMENTS = 8;

/** So many contents are asked for at a time. */
const BATCH = 500;

/** How many keys are kept in memory: what a command asks of one, it asks in a row. */
const KEPT_KEYS = 20;

/**
 * What contents mean. The canonical texts of one key are kept in a file of its own, since parsing is most of what showing a
 * history takes. Such a file can be deleted at any time; a doctored one can hide or invent versions.
 */
export class MeaningReader {
  readonly #git: Git;
  readonly #store: ((name: string) => StoreFile) | undefined;
  readonly #signature: string;
  readonly #kept = new Map<string, Meanings>();
  readonly #documents = new Map<string, Promise<Document>>();

  /** @param parser identifies what turns a text into a value, so that nothing is taken over from another one */
  constructor(git: Git, store: ((name: string) => StoreFile) | undefined, parser: string) {
    this.#git = git;
    this.#store = store;
    this.#signature = `flagwright-meanings 1 ${parser}`;
  }

  /** What files mean. Not kept. @throws GitError if git fails; a content that is missing means nothing */
  async read(files: readonly KnownFile[]): Promise<Meanings> {
    const meanings = new Map<string, string>();
    await this.#learn(files, meanings);
    return meanings;
  }

  /**
   * What all files mean that ever defined something.
   * @param name of what they define
   * @param list gives the files, unless it is known already what they mean
   */
  async readAll(name: string, list: () => readonly KnownFile[]): Promise<Meanings> {
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    const files = list();
    const store = files.length >= WORTH_KEEPING ? this.#store?.(`meanings ${name}`) : undefined;
    const meanings = new Map(store && this.#load(store));
    const learnt = await this.#learn(files, meanings);
    if (store && learnt >= WORTH_KEEPING) this.#save(store, meanings);
    // The oldest goes: those that are asked for side by side stay.
    for (const oldest of this.#kept.keys()) if (this.#kept.size >= KEPT_KEYS) this.#kept.delete(oldest);
    this.#kept.set(name, meanings);
    return meanings;
  }

  /** A file parsed; if its content is missing, too large or no text, an empty document with a problem. */
  document(known: KnownFile): Promise<Document> {
    const name = `${known.blob} ${known.file}`;
    const kept = this.#documents.get(name);
    if (kept !== undefined) return kept;
    const document = this.#parse(known);
    for (const oldest of this.#documents.keys()) {
      if (this.#documents.size >= KEPT_DOCUMENTS) this.#documents.delete(oldest);
    }
    this.#documents.set(name, document);
    // What git could not give now it may give when it is asked again.
    document.catch(() => this.#documents.delete(name));
    return document;
  }

  async #parse({ blob, file }: KnownFile): Promise<Document> {
    // Asked for first: git reads while the parser is loaded.
    const reading = this.#git.object(blob, MAX_SIZE);
    reading.catch(() => {});
    const { decodeDocument } = await import('../source/decode.ts');
    const object = await reading;
    if (object !== undefined && object.size <= MAX_SIZE) return decodeDocument(file, object.content);
    const message = object ? 'files over 1 MiB are not read' : 'its content is missing from the repository';
    const at = { file, span: { start: 0, end: 0 } };
    const help = 'see that the file can be read in that commit';
    const problems = [{ rule: 'unreadable-file', message: `the file cannot be read: ${message}`, help, at }];
    return { ...decodeDocument(file, new Uint8Array()), problems };
  }

  /** Adds what is not known yet; gives how many that were. */
  async #learn(files: readonly KnownFile[], meanings: Map<string, string>): Promise<number> {
    const unknown = [...new Map(files.map((file) => [file.blob, file])).values()].filter(
      ({ blob }) => !meanings.has(blob),
    );
    const learnOne = async (file: KnownFile): Promise<void> => {
      const { value, problems } = await this.document(file);
      if (problems.length === 0) meanings.set(file.blob, canonicalText(value));
    };
    for (let at = 0; at < unknown.length; at += BATCH) {
      await Promise.all(unknown.slice(at, at + BATCH).map(learnOne));
    }
    return unknown.length;
  }

  #load(store: StoreFile): readonly (readonly [string, string])[] {
    const bytes = store.read();
    if (bytes === undefined) return [];
    const [header = '', ...lines] = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      .toString('utf8')
      .split('\n');
    if (header !== `${this.#signature} ${store.digest(lines.join('\n'))}`) return [];
    // A canonical text has no line ends: they are escaped in it.
    return lines.map((line) => {
      const space = line.indexOf(' ');
      return [line.slice(0, space), line.slice(space + 1)] as const;
    });
  }

  #save(store: StoreFile, meanings: Meanings): void {
    const body = [...meanings].map(([blob, text]) => `${blob} ${text}`).join('\n');
    store.write([Buffer.from(`${this.#signature} ${store.digest(body)}\n${body}`)]);
  }
}

/** As for files of a project; the parser, which knows it, is not loaded for it. */
const MAX_SIZE = 1024 * 1024;
