import type { Span } from '../diagnostic/diagnostic.ts';
import type { Document } from './document.ts';
import { isInside, scalarSpans } from './scalar-spans.ts';

/** A comment `# flagwright-ignore <rule>: <reason>`. It holds for its own line, or, standing alone, for the next. */
export interface Suppression {
  readonly rule: string;
  /** Empty where none is given. */
  readonly reason: string;
  /** The comment, from `#` to the end of its line. */
  readonly span: Span;
  /** The text of the line it holds for. */
  readonly line: Span;
}

const marker = 'flagwright-ignore';
const comment = /#[ \t]*flagwright-ignore\b[ \t]*([^\s:]*)[ \t]*:?[ \t]*(.*)$/;

/** Finds the suppressions of a document. Text inside of values is not a comment. */
export function findSuppressions(document: Document): Suppression[] {
  const { text } = document;
  if (!text.includes(marker)) return [];
  const scalars = scalarSpans(document.root);
  const found: Suppression[] = [];
  let waiting: Omit<Suppression, 'line'>[] = [];
  let start = 0;
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const span = { start, end: start + line.length };
    start += raw.length + 1;
    const match = line.includes(marker) ? comment.exec(line) : null;
    const at = match ? span.start + match.index : -1;
    if (match && !isInside(scalars, at)) {
      const entry = { rule: match[1] ?? '', reason: (match[2] ?? '').trim(), span: { start: at, end: span.end } };
      if (line.slice(0, match.index).trim() === '') waiting.push(entry);
      else found.push({ ...entry, line: span });
    } else if (waiting.length > 0 && line.trim() !== '' && !line.trimStart().startsWith('#')) {
      for (const entry of waiting) found.push({ ...entry, line: span });
      waiting = [];
    }
  }
  for (const entry of waiting) found.push({ ...entry, line: entry.span });
  return found.sort((a, b) => a.span.start - b.span.start);
}
