import { jsonErrorOffset } from '../diagnostic/json-position.ts';
import { rowMistake, type RowText } from './mistake.ts';
import { readRow, type FieldName, type Row } from './row.ts';

/** Reads a line that holds one JSON object. @throws UserError with line and column */
export function readJsonLine(row: RowText): Row | undefined {
  const { text } = row;
  if (text.trim() === '') return undefined;
  const object = objectOf(row);
  return readRow({
    row,
    value: (name) => {
      const value = Object.hasOwn(object, name) ? object[name] : undefined;
      return value === null || value === '' ? undefined : value;
    },
    offset: (name) => offsetOf(text, name),
  });
}

function objectOf(row: RowText): Readonly<Record<string, unknown>> {
  const start = row.text.search(/\S/);
  if (row.text[start] !== '{') {
    throw rowMistake(
      row,
      start,
      'a row is an object',
      'write one object a line; `jq -c ".[]" FILE` makes lines of a list',
    );
  }
  try {
    return JSON.parse(row.text) as Record<string, unknown>;
  } catch {
    const offset = jsonErrorOffset(row.text);
    const isCut = offset >= row.text.length;
    const message = isCut ? 'this is not valid JSON: unexpected end of the line' : 'this is not valid JSON';
    throw rowMistake(row, offset, message, 'JSON Lines has one object on each line, and no comments');
  }
}

/** Where the value of a field begins; the beginning of the object where the row does not have it. */
function offsetOf(text: string, name: FieldName): number {
  const match = new RegExp(`"${name}"\\s*:\\s*`).exec(text);
  return match === null ? Math.max(0, text.search(/\S/)) : match.index + match[0].length;
}
