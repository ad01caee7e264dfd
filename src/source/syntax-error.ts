/** A syntax error in words: what is wrong, what to do, which characters. */
export interface SyntaxProblem {
  readonly message: string;
  readonly help: string;
  readonly start: number;
  readonly end: number;
}

/** What the parser says, matched by its beginning; what we say, and what to do. */
const explanations: readonly (readonly [reason: RegExp, message: string, help: string])[] = [
  [/^tab characters/, 'a tab is used for indentation', 'indent with spaces'],
  [/^null byte|non-printable/, 'the file holds characters that are not text', 'save it as plain UTF-8 text'],
  [
    /^nesting exceeded/,
    'the value is nested too deeply',
    'no file needs more than a few levels; look for a stray [ or {',
  ],
  [/end of the stream within a flow collection/, 'a [ or { is never closed', 'close it, or check the commas before it'],
  [/missed comma/, 'a comma is missing between two entries', 'separate the entries of [ ] and { } by commas'],
  [
    /expected the node content, but found ','/,
    'there is no value before this comma',
    'remove the comma or write a value',
  ],
  [/end of the (stream|document) within a (single|double) quoted/, 'a quote is never closed', 'close the quote'],
  [/escape/, 'this escape is not known in double quotes', 'double the backslash, or use single quotes'],
  [
    /bad indentation of a mapping entry/,
    'this line does not fit the mapping above it',
    'align it with the fields it belongs to, and quote a value that holds ": "',
  ],
  [
    /bad indentation of a sequence entry/,
    'this line does not fit the list above it',
    'align it with the other entries of the list',
  ],
  [/deficient indentation/, 'this line must be indented further', 'indent it more than the field it belongs to'],
  [
    /multiline key|expected ':' after a mapping key/,
    'this line is no field: there is no ":" after its name',
    'write it as name: value',
  ],
  [/whitespace character is expected after the key-value/, 'a space is missing after ":"', 'write it as name: value'],
  [
    /end of the stream or a document separator/,
    'this does not belong to the value before it',
    'check the indentation, and quote text that begins with a special character',
  ],
  [
    /reserved indicator|cannot start|can not read/,
    'a value cannot begin with this character',
    'put the text in quotes',
  ],
];

/**
 * Puts a parser's error into words a person can act on.
 * @param position offset at which the parser gave up
 */
export function explainSyntaxError(text: string, reason: string, position: number, maxDepth: number): SyntaxProblem {
  const known = explanations.find(([pattern]) => pattern.test(reason));
  const start = Math.max(0, Math.min(position, text.length));
  const [message, help] = known ? [known[1], known[2]] : [reason, 'correct the YAML here'];
  const detail = reason.startsWith('nesting exceeded') ? ` (more than ${maxDepth} levels)` : '';
  return { message: message + detail, help, ...wordAt(text, start) };
}

/** The characters to mark: from the offset to the end of the word; at the end of a line, the word before. */
function wordAt(text: string, offset: number): { start: number; end: number } {
  const lineEnd = /[\r\n]|$/.exec(text.slice(offset, offset + 200));
  const rest = text.slice(offset, offset + (lineEnd?.index ?? 0));
  const length = /^\S+/.exec(rest)?.[0].length;
  if (length !== undefined) return { start: offset, end: offset + Math.min(length, 60) };
  const before = text.slice(Math.max(0, offset - 200), offset);
  const word = /\S+\s*$/.exec(before);
  if (!word) return { start: offset, end: offset };
  const start = offset - word[0].length;
  return { start, end: start + word[0].trimEnd().length };
}
