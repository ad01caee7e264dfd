import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../diagnostic/diagnostic.ts';

/** A text in which offsets and places of an editor are changed into each other. */
export type Text = Pick<TextDocument, 'positionAt' | 'offsetAt'>;

/** @param text without a byte order mark at its start it has the same columns as in an editor */
export function textWithRanges(text: string): Text {
  return TextDocument.create('', 'yaml', 0, text);
}

export function rangeOf(text: Text, { start, end }: Span): Range {
  return { start: text.positionAt(start), end: text.positionAt(end) };
}

/** Whether an offset is inside of a span, or touches its end: there a cursor is still on the word. */
export function touches({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
