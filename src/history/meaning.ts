import { createHash } from 'node:crypto';
import type { Git } from '../platform/git.ts';
import type { StoreFile } from '../project/record-store.ts';
import { decodeDocument } from '../source/decode.ts';
import { maxFileSize, parseDocument, type Document } from '../source/document.ts';
import { canonicalText } from './canonical.ts';

/** How many documents are kept: those of a flag's versions are asked for right after the versions were told apart. */
const KEPT_DOCUMENTS = 200;

/** So many contents are asked for at a time. */
const BATCH = 500;

/** Remembering is worth reading and writing a file only for many. */
const WORTH_KEEPING = 64;

/** Bytes of a digest in the file. */
const DIGEST = 16;

/** A content and a file that had it. */
export interface KnownFile {
  readonly blob: string;
  readonly file: string;
}

/**
 * What contents mean: a digest of the canonical text of each, or that it does not parse. Digests are remembered in a
 * file of their own. A file with false digests can only hide or invent versions, and is made again when it is deleted.
 */
export class Meanings {
  readonly #git: Git;
  readonly #store: StoreFile | undefined;
  readonly #signature: string;
  /** Content id → digest in hex; empty if it does not parse. */
  readonly #known = new Map<string, string>();
  #loaded = false;
  #learnt = 0;
  readonly #documents = new Map<string, Document>();

  /** @param parser identifies what turns a text into a value, so that nothing is remembered from another one */
  constructor(git: Git, store: StoreFile | undefined, parser: string) {
    this.#git = git;
    this.#store = store;
    this.#signature = `flagwright-meaning 1 ${parser}`;
  }

  /** Learns what all of these files mean, reading those whose content is not known. */
  async learn(files: readonly KnownFile[]): Promise<void> {
    let unknown = files.filter(({ blob }) => !this.#known.has(blob));
    if (unknown.length >= WORTH_KEEPING && !this.#loaded) {
      this.#load();
      unknown = unknown.filter(({ blob }) => !this.#known.has(blob));
    }
    for (let at = 0; at < unknown.length; at += BATCH) {
      await Promise.all(unknown.slice(at, at + BATCH).map((file) => this.#learnOne(file)));
    }
  }

  /** The same for two contents that mean the same; undefined for one that does not parse. To be asked after `learn`. */
  of(blob: string): string | undefined {
    return this.#known.get(blob) || undefined;
  }

  /** The content parsed; of one that is missing, too large or no text, an empty document with a problem. */
  async document(blob: string, file: string): Promise<Document> {
    const kept = this.#documents.get(blob);
    if (kept?.file === file) return kept;
    // Problems name their file, so one that has some is read again.
    if (kept?.problems.length === 0) return { ...kept, file };
    const object = await this.#git.object(blob, maxFileSize);
    let document: Document;
    if (object === undefined) document = unread(file, 'the content is missing from the repository');
    else if (object.size > maxFileSize) document = unread(file, 'files over 1 MiB are not read');
    else document = decodeDocument(file, object.content);
    if (this.#documents.size >= KEPT_DOCUMENTS) this.#documents.clear();
    if (object !== undefined) this.#documents.set(blob, document);
    return document;
  }

  /** Writes what was learnt, if that is worth it. */
  save(): void {
    if (this.#store === undefined || this.#learnt < WORTH_KEEPING) return;
    // What another process has written meanwhile stays.
    this.#load();
    // What does not parse is not kept: the content may only have been missing.
    const lines = [...this.#known].flatMap(([blob, digest]) => (digest === '' ? [] : [`${blob} ${digest}\n`]));
    const body = lines.join('');
    this.#store.write(Buffer.from(`${this.#signature} ${this.#store.digest(body)}\n${body}`));
    this.#learnt = 0;
  }

  async #learnOne({ blob, file }: KnownFile): Promise<void> {
    const { value, problems } = await this.document(blob, file);
    const digest = createHash('sha256')
      .update(canonicalText(value))
      .digest('hex')
      .slice(0, DIGEST * 2);
    this.#known.set(blob, problems.length > 0 ? '' : digest);
    this.#learnt++;
  }

  #load(): void {
    this.#loaded = true;
    const bytes = this.#store?.read();
    if (bytes === undefined) return;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== `${this.#signature} ${this.#store?.digest(body)}`) return;
    for (const line of body.split('\n')) {
      const space = line.indexOf(' ');
      const blob = line.slice(0, space);
      if (space > 0 && !this.#known.has(blob)) this.#known.set(blob, line.slice(space + 1));
    }
  }
}

function unread(file: string, message: string): Document {
  const at = { file, span: { start: 0, end: 0 } };
  const help = 'see that the file can be read in that commit';
  return { ...parseDocument(file, ''), problems: [{ rule: 'unreadable-file', message, help, at }] };
}
