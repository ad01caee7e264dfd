import type { TextEdit } from '../diagnostic/diagnostic.ts';

/**
 * A text with edits made to it. Edits are sorted by where they are; of two that overlap the first counts and
 * the other is left out, so that the rest can be tried again on the result.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let done = 0;
  for (const { span, text: replacement } of sorted) {
    if (span.start < done) continue;
    result += text.slice(done, span.start) + replacement;
    done = span.end;
  }
  return result + text.slice(done);
}
