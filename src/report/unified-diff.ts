import { createTwoFilesPatch } from 'diff';
import { printable } from '../diagnostic/printable.ts';
import type { Style } from './style.ts';

export interface ChangedText {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** A change of a file as `git diff` shows it, without the line end of its last line. */
export function unifiedDiff({ file, before, after }: ChangedText, { paint, unicode }: Style): string {
  const name = printable(file, unicode);
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, { context: 3 });
  const lines = patch.replace(/^=+\n/, '').trimEnd().split('\n');
  return lines
    .map((line) => printable(line.replace(/\r$/, ''), unicode))
    .map((line) => {
      if (line.startsWith('+++') || line.startsWith('---')) return paint.bold(line);
      if (line.startsWith('@@')) return paint.cyan(line);
      if (line.startsWith('+')) return paint.green(line);
      return line.startsWith('-') ? paint.red(line) : line;
    })
    .join('\n');
}
