import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import { longestContext, rowError, tooLong } from './row-error.ts';

const help = 'a population is a list of contexts: [{ "targetingKey": "u-1", "country": "DE" }]';

/** The contexts of a JSON list, parsed one by one. */
export function* jsonContexts(text: string): Generator<EvaluationContext> {
  let at = skipSpace(text, 0);
  if (text[at] !== '[') throw rowError(text, at, at < text.length ? 'this is not a list' : 'the file is empty', help);
  at = skipSpace(text, at + 1);
  if (text[at] !== ']') {
    for (;;) {
      const end = endOfObject(text, at);
      yield contextOf(text, at, end);
      at = skipSpace(text, end);
      if (text[at] === ']') break;
      if (text[at] !== ',') throw rowError(text, at, 'a comma or the end of the list is missing', help);
      at = skipSpace(text, at + 1);
    }
  }
  const after = skipSpace(text, at + 1);
  if (after < text.length) throw rowError(text, after, 'something follows the end of the list', help);
}

/** The contexts of a text with one JSON object a line; empty lines are passed over. */
export function* jsonLineContexts(text: string): Generator<EvaluationContext> {
  for (let at = 0; at < text.length;) {
    const lineEnd = text.indexOf('\n', at);
    const end = lineEnd < 0 ? text.length : lineEnd;
    if (skipSpace(text, at, end) < end) yield contextOf(text, at, end);
    at = end + 1;
  }
}

function contextOf(text: string, start: number, end: number): EvaluationContext {
  if (end - start > longestContext) throw tooLong(text, start);
  let value: unknown;
  try {
    value = JSON.parse(text.slice(start, end));
  } catch {
    throw rowError(text, start, 'this is not JSON', 'check quotes and commas; JSON has no comments');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as EvaluationContext;
  throw rowError(text, start, 'a context is an object', '{ "targetingKey": "u-1", "country": "DE" }');
}

function skipSpace(text: string, from: number, end = text.length): number {
  let at = from;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Where the object that begins at an offset ends, exclusive; of what is not an object, where the next comma is. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at = endOfString(text, at);
      if (depth === 0) return at + 1;
    } else if (code === 123 || code === 91) depth++;
    else if (code === 125 || code === 93) {
      if (depth <= 1) return depth === 1 ? at + 1 : at;
      depth--;
    } else if (code === 44 && depth === 0) return at;
  }
  throw rowError(text, start, 'this context does not end', 'is the file cut off?');
}

function endOfString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at;
  }
  throw rowError(text, open, 'a text that begins here does not end', 'is the file cut off?');
}
