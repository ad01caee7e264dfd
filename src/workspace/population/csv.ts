import { nearest } from '../../diagnostic/suggest.ts';
import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import { longestContext, rowError, tooLong } from './row-error.ts';

interface Row {
  /** Where it begins in the text. */
  readonly at: number;
  readonly values: readonly string[];
  /** Which of the values was in quotes; absent if none was. */
  readonly quoted?: readonly boolean[] | undefined;
}

/** The contexts of a CSV text; see `readPopulation`. */
export function* csvContexts(text: string): Generator<EvaluationContext> {
  let names: readonly string[] | undefined;
  for (const { at, values, quoted } of rows(text)) {
    if (!names) {
      names = headerOf(text, at, values);
      continue;
    }
    if (values.length !== names.length) {
      const message = `${countText(values.length, 'value')} under ${countText(names.length, 'name')}`;
      throw rowError(text, at, message, 'put a value that holds a comma in double quotes');
    }
    const context: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const value = values[i]!;
      if (quoted?.[i] || (name === 'targetingKey' && value !== '')) context[name] = value;
      else if (value !== '') context[name] = typed(value);
    }
    yield context;
  }
}

function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function headerOf(text: string, at: number, values: readonly string[]): readonly string[] {
  const names = values.map((value) => value.trim());
  const empty = names.indexOf('');
  if (empty >= 0) throw rowError(text, at, `column ${empty + 1} has no name`, 'the first line names the attributes');
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw rowError(text, at, `two columns are called "${twice}"`, 'give one another name');
  // Setting this field of an object would change the object itself.
  if (names.includes('__proto__'))
    throw rowError(text, at, '"__proto__" is not a valid name of an attribute', 'rename it');
  const [near] = names.includes('targetingKey') ? [] : nearest('targetingKey', names);
  if (near !== undefined) {
    throw rowError(text, at, `there is no column "targetingKey", only "${near}"`, `rename "${near}" to "targetingKey"`);
  }
  return names;
}

/** A value without quotes: a boolean, a number if JSON would write it so, else text. */
function typed(value: string): string | number | boolean {
  if (value === 'true') return true;
  if (value === 'false') return false;
  const first = value.charCodeAt(0);
  const isNumeric = first === 45 || (first >= 48 && first <= 57);
  return isNumeric && JSON.stringify(Number(value)) === value ? Number(value) : value;
}

/** The lines of a CSV text, but for empty ones; one whose values have line breaks in quotes spans several. */
function* rows(text: string): Generator<Row> {
  let nextQuote = text.indexOf('"');
  for (let at = 0; at < text.length;) {
    const lineEnd = endOfLine(text, at);
    if (nextQuote >= 0 && nextQuote < at) nextQuote = text.indexOf('"', at);
    if (nextQuote >= 0 && nextQuote < lineEnd) {
      const { row, end } = quotedRow(text, at);
      yield row;
      at = end;
      continue;
    }
    if (lineEnd - at > longestContext) throw tooLong(text, at);
    const line = text.slice(at, text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd);
    if (line !== '') yield { at, values: line.split(',') };
    at = lineEnd + 1;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** A line with quotes in it, and where the next one begins. */
function quotedRow(text: string, start: number): { readonly row: Row; readonly end: number } {
  const values: string[] = [];
  const quoted: boolean[] = [];
  for (let at = start; ; at++) {
    const isQuoted = text[at] === '"';
    quoted.push(isQuoted);
    if (isQuoted) {
      const end = closingQuote(text, at);
      if (end - start > longestContext) throw tooLong(text, start);
      values.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      const from = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '\n') {
        if (text[at] === '"') {
          throw rowError(
            text,
            at,
            'a quote inside of a value',
            'write the value in double quotes, and its quotes twice',
          );
        }
        at++;
      }
      values.push(text.slice(from, text[at] !== ',' && text[at - 1] === '\r' ? at - 1 : at));
    }
    if (text[at] === ',') continue;
    if (text[at] === '\r' && (at + 1 === text.length || text[at + 1] === '\n')) at++;
    if (at < text.length && text[at] !== '\n') {
      throw rowError(text, at, 'something follows a closing quote', 'quotes inside of a value are written twice');
    }
    return { row: { at: start, values, quoted }, end: at + 1 };
  }
}

function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
    if (at - open > longestContext) throw tooLong(text, open);
  }
  throw rowError(text, open, 'a quote that is opened here is never closed', 'close it with a double quote');
}
