import type { Problem } from '../diagnostic/problem.ts';
import { parseDocument, type Document } from './document.ts';
import { sayOfSyntax } from './syntax-messages.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a file; bytes that are not UTF-8 give a problem instead. */
export function decode(file: string, bytes: Uint8Array): string | Problem {
  try {
    return utf8.decode(bytes);
  } catch {
    const span = { start: 0, end: 0 };
    return { rule: 'yaml-syntax', ...sayOfSyntax('not-utf-8'), at: { file, span } };
  }
}

/** The document of a file's bytes; of bytes that are not UTF-8 an empty one with that problem. */
export function decodeDocument(file: string, bytes: Uint8Array): Document {
  const text = decode(file, bytes);
  return typeof text === 'string' ? parseDocument(file, text) : { ...parseDocument(file, ''), problems: [text] };
}
