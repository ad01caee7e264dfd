import type { TextEdit } from '../diagnostic/diagnostic.ts';
import { PatchError } from '../source/patch-error.ts';
import { patch } from '../source/patch.ts';
import type { Document } from '../source/document.ts';
import type { ValueEdit } from '../source/value-edit.ts';

/** One edit of a text that makes edits of its value; nothing where that cannot be done without touching more. */
export function patched(document: Document, edits: readonly ValueEdit[]): readonly TextEdit[] {
  if (edits.length === 0 || document.problems.length > 0 || !document.root) return [];
  try {
    return [difference(document.text, patch(document, edits).text)];
  } catch (error) {
    if (error instanceof PatchError) return [];
    throw error;
  }
}

/** What makes one text of another, without what both begin and end with. */
function difference(before: string, after: string): TextEdit {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { span: { start, end: before.length - end }, text: after.slice(start, after.length - end) };
}
