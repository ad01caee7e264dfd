import { nearest } from '../diagnostic/suggest.ts';
import { rowMistake, type RowText } from './mistake.ts';
import { fieldNames, readRow, type FieldName, type Row } from './row.ts';

/** The values of a line of CSV, and where each begins. */
interface Values {
  readonly texts: readonly string[];
  /** Absent for a line without quotes, whose values begin after the commas. */
  readonly starts: readonly number[] | undefined;
}

/** Reads the lines of a CSV of RFC 4180, of which the first names the columns. */
export class CsvReader {
  #columns: ReadonlyMap<FieldName, number> | undefined;
  #width = 0;

  /** @returns nothing for the header @throws UserError with line and column */
  read(row: RowText): Row | undefined {
    const values = valuesOf(row);
    if (this.#columns === undefined) {
      this.#columns = columnsOf(row, values);
      this.#width = values.texts.length;
      return undefined;
    }
    const columns = this.#columns;
    if (values.texts.length !== this.#width) {
      const message = `${values.texts.length} values, and the header has ${this.#width} columns`;
      throw rowMistake(row, 0, message, 'write a value that holds a comma in double quotes');
    }
    return readRow({
      row,
      value: (name) => {
        const column = columns.get(name);
        return column === undefined ? undefined : values.texts[column] || undefined;
      },
      offset: (name) => offsetOf(values, columns.get(name) ?? columns.get('key')!),
    });
  }
}

function offsetOf({ texts, starts }: Values, column: number): number {
  return starts?.[column] ?? texts.slice(0, column).reduce((sum, text) => sum + text.length + 1, 0);
}

function columnsOf(row: RowText, values: Values): ReadonlyMap<FieldName, number> {
  const names = values.texts.map((text) => text.trim());
  const columns = new Map<FieldName, number>();
  for (const name of fieldNames) {
    const column = names.indexOf(name);
    if (column < 0) continue;
    columns.set(name, column);
    const again = names.indexOf(name, column + 1);
    if (again >= 0)
      throw rowMistake(row, offsetOf(values, again), `two columns are called "${name}"`, 'rename one of them');
  }
  const isComplete = columns.has('variant') || columns.has('metric');
  const wanted: readonly FieldName[] = [
    'key',
    'at',
    ...(isComplete ? [] : (['variant'] as const)),
    ...(columns.has('metric') ? (['value'] as const) : []),
  ];
  const missing = wanted.find((name) => !columns.has(name));
  if (missing === undefined) return columns;
  const [near] = nearest(missing, names);
  const help =
    near === undefined
      ? 'the first line names the columns: key,variant,at for exposures, key,metric,value,at for outcomes'
      : `rename "${near}" to "${missing}"`;
  throw rowMistake(
    row,
    near === undefined ? 0 : offsetOf(values, names.indexOf(near)),
    `there is no column "${missing}"`,
    help,
  );
}

function valuesOf(row: RowText): Values {
  const { text } = row;
  if (!text.includes('"')) return { texts: text.split(','), starts: undefined };
  const texts: string[] = [];
  const starts: number[] = [];
  for (let at = 0; ; at++) {
    starts.push(at);
    const end = text[at] === '"' ? endOfQuoted(row, at) : endOfPlain(row, at);
    texts.push(text[at] === '"' ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end));
    at = end;
    if (at >= text.length) return { texts, starts };
    if (text[at] !== ',')
      throw rowMistake(row, at, 'something follows a closing quote', 'quotes inside of a value are written twice');
  }
}

/** Where a value in quotes ends, behind its closing quote. */
function endOfQuoted(row: RowText, open: number): number {
  for (let at = row.text.indexOf('"', open + 1); at >= 0; at = row.text.indexOf('"', at + 2)) {
    if (row.text[at + 1] !== '"') return at + 1;
  }
  throw rowMistake(row, open, 'a quote that is opened here is never closed', 'close it with a double quote');
}

function endOfPlain(row: RowText, start: number): number {
  const comma = row.text.indexOf(',', start);
  const end = comma < 0 ? row.text.length : comma;
  const quote = row.text.indexOf('"', start);
  if (quote < 0 || quote > end) return end;
  throw rowMistake(row, quote, 'a quote inside of a value', 'write the value in double quotes, and its quotes twice');
}
