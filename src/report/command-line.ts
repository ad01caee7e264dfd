import { shellWord } from '../diagnostic/shell-word.ts';
import { columnsOf } from './columns.ts';

/** A command as it is typed in a POSIX shell. What is still to be filled in, `...`, is in quotes. */
export function commandLine(words: readonly string[]): string {
  return words.map(typed).join(' ');
}

/**
 * The same on several lines, so that each fits: all but the last end in ` \`. An option stays with its value; a word
 * that is longer than a line is not cut.
 * @param width in columns, the indent included
 */
export function commandLines(words: readonly string[], width: number, indent = 2): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of withValues(words)) {
    const room = width - indent - (lines.length === 0 ? 0 : 2) - 2;
    if (line !== '' && columnsOf(line) + 1 + columnsOf(part) > room) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? part : `${line} ${part}`;
  }
  lines.push(line);
  return lines.map((one, at) => {
    const margin = ' '.repeat(indent + (at === 0 ? 0 : 2));
    return margin + one + (at < lines.length - 1 ? ' \\' : '');
  });
}

function withValues(words: readonly string[]): string[] {
  const parts: string[] = [];
  let isOpen = false;
  for (const word of words) {
    const isOption = /^--?[a-z]/i.test(word);
    if (isOpen && !isOption) parts.push(`${parts.pop()} ${typed(word)}`);
    else parts.push(typed(word));
    isOpen = isOption && !word.includes('=');
  }
  return parts;
}

function typed(word: string): string {
  return word === '...' ? '"..."' : shellWord(word);
}
