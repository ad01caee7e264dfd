import type { Document } from '../source/document.ts';

/** In UTF-16 units of text; a document takes some twenty times as much. */
const maxText = 300_000;

/** The documents that were asked for last. */
export class DocumentCache {
  private readonly documents = new Map<string, Document>();
  private size = 0;

  async get(file: string, read: () => Promise<Document>): Promise<Document> {
    const known = this.documents.get(file);
    if (known) {
      this.documents.delete(file);
      this.documents.set(file, known);
      return known;
    }
    const document = await read();
    this.forget(file);
    this.documents.set(file, document);
    this.size += document.text.length;
    for (const oldest of this.documents.keys()) {
      if (this.size <= maxText || oldest === file) break;
      this.forget(oldest);
    }
    return document;
  }

  forget(file: string): void {
    this.size -= this.documents.get(file)?.text.length ?? 0;
    this.documents.delete(file);
  }
}
