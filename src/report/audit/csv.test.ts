import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell } from './csv.ts';

/** Reads cells as RFC 4180 says, without looking at how they were written. */
function readRow(row: string): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= row.length; at++) {
    let cell = '';
    if (row[at] === '"') {
      for (at++; row[at] !== '"' || row[at + 1] === '"'; at++) {
        if (row[at] === '"') at++;
        cell += row[at];
      }
      at++;
    } else for (; at < row.length && row[at] !== ','; at++) cell += row[at];
    cells.push(cell);
  }
  return cells;
}

describe('a cell of CSV', () => {
  it.each([
    ['plain text', 'plain text'],
    ['a, b', '"a, b"'],
    ['say "on"', '"say ""on"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("http://example.com")', `"'=HYPERLINK(""http://example.com"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['1-1', '1-1'],
    ['', ''],
  ])('%j is %j', (text, cell) => expect(csvCell(text)).toBe(cell));

  it('gives back what was written, and never begins a formula', () => {
    const texts = fc.array(
      fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\r', '\n', '\t', "'", 'a') }),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(texts, (cells) => {
        const read = readRow(cells.map(csvCell).join(','));
        expect(read.map((cell, i) => (cell === cells[i] ? cell : cell.replace(/^'/, '')))).toEqual(cells);
        expect(read.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      }),
    );
  });
});
